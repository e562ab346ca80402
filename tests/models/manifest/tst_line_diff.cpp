// Two texts, line by line: both can be read out of the result, and it has the fewest changes.

#include "models/manifest/line_diff.h"

#include <QRandomGenerator>
#include <QTest>

using namespace podwright::manifest;

namespace {

using Kind = DiffLine::Kind;

std::string textWithout(const std::vector<DiffLine> &lines, Kind other)
{
    std::string text;
    for (const DiffLine &line : lines)
        if (line.kind != other)
            text += std::string(line.text) + '\n';
    return text;
}

std::string asPatch(const std::vector<DiffLine> &lines)
{
    std::string text;
    for (const DiffLine &line : lines)
        text += std::string(1, line.kind == Kind::Same      ? ' '
                               : line.kind == Kind::Removed ? '-'
                                                            : '+') +
                std::string(line.text) + ';';
    return text;
}

// Of the longest common subsequence: the slow way that cannot be wrong.
size_t mostInCommon(const std::string &before, const std::string &after)
{
    std::vector<std::vector<size_t>> best(before.size() + 1, std::vector<size_t>(after.size() + 1));
    for (size_t i = 1; i <= before.size(); ++i)
        for (size_t j = 1; j <= after.size(); ++j)
            best[i][j] =
                before[i - 1] == after[j - 1] ? best[i - 1][j - 1] + 1 : std::max(best[i - 1][j], best[i][j - 1]);
    return best.back().back();
}

std::string oneALine(const std::string &letters)
{
    std::string text;
    for (const char letter : letters)
        text += std::string(1, letter) + '\n';
    return text;
}

} // namespace

class TestLineDiff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void changes_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QByteArray>("patch");
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QByteArray();
        QTest::newRow("equal") << QByteArray("a\nb\n") << QByteArray("a\nb\n") << QByteArray(" a; b;");
        QTest::newRow("all new") << QByteArray() << QByteArray("a\n") << QByteArray("+a;");
        QTest::newRow("all gone") << QByteArray("a\nb") << QByteArray() << QByteArray("-a;-b;");
        QTest::newRow("one line") << QByteArray("a\nb\nc\n") << QByteArray("a\nx\nc\n") << QByteArray(" a;-b;+x; c;");
        QTest::newRow("block") << QByteArray("a\nb\nc\nd\n") << QByteArray("a\nx\ny\nd\n")
                               << QByteArray(" a;-b;-c;+x;+y; d;");
        QTest::newRow("empty lines") << QByteArray("a\n\nb\n") << QByteArray("a\nb\n\n") << QByteArray(" a;-; b;+;");
    }
    void changes()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QByteArray, patch);
        const std::string old = before.toStdString(), now = after.toStdString();
        QCOMPARE(QByteArray::fromStdString(asPatch(diffLines(old, now))), patch);
    }

    void bothTextsAreInItWithTheFewestChanges()
    {
        QRandomGenerator random(20261122);
        for (int round = 0; round < 2000; ++round) {
            std::string before, after;
            for (std::string *text : {&before, &after})
                for (int i = random.bounded(14); i > 0; --i)
                    *text += char('a' + random.bounded(4));
            const std::string old = oneALine(before), now = oneALine(after);
            const std::vector<DiffLine> lines = diffLines(old, now);
            QCOMPARE(textWithout(lines, Kind::Added), old);
            QCOMPARE(textWithout(lines, Kind::Removed), now);
            const auto same = size_t(std::ranges::count(lines, Kind::Same, &DiffLine::kind));
            QVERIFY2(same == mostInCommon(before, after), (before + " " + after).c_str());
        }
    }

    void tooManyChangesAreOneChange()
    {
        std::string old = "head\n", now = "head\n";
        for (int i = 0; i < 3000; ++i) {
            old += "old " + std::to_string(i) + '\n';
            now += "now " + std::to_string(i) + '\n';
        }
        old += "tail\n";
        now += "tail\n";
        const std::vector<DiffLine> lines = diffLines(old, now);
        QCOMPARE(textWithout(lines, Kind::Added), old);
        QCOMPARE(textWithout(lines, Kind::Removed), now);
        QCOMPARE(lines.front().kind, Kind::Same);
        QCOMPARE(lines.back().kind, Kind::Same);
    }
};

QTEST_APPLESS_MAIN(TestLineDiff)
#include "tst_line_diff.moc"
