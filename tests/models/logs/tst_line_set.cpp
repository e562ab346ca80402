#include "models/logs/line_set.h"

#include <QRandomGenerator>
#include <QTest>

#include <set>

using podwright::logs::LineSet;

namespace {

std::set<qint64> content(const LineSet &set)
{
    std::set<qint64> lines;
    for (qint64 i = 0; i < set.count(); ++i)
        lines.insert(set.at(i));
    return lines;
}

} // namespace

class TestLineSet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsAndFinds_data()
    {
        QTest::addColumn<int>("every");
        QTest::newRow("all") << 1;
        QTest::newRow("many") << 3;
        QTest::newRow("few") << 5000;
    }

    void countsAndFinds()
    {
        QFETCH(int, every);
        LineSet set;
        std::set<qint64> expected;
        for (qint64 line = 70001; line < 240000; line += every) {
            set.append(line);
            expected.insert(line);
        }
        QCOMPARE(set.count(), qint64(expected.size()));
        QCOMPARE(content(set), expected);
        QRandomGenerator random(1);
        for (int i = 0; i < 2000; ++i) {
            const qint64 line = random.bounded(260000);
            QCOMPARE(set.countBelow(line), qint64(std::distance(expected.begin(), expected.lower_bound(line))));
            QCOMPARE(set.contains(line), expected.contains(line));
            const qint64 end = line + random.bounded(i % 2 == 0 ? 200 : 150000);
            const auto first = expected.lower_bound(line);
            QCOMPARE(set.hasAny(line, end), first != expected.end() && *first < end);
        }
        QCOMPARE(set.at(-1), -1);
        QCOMPARE(set.at(set.count()), -1);
        set.dropBelow(200001);
        expected.erase(expected.begin(), expected.lower_bound(200001));
        QCOMPARE(content(set), expected);
        set.dropBelow(1000000);
        QVERIFY(set.isEmpty());
    }

    void mergesInAnyOrder()
    {
        QRandomGenerator random(2);
        std::set<qint64> expected;
        LineSet whole;
        for (int i = 0; i < 40; ++i) {
            LineSet part;
            const int step = i % 2 == 0 ? 1 : 900;
            qint64 line = random.bounded(1000000);
            for (int n = random.bounded(5000); n > 0; --n, line += step) {
                part.append(line);
                expected.insert(line);
            }
            whole.merge(part);
        }
        QCOMPARE(content(whole), expected);
    }
};

QTEST_GUILESS_MAIN(TestLineSet)
#include "tst_line_set.moc"
