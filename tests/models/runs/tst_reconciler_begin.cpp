#include "tests/models/runs/pods.h"

#include <QTest>

using namespace podwright;
using namespace podwright::runs;
using namespace podwright::runs::test;

namespace {

core::Error failure(core::Error::Kind kind)
{
    return {.kind = kind, .message = QStringLiteral("no")};
}

} // namespace

class TestReconcilerBegin : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void createsWhenNothingIsThere()
    {
        Play play;
        QCOMPARE(play.see(seen::Started{}), "find");
        QCOMPARE(play.see(seen::Pods{}), "create");
        QCOMPARE(play.see(seen::Created{aPod()}), "watch");
        QCOMPARE(play.state.podUid, "u1");
        QCOMPARE(play.state.stage, Stage::Scheduling);
    }

    void neverMakesASecondPodOfItsRun()
    {
        Play play;
        play.see(seen::Started{});
        const Json own = aPod().label(runLabel, "run1").phase("Succeeded").ended(0);
        QVERIFY(play.see(seen::Pods{{own}}).find("create") == std::string::npos);
        QCOMPARE(play.state.podUid, "u1");
    }

    void goesOnAfterACrashDuringCreate()
    {
        Play play;
        play.see(seen::Started{});
        play.see(seen::Pods{});
        // The process dies here; the create may have got through.
        auto restored = runStateFromJson(toJson(play.state));
        QVERIFY(restored.ok());
        play.state = *restored;
        QCOMPARE(play.see(seen::Started{}), "find");
        QCOMPARE(play.see(seen::Pods{{aPod().label(runLabel, "run1")}}), "watch");
    }

    void aTakenNameIsOursOrAnothers_data()
    {
        QTest::addColumn<QString>("owner");
        QTest::addColumn<QString>("commands");
        QTest::newRow("ours") << "run1"
                              << "watch";
        QTest::newRow("another run's") << "run2"
                                       << "finish";
    }
    void aTakenNameIsOursOrAnothers()
    {
        QFETCH(QString, owner);
        QFETCH(QString, commands);
        Play play;
        play.see(seen::Started{});
        play.see(seen::Pods{});
        QCOMPARE(play.see(seen::CreateFailed{failure(core::Error::Kind::Conflict)}), "find-by-name");
        const Json there = aPod().label(runLabel, qPrintable(owner));
        QCOMPARE(play.see(seen::Pods{{there}}), commands.toStdString());
        QVERIFY(!play.did("delete:u1"));
        if (play.state.isDone())
            QCOMPARE(play.state.outcome, Outcome::Refused);
    }

    void aConflictWithoutAPodIsTriedAgain()
    {
        Play play;
        play.see(seen::Started{});
        play.see(seen::Pods{});
        play.see(seen::CreateFailed{failure(core::Error::Kind::Conflict)});
        QCOMPARE(play.see(seen::Pods{}), "");
        QCOMPARE(play.wait(1), "create");
    }

    void triesFiveTimesAndOnlyWhatMayPass_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("creates");
        QTest::newRow("throttled") << int(core::Error::Kind::Throttled) << 5;
        QTest::newRow("server") << int(core::Error::Kind::Server) << 5;
        QTest::newRow("network") << int(core::Error::Kind::Network) << 5;
        QTest::newRow("forbidden") << int(core::Error::Kind::Forbidden) << 1;
        QTest::newRow("invalid") << int(core::Error::Kind::Invalid) << 1;
    }
    void triesFiveTimesAndOnlyWhatMayPass()
    {
        QFETCH(int, kind);
        QFETCH(int, creates);
        Play play;
        play.see(seen::Started{});
        play.see(seen::Pods{});
        int sent = 1;
        for (int turn = 0; turn < 20 && !play.state.isDone(); ++turn) {
            play.see(seen::CreateFailed{failure(core::Error::Kind(kind))});
            sent += play.wait(15) == "create";
        }
        QCOMPARE(sent, creates);
        QCOMPARE(play.state.outcome, Outcome::Refused);
        QVERIFY(play.did("finish"));
    }

    void relaunchTakesUpOrReplaces_data()
    {
        QTest::addColumn<QString>("phase");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<int>("action");
        QTest::addColumn<QString>("commands");
        QTest::newRow("running") << "Running"
                                 << "" << int(FinishAction::DeletePod) << "watch";
        QTest::newRow("pending") << "Pending"
                                 << "" << int(FinishAction::DeletePod) << "watch";
        QTest::newRow("evicted") << "Running"
                                 << "evicted" << int(FinishAction::DeletePod) << "delete:u1 create";
        QTest::newRow("failed") << "Failed"
                                << "" << int(FinishAction::DeletePod) << "delete:u1 create";
        QTest::newRow("succeeded, kept") << "Succeeded"
                                         << "" << int(FinishAction::KeepPod) << "watch";
        QTest::newRow("failed, deletes succeeded") << "Failed"
                                                   << "" << int(FinishAction::DeleteSucceededPod) << "watch";
        QTest::newRow("succeeded, deletes succeeded")
            << "Succeeded"
            << "" << int(FinishAction::DeleteSucceededPod) << "delete:u1 create";
        QTest::newRow("failed, deletes active") << "Failed"
                                                << "" << int(FinishAction::DeleteActivePod) << "watch";
    }
    void relaunchTakesUpOrReplaces()
    {
        QFETCH(QString, phase);
        QFETCH(QString, reason);
        QFETCH(int, action);
        QFETCH(QString, commands);
        RunPlan plan = Play::aPlan();
        plan.mode = Mode::Relaunch;
        plan.onFinish = FinishAction(action);
        Play play(plan);
        play.see(seen::Started{});
        const Json old = aPod().label(runLabel, "before").phase(qPrintable(phase), qPrintable(reason));
        const std::string got = play.see(seen::Pods{{old}});
        QVERIFY2(got.starts_with(commands.toStdString()), got.c_str());
    }

    void severalPods_data()
    {
        QTest::addColumn<bool>("reattach");
        QTest::addColumn<QString>("uid");
        QTest::newRow("reattach: an error") << true << "";
        QTest::newRow("no reattach: the newest") << false << "u2";
    }
    void severalPods()
    {
        QFETCH(bool, reattach);
        QFETCH(QString, uid);
        RunPlan plan = Play::aPlan();
        plan.mode = Mode::Relaunch;
        plan.reattach = reattach;
        Play play(plan);
        play.see(seen::Started{});
        Json older = aPod().running(), newer = aPod().name("p2").uid("u2").running();
        older["status"]["startTime"] = "2026-01-01T00:00:00Z";
        newer["status"]["startTime"] = "2026-01-02T00:00:00Z";
        play.see(seen::Pods{{newer, older}});
        QCOMPARE(play.state.podUid, uid.toStdString());
        QCOMPARE(play.state.outcome, reattach ? Outcome::Failed : Outcome::None);
        QVERIFY(!play.did("create"));
    }

    void attachNeverCreates_data()
    {
        QTest::addColumn<QString>("phase");
        QTest::addColumn<bool>("taken");
        QTest::newRow("none") << "" << false;
        QTest::newRow("finished") << "Succeeded" << false;
        QTest::newRow("running") << "Running" << true;
    }
    void attachNeverCreates()
    {
        QFETCH(QString, phase);
        QFETCH(bool, taken);
        RunPlan plan = Play::aPlan();
        plan.mode = Mode::Attach;
        Play play(plan);
        play.see(seen::Started{});
        play.see(phase.isEmpty() ? seen::Pods{} : seen::Pods{{aPod().phase(qPrintable(phase))}});
        QVERIFY(!play.did("create"));
        QCOMPARE(play.did("watch"), taken);
        QCOMPARE(play.state.outcome, taken ? Outcome::None : Outcome::Refused);
    }

    void aForeignPodIsNeverTouched()
    {
        RunPlan plan = Play::aPlan();
        plan.mode = Mode::Attach;
        plan.ownsPod = false;
        plan.selector.clear();
        plan.baseContainer.clear();
        plan.logs = {};
        plan.onFinish = FinishAction::DeletePod;
        Play play(plan);
        QCOMPARE(play.see(seen::Started{}), "find-by-name");
        play.see(seen::Pods{{aPod().running()}});
        QVERIFY(play.did("log:base"));
        play.pod(aPod().phase("Failed").ended(3));
        play.settle();
        QVERIFY(play.state.isDone());
        QVERIFY(!play.did("patch") && !play.did("delete:u1"));
        QCOMPARE(play.state.outcome, Outcome::Failed);
    }

    void stoppingDuringCreateLeavesNoPod()
    {
        Play play;
        play.see(seen::Started{});
        play.see(seen::Pods{});
        QCOMPARE(play.see(seen::CancelRequested{}), "");
        const std::string after = play.see(seen::Created{aPod()});
        QVERIFY2(after.find("delete:u1") != std::string::npos, after.c_str());
        play.settle();
        QCOMPARE(play.state.outcome, Outcome::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestReconcilerBegin)
#include "tst_reconciler_begin.moc"
