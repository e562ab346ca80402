// Whole runs against an API server that answers by a script: launched, refused, lost and found, taken up again.

#include "models/session/joined_log.h"
#include "tests/models/session/run_bench.h"

using namespace podwright;
using namespace podwright::session;
using test::aTask;
using test::Program;

class TestRunCenter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<test::RunBench>(); }
    void cleanup() { m_bench.reset(); }

    void aRunToItsEnd_data()
    {
        QTest::addColumn<QByteArray>("onFinish");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("deleted") << QByteArray("delete_pod") << false;
        QTest::newRow("kept") << QByteArray("keep_pod") << true;
    }
    void aRunToItsEnd()
    {
        QFETCH(QByteArray, onFinish);
        QFETCH(bool, isKept);
        Program program;
        QSignalSpy launched(&program.center, &RunCenter::launched), finished(&program.center, &RunCenter::runFinished);
        const QString run = program.launch(aTask(onFinish.constData()), "here");
        QCOMPARE(program.center.known().runningCount(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
        QCOMPARE(launched.size(), 1);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Succeeded);
        QCOMPARE(program.state(run).exitCode, std::optional(0));
        QCOMPARE(m_bench->cluster.created(), 1);
        QCOMPARE(m_bench->cluster.hasPod(), isKept);
        QCOMPARE(program.center.known().runningCount(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(program.cell(0, tables::RunTableModel::OutcomeColumn), QStringLiteral("Succeeded"),
                                  30000);
        QCOMPARE(program.center.table()->rowCount(), 1);
        logs::LogStore *log = program.center.item(run)->log(QStringLiteral("base"));
        QTRY_VERIFY_WITH_TIMEOUT(log->lineCount() >= 1, 30000);
        QVERIFY(log->line(log->firstLine()).endsWith("hello"));
    }

    void runsThatAreOverDoNotStayInMemory()
    {
        Program program;
        std::vector<QPointer<RunItem>> items;
        std::vector<QString> ids;
        for (int i = 0; i < 6; ++i) {
            ids.push_back(program.launch(aTask(), "here"));
            items.emplace_back(program.center.item(ids.back()))->log(QStringLiteral("base"));
            QTRY_VERIFY_WITH_TIMEOUT(program.state(ids.back()).isDone(), 30000);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!items.front(), 30000);
        QVERIFY(items.back());
        RunItem *again = program.center.item(ids.front());
        QTRY_COMPARE_WITH_TIMEOUT(again->logContainers(), QStringList{QStringLiteral("base")}, 30000);
        QCOMPARE(again->state().outcome, runs::Outcome::Succeeded);
        logs::LogStore *log = again->log(QStringLiteral("base"));
        QTRY_VERIFY_WITH_TIMEOUT(log->lineCount() >= 1, 30000);
        QVERIFY(!items[1] && items.back());
        QCOMPARE(program.center.table()->rowCount(), 6);
    }

    void aRunWhoseLogIsShownStays()
    {
        Program program;
        const auto finishOne = [&program] {
            const QString run = program.launch(aTask(), "here");
            [&] { QTRY_VERIFY_WITH_TIMEOUT(program.state(run).isDone(), 30000); }();
            return run;
        };
        const QPointer<RunItem> item = program.center.item(finishOne());
        auto log = std::make_unique<JoinedLog>(core::systemClock());
        log->addRun(*item, {});
        for (int i = 0; i < 5; ++i)
            finishOne();
        QVERIFY(item);
        log.reset();
        finishOne();
        QTRY_VERIFY_WITH_TIMEOUT(!item, 30000);
    }

    void theHistoryIsThereAfterARestart()
    {
        QString run;
        {
            Program first;
            run = first.launch(aTask(), "here");
            QTRY_VERIFY_WITH_TIMEOUT(first.state(run).isDone(), 30000);
        }
        Program second;
        second.center.start();
        QTRY_COMPARE_WITH_TIMEOUT(second.center.table()->rowCount(), 1, 30000);
        RunItem *item = second.center.item(run);
        QVERIFY(item);
        QTRY_COMPARE_WITH_TIMEOUT(item->logContainers(), QStringList{QStringLiteral("base")}, 30000);
        QCOMPARE(item->state().outcome, runs::Outcome::Succeeded);
        QVERIFY(!item->state().timeline.empty());
        QVERIFY(!item->isUnderWay());
        second.center.forget(run);
        QTRY_COMPARE_WITH_TIMEOUT(second.center.table()->rowCount(), 0, 30000);
        QVERIFY(!second.center.item(run));
        QCOMPARE(m_bench->cluster.created(), 1); // looking creates nothing
    }

    void aRunThatWasLeftGoesOn()
    {
        QString run;
        {
            Program first;
            run = first.launch(aTask(), "here");
            QTRY_VERIFY_WITH_TIMEOUT(first.center.item(run)->isUnderWay(), 30000);
        } // before anything was answered
        Program second;
        second.center.start();
        QTRY_VERIFY_WITH_TIMEOUT(second.center.item(run) && second.state(run).isDone(), 30000);
        QCOMPARE(second.state(run).outcome, runs::Outcome::Succeeded);
        QCOMPARE(m_bench->cluster.created(), 1);
    }

    void aLostAnswerMakesNoSecondPod()
    {
        m_bench->cluster.loseTheAnswerToCreate();
        Program program;
        const QString run = program.launch(aTask(), "here");
        QTRY_VERIFY_WITH_TIMEOUT(program.state(run).isDone(), 15000);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Succeeded);
        QCOMPARE(m_bench->cluster.created(), 1);
    }

    void aRefusalIsSaid()
    {
        m_bench->cluster.forbidPods();
        Program program;
        const QString run = program.launch(aTask(), "here");
        QTRY_VERIFY_WITH_TIMEOUT(program.state(run).isDone(), 30000);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Refused);
        QVERIFY2(program.state(run).message.contains(QStringLiteral("forbidden")),
                 qPrintable(program.state(run).message));
        QTRY_COMPARE_WITH_TIMEOUT(program.cell(0, tables::RunTableModel::OutcomeColumn), QStringLiteral("Refused"),
                                  30000);
    }

    void aContextThatCannotBeUsedRefusesAtOnce()
    {
        Program program;
        QSignalSpy finished(&program.center, &RunCenter::runFinished);
        const QString run = program.launch(aTask(), "broken");
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Refused);
        const auto unknown = program.center.launch(aTask(), {.context = QStringLiteral("unknown")});
        QVERIFY(!unknown.ok());
        QCOMPARE(unknown.error().kind, core::Error::Kind::NotFound);
    }

    void aLaunchConnectsAfreshAfterATrouble()
    {
        Program program; // its sandbox is not installed
        const QString refused = program.launch(aTask(), "sandbox");
        QTRY_VERIFY_WITH_TIMEOUT(program.state(refused).isDone(), 30000);
        QCOMPARE(program.state(refused).outcome, runs::Outcome::Refused);
        QVERIFY2(program.state(refused).message.contains(QStringLiteral("not installed")),
                 qPrintable(program.state(refused).message));
        writeSandboxKubeconfig();
        const QString run = program.launch(aTask(), "sandbox");
        QTRY_VERIFY_WITH_TIMEOUT(program.state(run).isDone(), 30000);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Succeeded);
    }

    void aLaunchThatNeverConnectsIsInTheHistory()
    {
        QString run;
        {
            Program first;
            run = first.launch(aTask(), "broken");
            QTRY_VERIFY_WITH_TIMEOUT(first.state(run).isDone(), 30000);
        }
        Program second;
        second.center.start();
        QTRY_COMPARE_WITH_TIMEOUT(second.cell(0, tables::RunTableModel::OutcomeColumn), QStringLiteral("Refused"),
                                  30000);
        QTRY_VERIFY2_WITH_TIMEOUT(second.state(run).message.contains(QStringLiteral("none")),
                                  qPrintable(second.state(run).message), 30000); // the cluster that the context names
    }

    void aLaunchThatWaitsForItsConnectionCanBeStopped()
    {
        Program program;
        QSignalSpy finished(&program.center, &RunCenter::runFinished);
        const QString run = program.launch(aTask(), "here");
        QVERIFY(program.center.item(run)->isUnderWay());
        QVERIFY(program.state(run).timeline.empty()); // the credentials are being read
        program.center.cancel(run);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Cancelled);
        const QString other = program.launch(aTask(), "here"); // behind it on the same connection
        QTRY_VERIFY_WITH_TIMEOUT(program.state(other).isDone(), 30000);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Cancelled);
        QCOMPARE(m_bench->cluster.created(), 1); // of the other
    }

    void anOldLaunchThatNeverConnectedIsNotMadeGood()
    {
        runs::PlanOptions options;
        options.runId = runs::newRunId(core::systemClock().wall());
        options.context = QStringLiteral("here");
        const auto plan = runs::planLaunch(aTask(), options);
        QVERIFY(plan.ok());
        {
            runs::History history(core::stateFolder());
            history.save(runs::newRun(*plan, core::systemClock().wall().addSecs(-3600)));
        }
        Program program;
        program.center.start();
        const QString run = QString::fromStdString(plan->id);
        QTRY_VERIFY_WITH_TIMEOUT(program.center.item(run) && program.state(run).isDone(), 30000);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Refused);
        QVERIFY(program.state(run).message.contains(QStringLiteral("nothing was created")));
        QCOMPARE(m_bench->cluster.created(), 0);
    }

    void aDeadClusterHoldsNoOtherUp()
    {
        Program program;
        const QString stuck = program.launch(aTask(), "dead");
        const QString fine = program.launch(aTask(), "here");
        QTRY_VERIFY_WITH_TIMEOUT(program.state(fine).isDone(), 30000);
        QCOMPARE(program.state(fine).outcome, runs::Outcome::Succeeded);
        QVERIFY(!program.state(stuck).isDone());
        program.center.cancel(stuck);
        QTRY_VERIFY_WITH_TIMEOUT(program.state(stuck).isDone(), 30000);
        QCOMPARE(program.state(stuck).outcome, runs::Outcome::Cancelled);
    }

    void attachingTakesWhatIsThere()
    {
        Program program;
        const QString launched = program.launch(aTask("keep_pod"), "here");
        QTRY_VERIFY_WITH_TIMEOUT(program.state(launched).isDone(), 30000);
        const auto attached = program.center.attachPod("t", {.context = QStringLiteral("here"), .ns = "default"});
        QVERIFY(attached.ok());
        QTRY_VERIFY_WITH_TIMEOUT(program.state(*attached).isDone(), 30000);
        QCOMPARE(program.state(*attached).outcome, runs::Outcome::Succeeded);
        QCOMPARE(m_bench->cluster.created(), 1);
        QVERIFY(m_bench->cluster.hasPod());
    }

private:
    // As a sandbox that has been started since does.
    void writeSandboxKubeconfig() const
    {
        QDir().mkpath(QFileInfo(SandboxLauncher::kubeconfigPath()).path());
        test::RunBench::write(SandboxLauncher::kubeconfigPath(),
                              "clusters: [{name: c, cluster: {server: '" +
                                  QByteArray::fromStdString(m_bench->cluster.url()) +
                                  "'}}]\nusers: [{name: u, user: {token: t}}]\n"
                                  "contexts: [{name: c, context: {cluster: c, user: u}}]\ncurrent-context: c\n");
    }

    std::unique_ptr<test::RunBench> m_bench;
};

QTEST_GUILESS_MAIN(TestRunCenter)
#include "tst_run_center.moc"
