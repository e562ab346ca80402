#include "models/runs/task_statistics.h"

#include <QTest>

using namespace podwright::runs;
using namespace std::chrono_literals;

namespace {

RunSummary ended(Outcome outcome, std::chrono::seconds work)
{
    RunSummary run;
    run.stage = Stage::Done;
    run.outcome = outcome;
    run.started = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);
    run.running = run.started.addSecs(30); // waiting for a node does not count
    run.ended = run.running.addSecs(work.count());
    run.finished = run.ended.addSecs(5);
    return run;
}

} // namespace

class TestTaskStatistics : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingYet()
    {
        const TaskStatistics none = statisticsOf({RunSummary()});
        QCOMPARE(none.finished, 0);
        QVERIFY(!none.usual && !none.slow);
    }

    void onlySuccessTellsTheUsualTime()
    {
        std::vector<RunSummary> runs;
        for (int i = 1; i <= 10; ++i)
            runs.push_back(ended(Outcome::Succeeded, std::chrono::seconds(i)));
        for (int i = 0; i < 7; ++i)
            runs.push_back(ended(i == 0 ? Outcome::TimedOut : Outcome::Failed, 1000s));
        runs.push_back(ended(Outcome::Cancelled, 1000s));
        const TaskStatistics statistics = statisticsOf(runs);
        QCOMPARE(statistics.finished, 18);
        QCOMPARE(statistics.succeeded, 10);
        QCOMPARE(statistics.failed, 7);
        QVERIFY(statistics.usual == 5s);
        QVERIFY(statistics.slow == 9s);
        QCOMPARE(statistics.lastFailures.size(), size_t(5));
        QCOMPARE(statistics.lastFailures[0].outcome, Outcome::TimedOut);
    }

    void oldTimesNoLongerCount()
    {
        std::vector<RunSummary> runs(50, ended(Outcome::Succeeded, 2s));
        runs.insert(runs.end(), 100, ended(Outcome::Succeeded, 1000s));
        QVERIFY(statisticsOf(runs).slow == 2s);
    }

    void aRunThatNeverWorkedHasNoTime()
    {
        RunSummary run = ended(Outcome::Refused, 1s);
        run.running = {};
        QVERIFY(!workTime(run));
        run = ended(Outcome::Succeeded, -1s); // clocks of two machines
        QVERIFY(!workTime(run));
    }
};

QTEST_GUILESS_MAIN(TestTaskStatistics)
#include "tst_task_statistics.moc"
