#include "models/logs/ansi.h"
#include "models/logs/stamp.h"

#include <QRandomGenerator>
#include <QTest>

using namespace podwright::logs;

class TestAnsi : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void text_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char *line, const QString &shown) {
            QTest::newRow(name) << QByteArray(line) << shown;
        };
        row("plain", "hello", QStringLiteral("hello"));
        row("colour", "\x1b[31mred\x1b[0m end", QStringLiteral("red end"));
        row("progress", "10%\r50%\r100%", QStringLiteral("100%"));
        row("windows line end", "text\r", QStringLiteral("text"));
        row("backspace", "ab\bc", QStringLiteral("ac"));
        row("backspace at the start", "\b\bx", QStringLiteral("x"));
        row("tab", "a\tb", QStringLiteral("a       b"));
        row("title", "\x1b]0;evil title\ax", QStringLiteral("x"));
        row("title ended by ST", "\x1b]0;t\x1b\\x", QStringLiteral("x"));
        row("clear screen", "\x1b[2J\x1b[1;1Hx", QStringLiteral("x"));
        row("cut sequence", "x\x1b[31", QStringLiteral("x"));
        row("lone escape", "x\x1b", QStringLiteral("x"));
        row("charset", "\x1b(Bx", QStringLiteral("x"));
        row("bell", "\ax", QStringLiteral("\u2407x"));
        row("not UTF-8",
            "a\xff"
            "b",
            QStringLiteral("a\ufffdb"));
        row("bidi override",
            "a\xe2\x80\xae"
            "b",
            QStringLiteral("a\ufffdb"));
    }

    void text()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, shown);
        QCOMPARE(renderAnsi(line).text, shown);
    }

    void spans()
    {
        const AnsiLine line = renderAnsi("a\x1b[1;31mb\x1b[38;5;200mc\x1b[0;48;2;1;2;3md\x1b[me\x1b[97mf");
        QCOMPARE(line.text, QStringLiteral("abcdef"));
        QCOMPARE(line.spans.size(), size_t(4));
        QCOMPARE(line.spans[0].start, 1);
        QVERIFY(line.spans[0].style.bold);
        QCOMPARE(line.spans[0].style.foreground.value, 1u);
        QVERIFY(line.spans[1].style.bold);
        QCOMPARE(line.spans[1].style.foreground.value, 200u);
        QCOMPARE(line.spans[2].style.background.kind, AnsiColour::Kind::Rgb);
        QCOMPARE(line.spans[2].style.background.value, 0x010203u);
        QVERIFY(!line.spans[2].style.bold);
        QCOMPARE(line.spans[3].start, 5);
        QCOMPARE(line.spans[3].style.foreground.value, 15u);
    }

    void anyBytesGiveSpansInsideTheText()
    {
        QRandomGenerator random(11);
        const QByteArray alphabet("\x1b[]m0123;:\r\b\t ab\xc3\xa9\a\\");
        for (int i = 0; i < 20000; ++i) {
            QByteArray line;
            for (int n = random.bounded(40); n > 0; --n)
                line.append(alphabet[random.bounded(alphabet.size())]);
            const AnsiLine shown = renderAnsi(line);
            qsizetype end = 0;
            for (const AnsiSpan &span : shown.spans) {
                QVERIFY2(span.start >= end && span.length > 0, line.toHex().constData());
                end = span.start + span.length;
            }
            QVERIFY2(end <= shown.text.size(), line.toHex().constData());
            QVERIFY(!shown.text.contains(QChar(u'\x1b')));
            QVERIFY(!stripAnsi(line).contains('\x1b'));
        }
    }

    void stamps_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("stamp");
        QTest::addColumn<QByteArray>("rest");
        QTest::newRow("zulu") << QByteArray("2026-01-01T00:00:00.123456789Z hi")
                              << QByteArray("2026-01-01T00:00:00.123456789Z") << QByteArray("hi");
        QTest::newRow("zone") << QByteArray("2026-01-01T00:00:00.123456789+08:00 hi")
                              << QByteArray("2026-01-01T00:00:00.123456789+08:00") << QByteArray("hi");
        QTest::newRow("empty text") << QByteArray("2026-01-01T00:00:00.123456789Z ")
                                    << QByteArray("2026-01-01T00:00:00.123456789Z") << QByteArray("");
        QTest::newRow("stamp alone") << QByteArray("2026-01-01T00:00:00.123456789Z")
                                     << QByteArray("2026-01-01T00:00:00.123456789Z") << QByteArray("");
        QTest::newRow("text keeps its blanks") << QByteArray("2026-01-01T00:00:00.123456789Z  x")
                                               << QByteArray("2026-01-01T00:00:00.123456789Z") << QByteArray(" x");
        QTest::newRow("too few digits") << QByteArray("2026-01-01T00:00:00.12Z hi") << QByteArray()
                                        << QByteArray("2026-01-01T00:00:00.12Z hi");
        QTest::newRow("no stamp") << QByteArray("hello") << QByteArray() << QByteArray("hello");
        QTest::newRow("no blank") << QByteArray("2026-01-01T00:00:00.123456789Zx") << QByteArray()
                                  << QByteArray("2026-01-01T00:00:00.123456789Zx");
    }

    void stamps()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, stamp);
        QFETCH(QByteArray, rest);
        const StampedLine split = splitStamp(line);
        QCOMPARE(split.stamp.toByteArray(), stamp);
        QCOMPARE(split.text.toByteArray(), rest);
        QCOMPARE(shortStamp(split.stamp).toByteArray(), stamp.isEmpty() ? QByteArray() : QByteArray("00:00:00.123"));
    }
};

QTEST_GUILESS_MAIN(TestAnsi)
#include "tst_ansi.moc"
