#include "tests/models/runs/pods.h"

#include <QTest>

using namespace podwright;
using namespace podwright::runs;
using namespace podwright::runs::test;

class TestReconcilerLife : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theWholeLife()
    {
        Play play;
        play.toRunning();
        QCOMPARE(play.state.stage, Stage::Running);
        QVERIFY(play.did("log:base"));
        QCOMPARE(play.pod(aPod().scheduled().phase("Succeeded").ended(0)), "end-log:base");
        QCOMPARE(play.state.outcome, Outcome::Succeeded);
        QCOMPARE(play.see(seen::LogEnded{"base", {}}), "events");
        QCOMPARE(play.see(seen::Events{}), "delete:u1");
        QCOMPARE(play.see(seen::Deleted{{}}), "");
        QCOMPARE(play.see(seen::PodGone{}), "finish");
        QCOMPARE(play.state.stage, Stage::Done);
        QCOMPARE(play.state.exitCode, std::optional(0));
        QCOMPARE(play.see(seen::Tick{}), "");
    }

    void startLimits_data()
    {
        QTest::addColumn<bool>("scheduled");
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("over");
        QTest::newRow("scheduling, just in time") << false << 29 << false;
        QTest::newRow("scheduling, too late") << false << 30 << true;
        QTest::newRow("starting has its own clock") << true << 59 << false;
        QTest::newRow("starting, too late") << true << 60 << true;
    }
    void startLimits()
    {
        QFETCH(bool, scheduled);
        QFETCH(int, seconds);
        QFETCH(bool, over);
        RunPlan plan = Play::aPlan();
        plan.scheduleTimeout = 30;
        plan.startupTimeout = 60;
        Play play(plan);
        play.see(seen::Started{});
        play.see(seen::Pods{});
        play.see(seen::Created{aPod()});
        if (scheduled) {
            play.wait(20);
            play.pod(aPod().scheduled());
        }
        play.wait(seconds);
        QCOMPARE(play.state.outcome, over ? Outcome::TimedOut : Outcome::None);
    }

    void aRestartDoesNotCountAsATimeout()
    {
        Play play;
        play.see(seen::Started{});
        play.see(seen::Pods{});
        play.see(seen::Created{aPod()});
        play.state = *runStateFromJson(toJson(play.state));
        play.now = play.now.addSecs(3600);
        QCOMPARE(play.see(seen::Started{}), "watch");
        QCOMPARE(play.state.outcome, Outcome::None);
        play.pod(aPod().scheduled().running());
        QCOMPARE(play.state.stage, Stage::Running);
    }

    void imageTroubles_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("message");
        QTest::addColumn<bool>("fatal");
        QTest::newRow("bad name") << "InvalidImageName"
                                  << "rate limit" << true;
        QTest::newRow("never pulled") << "ErrImageNeverPull"
                                      << "" << true;
        QTest::newRow("not found") << "ErrImagePull"
                                   << "manifest unknown" << true;
        QTest::newRow("back-off") << "ImagePullBackOff"
                                  << "Back-off pulling image" << true;
        QTest::newRow("crash loop") << "CrashLoopBackOff"
                                    << "" << false;
        QTest::newRow("config") << "CreateContainerConfigError"
                                << "secret not found" << false;
        for (const char *hope :
             {"pull QPS exceeded", "Rate limit", "too many requests", "quota exceeded", "temporarily unavailable",
              "i/o timeout", "account limit", "502 Bad Gateway", "Service Unavailable", "gateway timeout"})
            QTest::newRow(hope) << "ErrImagePull" << hope << false;
    }
    void imageTroubles()
    {
        QFETCH(QString, reason);
        QFETCH(QString, message);
        QFETCH(bool, fatal);
        Play play;
        play.see(seen::Started{});
        play.see(seen::Pods{});
        play.see(seen::Created{aPod()});
        play.pod(aPod().waiting(qPrintable(reason), qPrintable(message)));
        QCOMPARE(play.state.outcome, fatal ? Outcome::Failed : Outcome::None);
        if (fatal)
            QVERIFY(play.state.message.contains(reason));
    }

    void unknownCountsAsPending()
    {
        Play play;
        play.see(seen::Started{});
        play.see(seen::Pods{});
        play.see(seen::Created{aPod()});
        play.pod(aPod().phase("Unknown"));
        QVERIFY(play.state.stage < Stage::Running);
    }

    void aSidecarOfTheUsersKeepsARunGoing()
    {
        Play play;
        play.toRunning(aPod().container("proxy"));
        play.pod(aPod().container("proxy").scheduled().phase("Running").ended(0).state("proxy", "running"));
        QCOMPARE(play.state.stage, Stage::Running);
    }

    void istioIsNotWaitedFor()
    {
        Play play;
        play.toRunning(aPod().container("istio-proxy"));
        play.pod(aPod().container("istio-proxy").scheduled().phase("Running").ended(0).state("istio-proxy", "running"));
        QCOMPARE(play.state.outcome, Outcome::Succeeded);
    }

    void judgement_data()
    {
        QTest::addColumn<QString>("phase");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("skip");
        QTest::addColumn<int>("outcome");
        QTest::newRow("good") << "Succeeded" << 0 << "" << int(Outcome::Succeeded);
        QTest::newRow("bad") << "Failed" << 1 << "" << int(Outcome::Failed);
        QTest::newRow("another container failed") << "Failed" << 0 << "" << int(Outcome::Failed);
        QTest::newRow("skipped") << "Failed" << 99 << "99" << int(Outcome::Skipped);
        QTest::newRow("zero listed") << "Succeeded" << 0 << "0" << int(Outcome::Skipped);
        QTest::newRow("another code listed") << "Failed" << 1 << "99" << int(Outcome::Failed);
    }
    void judgement()
    {
        QFETCH(QString, phase);
        QFETCH(int, code);
        QFETCH(QString, skip);
        QFETCH(int, outcome);
        RunPlan plan = Play::aPlan();
        if (!skip.isEmpty())
            plan.skipExitCodes = {skip.toInt()};
        Play play(plan);
        play.toRunning();
        play.pod(aPod().scheduled().phase(qPrintable(phase)).ended(code));
        QCOMPARE(int(play.state.outcome), outcome);
        play.settle();
        QVERIFY(play.did("delete:u1")); // skipping comes after deletion
    }

    void logsNeverDecide()
    {
        Play play;
        play.toRunning();
        play.see(seen::LogEnded{"base", {}});
        QCOMPARE(play.state.stage, Stage::Running);
        Play silent;
        silent.toRunning();
        silent.pod(aPod().scheduled().phase("Succeeded").ended(0));
        QCOMPARE(silent.state.outcome, Outcome::Succeeded);
        QVERIFY(!silent.did("delete:u1"));
        silent.wait(15); // the stream hangs: not for ever
        silent.settle();
        QVERIFY(silent.state.isDone());
    }

    void whichLogs_data()
    {
        QTest::addColumn<bool>("getLogs");
        QTest::addColumn<bool>("all");
        QTest::addColumn<QString>("followed");
        QTest::newRow("base") << true << false << "base";
        QTest::newRow("all but the sidecar") << true << true << "base,other";
        QTest::newRow("none") << false << true << "";
    }
    void whichLogs()
    {
        QFETCH(bool, getLogs);
        QFETCH(bool, all);
        QFETCH(QString, followed);
        RunPlan plan = Play::aPlan();
        plan.getLogs = getLogs;
        plan.logs.all = all;
        Play play(plan);
        PodBuilder pod = withSidecar().container("other");
        play.toRunning(pod);
        play.pod(pod.scheduled().running().state("other", "running").state("airflow-xcom-sidecar", "running"));
        QStringList names;
        for (const auto &[name, ended] : play.state.logs)
            names += QString::fromStdString(name);
        QCOMPARE(names.join(QLatin1Char(',')), followed);
    }

    void initLogsAreFollowedWhilePending()
    {
        RunPlan plan = Play::aPlan();
        plan.initLogs.names = {"prepare"};
        Play play(plan);
        play.see(seen::Started{});
        play.see(seen::Pods{});
        play.see(seen::Created{aPod().init("prepare")});
        QVERIFY(!play.did("log:prepare"));
        play.pod(aPod().init("prepare").scheduled().state("prepare", "running"));
        QVERIFY(play.did("log:prepare"));
    }

    void aPodThatDisappears_data()
    {
        QTest::addColumn<bool>("ended");
        QTest::addColumn<int>("outcome");
        QTest::newRow("while running") << false << int(Outcome::Failed);
        QTest::newRow("after its end was seen") << true << int(Outcome::Succeeded);
    }
    void aPodThatDisappears()
    {
        QFETCH(bool, ended);
        QFETCH(int, outcome);
        Play play;
        play.toRunning();
        if (ended)
            play.pod(aPod().scheduled().phase("Succeeded").ended(0));
        play.see(seen::PodGone{});
        play.settle();
        QCOMPARE(int(play.state.outcome), outcome);
        QVERIFY(play.state.isDone());
        QVERIFY(!play.did("delete:u1"));
    }

    void anotherPodUnderTheNameIsNotOurs()
    {
        Play play;
        play.toRunning();
        play.pod(aPod().uid("u2").phase("Succeeded").ended(0));
        QCOMPARE(play.state.outcome, Outcome::Failed);
        play.settle();
        QVERIFY(!play.did("delete:u2"));
    }

    void goesOnAfterACrash()
    {
        Play play;
        play.toRunning();
        play.state = *runStateFromJson(toJson(play.state));
        QCOMPARE(play.see(seen::Started{}), "watch log:base");
        QCOMPARE(play.pod(aPod().scheduled().phase("Succeeded").ended(0)), "end-log:base");
        play.settle();
        QVERIFY(play.state.isDone());
        QCOMPARE(play.state.outcome, Outcome::Succeeded);
        QVERIFY(play.did("delete:u1"));
    }

    void anAbsenceIsNoWork_data()
    {
        QTest::addColumn<int>("seen"); // seconds
        QTest::addColumn<int>("took"); // by the node
        QTest::addColumn<int>("restarts");
        QTest::addColumn<int>("isCounted");
        QTest::newRow("seen from start to end") << 62 << 60 << 0 << 62;
        QTest::newRow("away at the end, back a day later") << 86400 << 60 << 0 << 60;
        QTest::newRow("away at the start") << 1 << 60 << 0 << 60;
        QTest::newRow("restarted: the node knows the last time only") << 600 << 60 << 2 << 600;
        QTest::newRow("a node that does not tell") << 600 << -1 << 0 << 600;
    }
    void anAbsenceIsNoWork()
    {
        QFETCH(int, seen);
        QFETCH(int, took);
        QFETCH(int, restarts);
        QFETCH(int, isCounted);
        Play play;
        play.toRunning();
        play.state = *runStateFromJson(toJson(play.state));
        play.now = play.now.addSecs(seen);
        Json pod = aPod().scheduled().phase("Succeeded").ended(0);
        Json &status = pod["status"]["containerStatuses"][0];
        status["restartCount"] = restarts;
        if (took >= 0) {
            const QDateTime start(QDate(2020, 2, 2), QTime(10, 0), Qt::UTC); // by a clock that is far from ours
            status["state"]["terminated"]["startedAt"] = start.toString(Qt::ISODate).toStdString();
            status["state"]["terminated"]["finishedAt"] = start.addSecs(took).toString(Qt::ISODate).toStdString();
        }
        play.pod(pod);
        QCOMPARE(play.state.running.secsTo(play.state.ended), isCounted);
        play.settle();
        QVERIFY(play.state.isDone());
    }
};

QTEST_GUILESS_MAIN(TestReconcilerLife)
#include "tst_reconciler_life.moc"
