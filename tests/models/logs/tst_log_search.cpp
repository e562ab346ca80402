#include "models/logs/filtered_lines.h"
#include "models/logs/log_search.h"

#include <QSignalSpy>
#include <QTest>

using namespace podwright::logs;

class TestLogSearch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void matching_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isRegex");
        QTest::addColumn<bool>("isCaseSensitive");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<bool>("isMatch");
        const auto row = [](const char *name, const char *text, bool regex, bool sensitive, const char *line,
                            bool match) {
            QTest::newRow(name) << QString::fromUtf8(text) << regex << sensitive << QByteArray(line) << match;
        };
        row("literal", "a.c", false, false, "xa.cx", true);
        row("literal is not a pattern", "a.c", false, false, "abc", false);
        row("pattern", "a.c", true, false, "abc", true);
        row("any case", "ERROR", false, false, "error", true);
        row("this case", "ERROR", false, true, "error", false);
        row("not in the stamp", "2026", false, false, "2026-01-01T00:00:00.123456789Z hi", false);
        row("in the text after a stamp", "hi", false, false, "2026-01-01T00:00:00.123456789Z hi", true);
        row("through colours", "loss=0", false, false, "\x1b[31mloss\x1b[0m=0", true);
        row("not in colours", "31m", false, false, "\x1b[31mloss", false);
        row("other scripts", "ÄÖ", false, false, "xäöx", true);
        row("not UTF-8", "b", false, false,
            "a\xff"
            "b",
            true);
        row("start of text", "^hi", true, false, "2026-01-01T00:00:00.123456789Z hi", true);
    }

    void matching()
    {
        QFETCH(QString, text);
        QFETCH(bool, isRegex);
        QFETCH(bool, isCaseSensitive);
        QFETCH(QByteArray, line);
        const auto matcher = Matcher::compile({text, isRegex, isCaseSensitive});
        QVERIFY(matcher);
        QTEST(matcher->matches(line), "isMatch");
    }

    void hitsCountInUtf16()
    {
        const auto matcher = Matcher::compile({QStringLiteral("b*"), true, true});
        const auto hits = matcher->hits(QStringLiteral("é😀bb-b"));
        QCOMPARE(hits, (std::vector<std::pair<qsizetype, qsizetype>>{{3, 2}, {6, 1}}));
    }

    void badPatternSaysWhy()
    {
        LogStore store;
        LogSearch search(store);
        const auto result = search.setQuery({QStringLiteral("a("), true, false});
        QVERIFY(!result);
        QVERIFY2(result.error().message.contains(QStringLiteral("missing )")), qPrintable(result.error().message));
        QVERIFY(search.lines().empty());
    }

    void growsWithTheLogAndForgetsWhatIsDropped()
    {
        LogStore store(2 * LogChunk::size);
        LogSearch search(store);
        QVERIFY(search.setQuery({QStringLiteral("7"), false, false}));
        std::vector<qint64> expected;
        for (int i = 0; i < 300000; ++i) {
            const QByteArray line = "line " + QByteArray::number(i);
            store.append(line + '\n');
            if (line.contains('7'))
                expected.push_back(i);
        }
        store.appendNotice(QStringLiteral("7 is in a notice"));
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), 20000);
        std::erase_if(expected, [&store](qint64 n) { return n < store.firstLine(); });
        QVERIFY(store.firstLine() > 0);
        QCOMPARE(search.lines(), expected);
    }

    void anUnfinishedLineIsFoundWhenItEnds()
    {
        LogStore store;
        LogSearch search(store);
        QVERIFY(search.setQuery({QStringLiteral("whole"), false, false}));
        store.append("not yet who");
        QSignalSpy appended(&store, &LogStore::appended);
        QVERIFY(appended.wait(2000));
        QVERIFY(search.lines().empty());
        store.append("le\n");
        QTRY_COMPARE(search.lines(), std::vector<qint64>{0});
    }

    void nextAndPreviousGoRound()
    {
        LogStore store;
        store.append("x\n-\nx\n-\nx\n");
        LogSearch search(store);
        QVERIFY(search.setQuery({QStringLiteral("x"), false, false}));
        QTRY_COMPARE(search.lines().size(), size_t(3));
        QCOMPARE(search.next(-1), 0);
        QCOMPARE(search.next(0), 2);
        QCOMPARE(search.next(4), 0);
        QCOMPARE(search.previous(4), 2);
        QCOMPARE(search.previous(0), 4);
        QVERIFY(search.setQuery({QStringLiteral("y"), false, false}));
        QCOMPARE(search.next(0), -1);
    }

    void filteredLinesKnowTheirOrigin()
    {
        LogStore store;
        store.append("a\nb1\nc\nb2\n");
        LogSearch search(store);
        FilteredLines filtered(store, search);
        QVERIFY(search.setQuery({QStringLiteral("b"), false, false}));
        QTRY_COMPARE(filtered.lineCount(), 2);
        QCOMPARE(filtered.line(1), QByteArray("b2"));
        QCOMPARE(filtered.originOf(1), 3);
        QVERIFY(filtered.line(2).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLogSearch)
#include "tst_log_search.moc"
