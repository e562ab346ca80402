#include "models/logs/log_merger.h"
#include "models/logs/stamp.h"
#include "tests/support/manual_clock.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace podwright;
using namespace podwright::logs;

namespace {

QByteArray stamp(int milliseconds)
{
    const QString time = QStringLiteral("2026-01-01T00:%1:%2.%3")
                             .arg(milliseconds / 60000, 2, 10, QLatin1Char('0'))
                             .arg(milliseconds / 1000 % 60, 2, 10, QLatin1Char('0'))
                             .arg(milliseconds % 1000, 3, 10, QLatin1Char('0'));
    return time.toLatin1() + "000000Z ";
}

QStringList lines(const LogStore &store)
{
    QStringList all;
    for (qint64 n = store.firstLine(); n < store.endLine(); ++n) {
        const QByteArray stored = store.line(n);
        const StampedLine line = splitStamp(stored);
        all += store.isNotice(n) ? QString::fromUtf8("-" + stored)
                                 : QString::fromUtf8(line.source) + u':' + QString::fromUtf8(line.text);
    }
    return all;
}

} // namespace

class TestLogMerger : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stampsAreTimes()
    {
        QCOMPARE(stampTime("1970-01-01T00:00:01.000000002Z"), 1000000002);
        QCOMPARE(stampTime("2026-03-01T08:00:00.000000000+08:00"), stampTime("2026-03-01T00:00:00.000000000Z"));
        QCOMPARE(stampTime("2026-02-28T22:30:00.000000000-01:30"), stampTime("2026-03-01T00:00:00.000000000Z"));
        QVERIFY(!stampTime("2026-01-01"));
    }

    void linesOfAllSourcesInTheOrderOfTime()
    {
        QRandomGenerator random(9);
        for (int round = 0; round < 20; ++round) {
            const support::ManualClock clock;
            LogStore store;
            LogMerger merger(store, clock);
            struct Line
            {
                int time;
                size_t source;
                int number;
            };
            std::vector<Line> all;
            for (size_t source = 0; source < 3; ++source) {
                merger.addSource(QString::number(source));
                for (int i = 0, time = 0; i < 200; ++i) {
                    time += random.bounded(1, 50) * 3;
                    all.push_back({time + static_cast<int>(source), source, i}); // no two at the same time
                }
            }
            std::vector<size_t> next(3, 0);
            const auto ofSource = [&](size_t source) { return source * 200; };
            while (next[0] + next[1] + next[2] < 600) { // pieces of any size, sources in any order
                const auto source = static_cast<size_t>(random.bounded(3));
                QByteArray piece;
                for (int n = random.bounded(1, 40); n > 0 && next[source] < 200; --n) {
                    const Line &line = all[ofSource(source) + next[source]++];
                    piece += stamp(line.time) + QByteArray::number(line.number) + '\n';
                }
                merger.append(source, piece);
            }
            for (size_t source = 0; source < 3; ++source)
                merger.finish(source);
            std::ranges::sort(all, {}, &Line::time);
            QStringList expected;
            for (const Line &line : all)
                expected += QString::number(line.source) + u':' + QString::number(line.number);
            QCOMPARE(lines(store), expected);
        }
    }

    void aSilentSourceHoldsNobodyUpForLong()
    {
        support::ManualClock clock;
        LogStore store;
        LogMerger merger(store, clock);
        merger.addSource(QStringLiteral("a"));
        merger.addSource(QStringLiteral("b"));
        merger.append(0, stamp(1000) + "one\n");
        QVERIFY(lines(store).isEmpty());
        clock.advance(LogMerger::silence + std::chrono::milliseconds(1));
        QTRY_COMPARE_WITH_TIMEOUT(lines(store), QStringList{QStringLiteral("a:one")}, 30000);
        merger.append(1, stamp(500) + "late\n");
        clock.advance(LogMerger::silence + std::chrono::milliseconds(1));
        QTRY_COMPARE_WITH_TIMEOUT(lines(store).size(), 2, 30000);
        QCOMPARE(lines(store).last(), QStringLiteral("b:late"));
    }

    void noticesStandAtTheirTime()
    {
        const support::ManualClock clock;
        LogStore store;
        LogMerger merger(store, clock);
        const size_t source = merger.addSource(QStringLiteral("a"));
        merger.appendNotice(QDateTime::fromString(QStringLiteral("2026-01-01T00:00:02Z"), Qt::ISODate),
                            QStringLiteral("Pulled"));
        merger.append(source, stamp(1000) + "one\n" + stamp(1500) + "continued\nno stamp\n" + stamp(2500) + "two");
        merger.finish(source);
        QCOMPARE(lines(store),
                 (QStringList{QStringLiteral("a:one"), QStringLiteral("a:continued"), QStringLiteral("a:no stamp"),
                              QStringLiteral("-Pulled"), QStringLiteral("a:two")}));
    }

    void aFloodIsNotHeldBackInMemory()
    {
        const support::ManualClock clock;
        LogStore store;
        LogMerger merger(store, clock);
        merger.addSource(QStringLiteral("a"));
        merger.addSource(QStringLiteral("b"));
        const QByteArray flood = (stamp(1000) + QByteArray(900, 'x') + '\n').repeated(1024);
        for (int i = 0; i < 60; ++i)
            merger.append(0, flood);
        QVERIFY(store.byteCount() > 6 * flood.size());
    }
};

QTEST_GUILESS_MAIN(TestLogMerger)
#include "tst_log_merger.moc"
