#include "models/logs/literal_finder.h"
#include "models/logs/required_literal.h"

#include <QRandomGenerator>
#include <QTest>

using namespace podwright::logs;

class TestLiterals : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsWhereItIs()
    {
        QRandomGenerator random(4);
        const QByteArray alphabet("aAbB-\n\xc3\xa4");
        const auto text = [&](int length) {
            QByteArray bytes;
            for (int i = 0; i < length; ++i)
                bytes += alphabet[random.bounded(alphabet.size())];
            return bytes;
        };
        for (int i = 0; i < 50000; ++i) {
            const QByteArray hay = text(random.bounded(200));
            const QByteArray part = hay.mid(random.bounded(hay.size() + 1), random.bounded(1, 20));
            const QByteArray needle = i % 2 == 0 && !part.isEmpty() ? part : text(random.bounded(1, 7));
            const qsizetype from = random.bounded(hay.size() + 1);
            QCOMPARE(LiteralFinder(needle, false).find(hay, from), hay.indexOf(needle, from));
            QCOMPARE(LiteralFinder(needle, true).find(hay, from), hay.toLower().indexOf(needle.toLower(), from));
        }
    }

    void required_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<bool>("anyCase");
        QTest::addColumn<QByteArray>("literal");
        const auto row = [](const char *pattern, const char *literal, bool anyCase = false) {
            QTest::addRow("%s%s", pattern, anyCase ? ", any case" : "")
                << QByteArray(pattern) << anyCase << QByteArray(literal);
        };
        row("loss", "loss");
        row("loss=0\\.1\\d+", "loss=0.1");
        row("ab+cde", "cde");
        row("abc?def", "def");
        row("abc{2,3}", "ab");
        row("a{\"x\"}", "a{\"x\"}");
        row("error|warn", "");
        row("(error|warn) in line", " in line");
        row("[abc]def[^]x]gh", "def");
        row("x(y(z)\\))abc", "abc");
        row("(?i)error", "");
        row("\\bword\\b", "word");
        row("\\x41bc", "");
        row("\\pLabc", "");
        row("caf\xc3\xa9?x", "caf");
        row("^start.*end$", "start");
        row("task", "ta", true);
        row("disk full", " full", true);
        row("disk full", "disk full");
    }

    void required()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(bool, anyCase);
        QTEST(requiredLiteral(pattern, anyCase), "literal");
    }
};

QTEST_GUILESS_MAIN(TestLiterals)
#include "tst_literals.moc"
