// What a run decides by, read from a task's arguments: names, labels, the search, times, containers, actions.

#include "models/runs/plan.h"
#include "models/task/names.h"

#include <QRegularExpression>
#include <QTest>

using namespace podwright;
using namespace podwright::runs;

namespace {

constexpr auto searchEnd = ",already_checked!=True,!airflow-worker";

task::Task aTask(Json arguments = Json::object())
{
    task::Task task;
    task.arguments = {{"task_id", "count rows!"}, {"name", "My_Pod"}, {"namespace", "team-a"}, {"image", "ubuntu"}};
    task.arguments.update(arguments);
    return task;
}

PlanOptions options()
{
    PlanOptions options;
    options.runId = "20260101-120000-k3v9x0ab";
    options.context = QStringLiteral("sandbox");
    options.connectionNamespace = "own";
    return options;
}

RunPlan launchPlan(const Json &arguments)
{
    const auto plan = planLaunch(aTask(arguments), options());
    if (!plan)
        qFatal("%s", qPrintable(plan.error().text()));
    return *plan;
}

std::string labelOf(const RunPlan &plan, const char *label)
{
    return core::textAt(plan.manifest, {"metadata", "labels", label});
}

} // namespace

class TestPlan : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aLaunchHasItsOwnPod()
    {
        const RunPlan plan = launchPlan({{"labels", {{"foo", "bar"}, {"zone", "eu"}}}});
        QCOMPARE(plan.mode, Mode::Launch);
        QCOMPARE(plan.podName, std::string("my-pod-k3v9x0ab")); // the run's end is the pod's suffix
        QCOMPARE(core::textAt(plan.manifest, {"metadata", "name"}), plan.podName);
        QCOMPARE(plan.ns, std::string("team-a"));
        QCOMPARE(core::textAt(plan.manifest, {"metadata", "namespace"}), plan.ns);
        QCOMPARE(labelOf(plan, runLabel), plan.id);
        QCOMPARE(labelOf(plan, taskLabel), std::string("countrows"));
        QCOMPARE(labelOf(plan, "foo"), std::string("bar"));
        QCOMPARE(plan.selector, std::string("foo=bar,podwright.io/run=20260101-120000-k3v9x0ab,zone=eu") + searchEnd);
        QVERIFY(plan.ownsPod);
    }

    void takingUpSearchesForTheTask()
    {
        PlanOptions takingUp = options();
        takingUp.takeUpExisting = true;
        const auto relaunch = planLaunch(aTask(), takingUp);
        QVERIFY(relaunch.ok());
        QCOMPARE(relaunch->mode, Mode::Relaunch);
        QCOMPARE(relaunch->selector, std::string("podwright.io/task=countrows") + searchEnd);
        const auto attach = planAttach(aTask(), options());
        QVERIFY(attach.ok());
        QCOMPARE(attach->mode, Mode::Attach);
        QCOMPARE(attach->selector, relaunch->selector);
        QVERIFY(attach->manifest.is_null());
        QVERIFY(attach->ownsPod);
        QVERIFY(!planAttach(aTask({{"task_id", "!"}}), options()).ok());
    }

    void labelsAsAirflow()
    {
        task::Task task = aTask({{"labels", {{"zone", "eu"}}}});
        task.airflow = {{"dag_id", "etl"}, {"labels", "airflow"}};
        PlanOptions given = options();
        given.airflowRunId = "manual__2026-01-02T03:04:05+00:00";
        const auto launch = planLaunch(task, given);
        QVERIFY(launch.ok());
        QCOMPARE(labelOf(*launch, "dag_id"), std::string("etl"));
        QCOMPARE(labelOf(*launch, "task_id"), task::labelSafe(task.taskId()));
        QCOMPARE(labelOf(*launch, "run_id"), task::labelSafe(given.airflowRunId));
        QCOMPARE(labelOf(*launch, "try_number"), std::string("1"));
        QCOMPARE(labelOf(*launch, runLabel), launch->id);
        QCOMPARE(labelOf(*launch, taskLabel), std::string("countrows"));
        QCOMPARE(launch->selector, std::string("podwright.io/run=20260101-120000-k3v9x0ab,zone=eu") + searchEnd);
        given.takeUpExisting = true;
        const auto relaunch = planLaunch(task, given);
        QCOMPARE(relaunch->selector, "dag_id=etl,kubernetes_pod_operator=True,task_id=" +
                                         task::labelSafe(task.taskId()) + ",zone=eu" + searchEnd);
        QCOMPARE(planAttach(task, given)->selector, relaunch->selector);
    }

    void somebodyElsesPodIsLeftAlone()
    {
        const RunPlan plan = planAttach("team-b", "theirs", options());
        QCOMPARE(plan.ns, std::string("team-b"));
        QCOMPARE(plan.podName, std::string("theirs"));
        QVERIFY(!plan.ownsPod);
        QVERIFY(!plan.deleteOnKill);
        QCOMPARE(plan.onFinish, FinishAction::KeepPod);
        QVERIFY(plan.baseContainer.empty()); // the pod's first
        QVERIFY(plan.getLogs);
    }

    void namespaces_data()
    {
        QTest::addColumn<QByteArray>("named");
        QTest::addColumn<QByteArray>("ofTask");
        QTest::addColumn<QByteArray>("ofConnection");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("named") << QByteArray("n") << QByteArray("t") << QByteArray("c") << QByteArray("n");
        QTest::newRow("task's") << QByteArray() << QByteArray("t") << QByteArray("c") << QByteArray("t");
        QTest::newRow("context's") << QByteArray() << QByteArray() << QByteArray("c") << QByteArray("c");
        QTest::newRow("none") << QByteArray() << QByteArray() << QByteArray() << QByteArray("default");
    }
    void namespaces()
    {
        QFETCH(QByteArray, named);
        QFETCH(QByteArray, ofTask);
        QFETCH(QByteArray, ofConnection);
        QFETCH(QByteArray, expected);
        task::Task task = aTask();
        task.arguments.erase("namespace");
        if (!ofTask.isEmpty())
            task.arguments["namespace"] = ofTask.toStdString();
        PlanOptions given = options();
        given.ns = named.toStdString();
        given.connectionNamespace = ofConnection.toStdString();
        const auto launch = planLaunch(task, given);
        QVERIFY(launch.ok());
        QCOMPARE(launch->ns, expected.toStdString());
        QCOMPARE(core::textAt(launch->manifest, {"metadata", "namespace"}), expected.toStdString());
        QCOMPARE(planAttach(task, given)->ns, expected.toStdString());
    }

    void finishActions_data()
    {
        QTest::addColumn<QByteArray>("onFinish");
        QTest::addColumn<QByteArray>("onKill");
        QTest::addColumn<FinishAction>("action");
        QTest::addColumn<bool>("deletesOnKill");
        QTest::newRow("not given") << QByteArray() << QByteArray() << FinishAction::DeletePod << true;
        QTest::newRow("delete") << QByteArray("delete_pod") << QByteArray() << FinishAction::DeletePod << true;
        QTest::newRow("keep") << QByteArray("keep_pod") << QByteArray() << FinishAction::KeepPod << false;
        QTest::newRow("keep, kill deletes")
            << QByteArray("keep_pod") << QByteArray("delete_pod") << FinishAction::KeepPod << true;
        QTest::newRow("delete, kill keeps")
            << QByteArray("delete_pod") << QByteArray("keep_pod") << FinishAction::DeletePod << false;
        QTest::newRow("succeeded") << QByteArray("delete_succeeded_pod") << QByteArray()
                                   << FinishAction::DeleteSucceededPod << true;
        QTest::newRow("active") << QByteArray("delete_active_pod") << QByteArray() << FinishAction::DeleteActivePod
                                << true;
    }
    void finishActions()
    {
        QFETCH(QByteArray, onFinish);
        QFETCH(QByteArray, onKill);
        QFETCH(FinishAction, action);
        QFETCH(bool, deletesOnKill);
        Json arguments = Json::object();
        if (!onFinish.isEmpty())
            arguments["on_finish_action"] = onFinish.toStdString();
        if (!onKill.isEmpty())
            arguments["on_kill_action"] = onKill.toStdString();
        const RunPlan plan = launchPlan(arguments);
        QCOMPARE(plan.onFinish, action);
        QCOMPARE(plan.deleteOnKill, deletesOnKill);
    }

    void anUnknownFinishActionIsAnError()
    {
        const auto plan = planLaunch(aTask({{"on_finish_action", "burn_pod"}}), options());
        QVERIFY(!plan.ok());
        QCOMPARE(plan.error().kind, core::Error::Kind::Invalid);
        QCOMPARE(plan.error().where, QStringLiteral("/task/on_finish_action"));
        PlanOptions kept = options();
        kept.onFinish = FinishAction::KeepPod;
        QCOMPARE(planLaunch(aTask(), kept)->onFinish, FinishAction::KeepPod);
    }

    void containers_data()
    {
        QTest::addColumn<QByteArray>("given"); // JSON; empty: not given
        QTest::addColumn<bool>("all");
        QTest::addColumn<QStringList>("logs");
        QTest::addColumn<QStringList>("initLogs");
        const QStringList base{QStringLiteral("work")}, a{QStringLiteral("a")},
            both{QStringLiteral("a"), QStringLiteral("b")};
        QTest::newRow("not given") << QByteArray() << false << base << QStringList();
        QTest::newRow("null") << QByteArray("null") << false << base << QStringList();
        QTest::newRow("false") << QByteArray("false") << false << base << QStringList();
        QTest::newRow("one") << QByteArray("\"a\"") << false << a << a;
        QTest::newRow("list") << QByteArray(R"(["a", "b"])") << false << both << both;
        QTest::newRow("all") << QByteArray("true") << true << QStringList() << QStringList();
    }
    void containers()
    {
        QFETCH(QByteArray, given);
        QFETCH(bool, all);
        QFETCH(QStringList, logs);
        QFETCH(QStringList, initLogs);
        Json arguments = {{"base_container_name", "work"}};
        if (!given.isEmpty())
            arguments["container_logs"] = arguments["init_container_logs"] = core::parseJson(given.toStdString());
        const RunPlan plan = launchPlan(arguments);
        const auto choice = [all](const QStringList &names) {
            ContainerChoice chosen{.all = all, .names = {}};
            for (const QString &name : names)
                chosen.names.push_back(name.toStdString());
            return chosen;
        };
        QCOMPARE(plan.baseContainer, std::string("work"));
        QCOMPARE(plan.logs, choice(logs));
        QCOMPARE(plan.initLogs, choice(initLogs));
    }

    void defaults()
    {
        const RunPlan plan = launchPlan(Json::object());
        QCOMPARE(plan.baseContainer, std::string("base"));
        QCOMPARE(plan.startupTimeout, 120);
        QCOMPARE(plan.scheduleTimeout, 120);
        QVERIFY(plan.getLogs && plan.reattach);
        QVERIFY(!plan.pushXcom && !plan.eventsOnFailure);
        QVERIFY(!plan.terminationGracePeriod);
        QVERIFY(plan.skipExitCodes.empty());
    }

    void whatTheTaskSays()
    {
        const RunPlan plan = launchPlan({{"startup_timeout_seconds", 240},
                                         {"termination_grace_period", 7},
                                         {"skip_on_exit_code", Json::array({99, 100})},
                                         {"do_xcom_push", true},
                                         {"log_events_on_failure", true},
                                         {"durable", false}});
        QCOMPARE(plan.startupTimeout, 240);
        QCOMPARE(plan.scheduleTimeout, 240); // follows when not given
        QCOMPARE(plan.terminationGracePeriod, std::optional(7));
        QCOMPARE(plan.skipExitCodes, (std::set<int>{99, 100}));
        QVERIFY(plan.pushXcom && plan.eventsOnFailure && !plan.reattach);
        QCOMPARE(launchPlan({{"schedule_timeout_seconds", 9}}).scheduleTimeout, 9);
        QCOMPARE(launchPlan({{"schedule_timeout_seconds", 0}}).scheduleTimeout, 120);
        QCOMPARE(launchPlan({{"skip_on_exit_code", 99}}).skipExitCodes, std::set<int>{99});
        QVERIFY(launchPlan({{"durable", false}, {"reattach_on_restart", true}}).reattach);
        PlanOptions quiet = options();
        quiet.keepLogs = false;
        QVERIFY(!planLaunch(aTask({{"get_logs", true}}), quiet)->getLogs);
    }

    void runIdsAreNamesOfTheirTime()
    {
        const QDateTime now(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
        const std::string id = newRunId(now), other = newRunId(now);
        QVERIFY(QRegularExpression(QStringLiteral("^20260102-030405-[a-z0-9]{8}$"))
                    .match(QString::fromStdString(id))
                    .hasMatch());
        QVERIFY(id != other);
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
