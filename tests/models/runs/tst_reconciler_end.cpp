#include "tests/models/runs/pods.h"

#include <QTest>

using namespace podwright;
using namespace podwright::runs;
using namespace podwright::runs::test;

namespace {

RunPlan xcomPlan()
{
    RunPlan plan = Play::aPlan();
    plan.pushXcom = true;
    return plan;
}

Json baseEnded(int code, const char *sidecar = "running")
{
    return withSidecar().scheduled().phase("Running").ended(code).state("airflow-xcom-sidecar", sidecar);
}

} // namespace

class TestReconcilerEnd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void xcomIsReadAndTheSidecarStopped()
    {
        Play play(xcomPlan());
        play.toRunning(withSidecar());
        QVERIFY(play.pod(baseEnded(0)).find("read-xcom") != std::string::npos);
        QCOMPARE(play.see(seen::Xcom{"{\"a\": 1}\n"}), "stop-sidecar");
        play.settle();
        QCOMPARE(play.state.outcome, Outcome::Succeeded);
        QCOMPARE(play.state.xcom->dump(), "{\"a\":1}");
    }

    void xcomOutputs_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("outcome");
        QTest::newRow("empty") << QByteArray("__airflow_xcom_result_empty__\n") << QByteArray("null")
                               << int(Outcome::Succeeded);
        QTest::newRow("text") << QByteArray("\"x\"") << QByteArray("\"x\"") << int(Outcome::Succeeded);
        QTest::newRow("bare word") << QByteArray("hello") << QByteArray() << int(Outcome::Failed);
        QTest::newRow("cut") << QByteArray("{\"a\": [1,") << QByteArray() << int(Outcome::Failed);
    }
    void xcomOutputs()
    {
        QFETCH(QByteArray, output);
        QFETCH(QByteArray, value);
        QFETCH(int, outcome);
        Play play(xcomPlan());
        play.toRunning(withSidecar());
        play.pod(baseEnded(0));
        QCOMPARE(play.see(seen::Xcom{output.toStdString()}), "stop-sidecar"); // always
        play.settle();
        QCOMPARE(int(play.state.outcome), outcome);
        QCOMPARE(play.state.xcom.has_value(), !value.isEmpty());
        if (play.state.xcom)
            QCOMPARE(play.state.xcom->dump(), value.toStdString());
    }

    void theRestOfALogIsWaitedForWhileItComes()
    {
        Play play(xcomPlan());
        play.toRunning(withSidecar());
        play.pod(baseEnded(0));
        play.see(seen::Xcom{"5"});
        play.see(seen::SidecarStopped{});
        for (int i = 0; i < 20; ++i) {
            play.now = play.now.addSecs(10);
            play.see(seen::Tick{.areLogsComing = true});
            QCOMPARE(play.state.stage, Stage::Settling);
        }
        QVERIFY(!play.did("patch") && !play.did("delete"));
        play.wait(10); // silent, but not for long
        QCOMPARE(play.state.stage, Stage::Settling);
        play.wait(10);
        QVERIFY(play.state.pending != RunState::Pending::None || play.state.stage != Stage::Settling); // goes on
    }

    void xcomIsReadAfterAFailureToo()
    {
        Play play(xcomPlan());
        play.toRunning(withSidecar());
        play.pod(baseEnded(7));
        play.see(seen::Xcom{"5"});
        play.settle();
        QCOMPARE(play.state.outcome, Outcome::Failed);
        QCOMPARE(play.state.xcom->dump(), "5");
        QVERIFY(play.state.message.contains(QStringLiteral("exit code 7")));
    }

    void theExitCodeComesBeforeTheXcomTrouble()
    {
        Play play(xcomPlan());
        play.toRunning(withSidecar());
        play.pod(baseEnded(7));
        play.see(seen::XcomFailed{{.kind = core::Error::Kind::Invalid, .message = QStringLiteral("broken pipe")}});
        QVERIFY(play.did("stop-sidecar"));
        play.settle();
        const QString text = play.state.message;
        QVERIFY(text.indexOf(QStringLiteral("exit code 7")) >= 0);
        QVERIFY(text.indexOf(QStringLiteral("exit code 7")) < text.indexOf(QStringLiteral("broken pipe")));
    }

    void theSidecarIsWaitedForAndExplained_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("words");
        QTest::newRow("terminated") << "terminated"
                                    << "had ended already";
        QTest::newRow("waiting for ever") << "waiting"
                                          << "did not start within 15 minutes";
    }
    void theSidecarIsWaitedForAndExplained()
    {
        QFETCH(QString, state);
        QFETCH(QString, words);
        Play play(xcomPlan());
        play.toRunning(withSidecar());
        play.pod(baseEnded(0, qPrintable(state)));
        if (state == QLatin1String("waiting")) {
            play.wait(899);
            QCOMPARE(play.state.stage, Stage::ReadingXcom);
            play.wait(1);
        }
        QVERIFY(!play.did("read-xcom"));
        play.settle();
        QCOMPARE(play.state.outcome, Outcome::Failed);
        QVERIFY2(play.state.message.contains(words), qPrintable(play.state.message));
    }

    void aMissingSidecarIsSaidAtOnce()
    {
        Play play(xcomPlan());
        play.toRunning();
        play.pod(aPod().scheduled().phase("Succeeded").ended(0));
        play.settle();
        QVERIFY(play.state.message.contains(QStringLiteral("no container airflow-xcom-sidecar")));
        QVERIFY(!play.did("stop-sidecar"));
    }

    void onFinishTimesOutcome_data()
    {
        QTest::addColumn<int>("action");
        QTest::addColumn<bool>("good");
        QTest::addColumn<bool>("deleted");
        QTest::addColumn<bool>("patched");
        const auto row = [](const char *name, FinishAction action, bool good, bool deleted, bool patched) {
            QTest::newRow(name) << int(action) << good << deleted << patched;
        };
        row("delete, good", FinishAction::DeletePod, true, true, false);
        row("delete, bad", FinishAction::DeletePod, false, true, true);
        row("keep, good", FinishAction::KeepPod, true, false, true);
        row("keep, bad", FinishAction::KeepPod, false, false, true);
        row("succeeded, good", FinishAction::DeleteSucceededPod, true, true, false);
        row("succeeded, bad", FinishAction::DeleteSucceededPod, false, false, true);
        row("active, good", FinishAction::DeleteActivePod, true, false, true);
        row("active, bad", FinishAction::DeleteActivePod, false, false, true);
    }
    void onFinishTimesOutcome()
    {
        QFETCH(int, action);
        QFETCH(bool, good);
        QFETCH(bool, deleted);
        QFETCH(bool, patched);
        RunPlan plan = Play::aPlan();
        plan.onFinish = FinishAction(action);
        Play play(plan);
        play.toRunning();
        play.pod(aPod().scheduled().phase(good ? "Succeeded" : "Failed").ended(good ? 0 : 1));
        play.settle();
        QVERIFY(play.state.isDone());
        QCOMPARE(play.did("delete:u1"), deleted);
        QCOMPARE(play.did("patch"), patched);
    }

    void aPendingPodAfterATimeout_data()
    {
        QTest::addColumn<int>("action");
        QTest::addColumn<bool>("deleted");
        QTest::newRow("delete") << int(FinishAction::DeletePod) << true;
        QTest::newRow("succeeded only") << int(FinishAction::DeleteSucceededPod) << false;
        QTest::newRow("active") << int(FinishAction::DeleteActivePod) << true;
        QTest::newRow("keep") << int(FinishAction::KeepPod) << false;
    }
    void aPendingPodAfterATimeout()
    {
        QFETCH(int, action);
        QFETCH(bool, deleted);
        RunPlan plan = Play::aPlan();
        plan.onFinish = FinishAction(action);
        Play play(plan);
        play.see(seen::Started{});
        play.see(seen::Pods{});
        play.see(seen::Created{aPod()});
        play.wait(120);
        play.settle();
        QCOMPARE(play.state.outcome, Outcome::TimedOut);
        QCOMPARE(play.did("delete:u1"), deleted);
    }

    void stopping_data()
    {
        QTest::addColumn<bool>("deletes");
        QTest::addColumn<int>("grace");
        QTest::addColumn<QString>("command");
        QTest::newRow("delete") << true << -1 << "delete:u1";
        QTest::newRow("delete with grace") << true << 5 << "delete:u1:5";
        QTest::newRow("keep") << false << -1 << "";
    }
    void stopping()
    {
        QFETCH(bool, deletes);
        QFETCH(int, grace);
        QFETCH(QString, command);
        RunPlan plan = Play::aPlan();
        plan.deleteOnKill = deletes;
        if (grace >= 0)
            plan.terminationGracePeriod = grace;
        Play play(plan);
        play.toRunning();
        const std::string got = play.see(seen::CancelRequested{});
        QCOMPARE(got, command.isEmpty() ? "finish" : command.toStdString());
        play.settle();
        QCOMPARE(play.state.outcome, Outcome::Cancelled);
        QVERIFY(!play.did("patch")); // the ordinary cleaning up is left out
    }

    void aStoppedPodHasItsGracePeriod_data()
    {
        QTest::addColumn<int>("ofTask"); // -1: not given
        QTest::addColumn<int>("ofPod");
        QTest::addColumn<bool>("hasEnded");
        QTest::addColumn<int>("atMost"); // seconds until the run no longer waits
        QTest::newRow("usual") << -1 << -1 << false << 40;
        QTest::newRow("the pod's") << -1 << 120 << false << 130;
        QTest::newRow("the task's comes first") << 3 << 120 << false << 13;
        QTest::newRow("nothing runs") << -1 << 120 << true << 10;
    }
    void aStoppedPodHasItsGracePeriod()
    {
        QFETCH(int, ofTask);
        QFETCH(int, ofPod);
        QFETCH(bool, hasEnded);
        QFETCH(int, atMost);
        RunPlan plan = Play::aPlan();
        if (ofTask >= 0)
            plan.terminationGracePeriod = ofTask;
        Play play(plan);
        play.toRunning();
        Json pod = hasEnded ? aPod().scheduled().phase("Running").ended(0) : aPod().scheduled().running();
        if (ofPod >= 0)
            pod["spec"]["terminationGracePeriodSeconds"] = ofPod;
        play.pod(pod);
        play.see(seen::CancelRequested{});
        play.see(seen::Deleted{{}});
        const QString told = QStringLiteral("grace period is %1 s").arg(atMost - 10);
        QCOMPARE(play.state.timeline.back().text.contains(told), !hasEnded);
        play.wait(atMost - 1);
        QVERIFY(!play.state.isDone());
        play.wait(1);
        QVERIFY(play.state.isDone());
    }

    void aStoppedPodThatGoesIsNotWaitedFor()
    {
        Play play;
        play.toRunning();
        play.see(seen::CancelRequested{});
        play.see(seen::Deleted{{}});
        QVERIFY(!play.state.isDone());
        play.see(seen::PodGone{});
        QVERIFY(play.state.isDone());
        QCOMPARE(play.state.outcome, Outcome::Cancelled);
    }

    void eventsOnFailure_data()
    {
        QTest::addColumn<bool>("wanted");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("told");
        QTest::newRow("wanted, failed") << true << 1 << true;
        QTest::newRow("wanted, good") << true << 0 << false;
        QTest::newRow("not wanted") << false << 1 << false;
    }
    void eventsOnFailure()
    {
        QFETCH(bool, wanted);
        QFETCH(int, code);
        QFETCH(bool, told);
        RunPlan plan = Play::aPlan();
        plan.eventsOnFailure = wanted;
        Play play(plan);
        play.toRunning();
        play.pod(aPod().scheduled().phase(code ? "Failed" : "Succeeded").ended(code));
        play.see(seen::LogEnded{"base", {}});
        if (play.state.pending == RunState::Pending::Patch)
            play.see(seen::Patched{});
        kube::EventSummary event;
        event.type = "Warning";
        event.reason = "BackOff";
        play.see(seen::Events{{event}});
        const bool found = std::ranges::any_of(play.state.timeline, [](const TimelineEntry &entry) {
            return entry.text.contains(QStringLiteral("BackOff")) && entry.kind == TimelineEntry::Kind::Warning;
        });
        QCOMPARE(found, told);
    }

    void aDeleteThatIsRefusedIsSaid()
    {
        Play play;
        play.toRunning();
        play.pod(aPod().scheduled().phase("Succeeded").ended(0));
        play.see(seen::LogEnded{"base", {}});
        play.see(seen::Events{});
        play.see(
            seen::Deleted{core::Error{.kind = core::Error::Kind::Forbidden, .message = QStringLiteral("not you")}});
        QVERIFY(play.state.isDone());
        QCOMPARE(play.state.outcome, Outcome::Succeeded);
        QVERIFY(play.state.timeline[play.state.timeline.size() - 2].text.contains(QStringLiteral("not you")));
    }

    void aStateSurvivesItsJson()
    {
        Play play(xcomPlan());
        play.state.plan.task.arguments["task_id"] = "t";
        play.state.plan.terminationGracePeriod = 3;
        play.state.plan.skipExitCodes = {1, 2};
        play.toRunning(withSidecar());
        play.pod(baseEnded(0));
        play.see(seen::Xcom{"null"});
        const Json json = toJson(play.state);
        const auto back = runStateFromJson(core::parseJson(json.dump()));
        QVERIFY(back.ok());
        QCOMPARE(toJson(*back).dump(), json.dump());
        QVERIFY(back->xcom && back->xcom->is_null());
        QCOMPARE(back->timeline, play.state.timeline);
    }

    void aBrokenStateIsAnError()
    {
        for (const char *text :
             {"null", "[]", "{}", "{\"plan\": 5}", "{\"plan\": {\"id\": \"x\"}, \"xcom\": {\"a\":1}}",
              "{\"plan\": {\"id\": \"x\"}, \"timeline\": 7}"})
            QVERIFY2(!runStateFromJson(core::parseJson(text)).ok(), text);
    }
};

QTEST_GUILESS_MAIN(TestReconcilerEnd)
#include "tst_reconciler_end.moc"
