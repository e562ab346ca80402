#include "models/logs/ansi.h"
#include "models/logs/filtered_lines.h"
#include "models/logs/log_search.h"
#include "models/logs/stamp.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <re2/re2.h>

using namespace podwright::logs;

namespace {

std::vector<qint64> all(const LineSet &set)
{
    std::vector<qint64> lines;
    for (qint64 i = 0; i < set.count(); ++i)
        lines.push_back(set.at(i));
    return lines;
}

const QList<QByteArray> pieces{"error",
                               "Error: ",
                               "warn",
                               "level=info ",
                               "loss=0.1",
                               "k",
                               "s",
                               "\xc5\xbf",
                               "\xe2\x84\xaa",
                               "\x1b[31m",
                               "\x1b[0m",
                               " ",
                               "a.c",
                               "abc",
                               "\xff",
                               "[x]",
                               "7",
                               "{\"level\":\"debug\"}",
                               "\t",
                               "2026-01-01T00:00:00.123456789Z "};

QByteArray randomLine(QRandomGenerator &random)
{
    QByteArray line = random.bounded(4) > 0 ? QByteArray("2026-01-01T00:00:00.123456789Z ") : QByteArray();
    for (int n = random.bounded(6); n > 0; --n)
        line += pieces[random.bounded(pieces.size())];
    return line;
}

// What a match is, said as simply as can be: each line alone, by RE2 itself.
class NaiveMatch
{
public:
    explicit NaiveMatch(const SearchQuery &query)
        : m_query(query)
        , m_pattern(query.text.toStdString(), optionsOf(query))
    {}

    bool operator()(const QByteArray &stored) const
    {
        const QByteArray text = stripAnsi(splitStamp(stored).text);
        if (m_query.isRegex)
            return re2::RE2::PartialMatch(text.toStdString(), m_pattern);
        return folded(text).contains(folded(m_query.text.toUtf8()));
    }

private:
    static re2::RE2::Options optionsOf(const SearchQuery &query)
    {
        re2::RE2::Options options;
        options.set_case_sensitive(query.isCaseSensitive);
        options.set_never_nl(true);
        options.set_log_errors(query.isRegex);
        return options;
    }
    QByteArray folded(const QByteArray &bytes) const { return m_query.isCaseSensitive ? bytes : bytes.toLower(); }

    SearchQuery m_query;
    re2::RE2 m_pattern;
};

} // namespace

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

    void findsWhatANaiveSearchFinds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isRegex");
        for (const char *text : {"error", "a.c", "k", "s", "loss=0", "7", "Error: ", "31m", "2026", "task"})
            QTest::newRow(text) << QString::fromUtf8(text) << false;
        for (const char *text :
             {"a.c",          "^error",      "7$",       "err(or)?",   "loss=0\\.\\d", "k+",
              "(warn|error)", "^$",          "^\\s*$",   "\\bwarn\\b", "[^a-z]7",      "x*",
              "error.*warn",  "\\x31",       "e{1}rror", "\\Aerror",   "abc\\z",       "(?i)ERROR",
              "a\\.c",        "\\[x\\]",     "wa?rn",    "\\s",        "\\w+\\s+\\w+", "level=(info|debug)",
              "ab{0}c",       "[[:digit:]]", "\\d\\n?7"})
            QTest::newRow((QByteArray("regex ") + text).constData()) << QString::fromUtf8(text) << true;
    }

    void findsWhatANaiveSearchFinds()
    {
        QFETCH(QString, text);
        QFETCH(bool, isRegex);
        QRandomGenerator random(5);
        for (const bool isCaseSensitive : {false, true}) {
            const SearchQuery query{text, isRegex, isCaseSensitive};
            LogStore store;
            LogSearch search(store);
            QVERIFY(search.setQuery(query));
            const NaiveMatch isNaiveMatch(query);
            std::vector<qint64> expected;
            QByteArray log;
            for (int i = 0; i < 20000; ++i) {
                const QByteArray line = randomLine(random);
                log += line + '\n';
                if (isNaiveMatch(line))
                    expected.push_back(i);
            }
            for (qsizetype at = 0; at < log.size();) { // cut anywhere
                const qsizetype length = std::min<qsizetype>(log.size() - at, random.bounded(1, 200000));
                store.append(QByteArrayView(log).sliced(at, length));
                at += length;
                QCoreApplication::processEvents();
            }
            QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), 30000);
            QCOMPARE(all(search.lines()), expected);
        }
    }

    void searchReachesWhatIsOnDisk()
    {
        QTemporaryDir folder;
        LogStore store;
        store.setSpillFolder(folder.path());
        const QByteArray block = (QByteArray(99, '.') + '\n').repeated(10485);
        std::vector<qint64> expected;
        for (int i = 0; i < 40; ++i) {
            store.append(block + "needle\n");
            expected.push_back((i + 1) * 10486 - 1);
        }
        QTRY_VERIFY_WITH_TIMEOUT(store.snapshot().front()->file != nullptr, 30000);
        LogSearch search(store);
        QVERIFY(search.setQuery(SearchQuery{QStringLiteral("needle"), false, true}));
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), 30000);
        QCOMPARE(all(search.lines()), expected);
    }

    void filtersCombine()
    {
        LogStore store;
        store.append("ERROR one\nINFO one\nERROR two\nWARN one two\nERROR one two\nplain one\n");
        LogSearch search(store);
        const auto found = [&search](const FilterQuery &query) {
            if (!search.setQuery(query) || !QTest::qWaitFor([&search] { return search.isComplete(); }, 30000))
                return std::vector<qint64>{-1};
            return all(search.lines());
        };
        const FilterTerm one{{QStringLiteral("one"), false, true}, false};
        const FilterTerm notTwo{{QStringLiteral("tw[o]"), true, true}, true};
        QCOMPARE(found({{one}, 0}), (std::vector<qint64>{0, 1, 3, 4, 5}));
        QCOMPARE(found({{one, notTwo}, 0}), (std::vector<qint64>{0, 1, 5}));
        QCOMPARE(found({{notTwo, one}, maskOf(Level::Error)}), (std::vector<qint64>{0}));
        QCOMPARE(found({{notTwo}, 0}), (std::vector<qint64>{0, 1, 5}));
        QCOMPARE(found({{}, LevelMask(maskOf(Level::Error) | maskOf(Level::None))}), (std::vector<qint64>{0, 2, 4, 5}));
        QCOMPARE(found({}), std::vector<qint64>());
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
        const auto result = search.setQuery(SearchQuery{QStringLiteral("a("), true, false});
        QVERIFY(!result);
        QVERIFY2(result.error().message.contains(QStringLiteral("missing )")), qPrintable(result.error().message));
        QVERIFY(search.lines().isEmpty());
    }

    void growsWithTheLogAndForgetsWhatIsDropped()
    {
        LogStore store(2 * LogChunk::size);
        LogSearch search(store);
        QVERIFY(search.setQuery(SearchQuery{QStringLiteral("7"), false, false}));
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
        QCOMPARE(all(search.lines()), expected);
    }

    void anUnfinishedLineIsFoundWhenItEnds()
    {
        LogStore store;
        LogSearch search(store);
        QVERIFY(search.setQuery(SearchQuery{QStringLiteral("whole"), false, false}));
        store.append("not yet who");
        QSignalSpy appended(&store, &LogStore::appended);
        QVERIFY(appended.wait(2000));
        QVERIFY(search.lines().isEmpty());
        store.append("le\n");
        QTRY_COMPARE_WITH_TIMEOUT(all(search.lines()), std::vector<qint64>{0}, 30000);
    }

    void nextAndPreviousGoRound()
    {
        LogStore store;
        store.append("x\n-\nx\n-\nx\n");
        LogSearch search(store);
        QVERIFY(search.setQuery(SearchQuery{QStringLiteral("x"), false, false}));
        QTRY_COMPARE_WITH_TIMEOUT(search.lines().count(), qint64(3), 30000);
        QCOMPARE(search.next(-1), 0);
        QCOMPARE(search.next(0), 2);
        QCOMPARE(search.next(4), 0);
        QCOMPARE(search.previous(4), 2);
        QCOMPARE(search.previous(0), 4);
        QVERIFY(search.setQuery(SearchQuery{QStringLiteral("y"), false, false}));
        QCOMPARE(search.next(0), -1);
    }

    void filteredLinesKnowTheirOrigin()
    {
        LogStore store;
        store.append("a\nb1\nc\nb2\n");
        LogSearch search(store);
        FilteredLines filtered(store, search);
        QVERIFY(search.setQuery(SearchQuery{QStringLiteral("b"), false, false}));
        QTRY_COMPARE_WITH_TIMEOUT(filtered.lineCount(), 2, 30000);
        QCOMPARE(filtered.line(1), QByteArray("b2"));
        QCOMPARE(filtered.originOf(1), 3);
        QVERIFY(filtered.line(2).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLogSearch)
#include "tst_log_search.moc"
