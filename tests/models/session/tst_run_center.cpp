// Whole runs against an API server that answers by a script: launched, refused, lost and found, taken up again.

#include "models/core/files.h"
#include "models/session/joined_log.h"
#include "models/session/run_center.h"
#include "tests/models/session/fake_cluster.h"
#include "tests/support/private_home.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::session;

namespace {

// One start of the program.
struct Program
{
    Program()
        : history(core::stateFolder())
        , sessions(core::systemClock())
        , center(sessions, history, core::systemClock())
        , tester(center.table(), QAbstractItemModelTester::FailureReportingMode::Fatal)
    {
        QSignalSpy loaded(&sessions, &SessionManager::contextsChanged);
        sessions.load();
        if (!loaded.wait())
            qFatal("the kubeconfig was not loaded");
    }

    QString launch(const task::Task &task, const char *context)
    {
        const auto run = center.launch(task, {.context = QString::fromLatin1(context)});
        if (!run)
            qFatal("%s", qPrintable(run.error().text()));
        return *run;
    }
    const runs::RunState &state(const QString &run) { return center.item(run)->state(); }
    QString cell(int row, int column) { return center.table()->index(row, column).data().toString(); }

    runs::History history;
    SessionManager sessions;
    RunCenter center;
    QAbstractItemModelTester tester;
};

task::Task aTask(const char *onFinish = "delete_pod")
{
    task::Task task;
    task.arguments = {{"task_id", "t"}, {"image", "ubuntu"}, {"namespace", "default"}, {"on_finish_action", onFinish}};
    return task;
}

} // namespace

class TestRunCenter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        m_cluster = std::make_unique<test::FakeCluster>();
        QDir().mkpath(m_home->path(QStringLiteral(".kube")));
        QFile file(m_home->path(QStringLiteral(".kube/config")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("clusters: [{name: c, cluster: {server: '" + QByteArray::fromStdString(m_cluster->url()) +
                   "'}}, {name: d, cluster: {server: 'https://127.0.0.1:1'}}]\n"
                   "users: [{name: u, user: {token: t}}]\n"
                   "contexts: [{name: here, context: {cluster: c, user: u}}, {name: dead, context: {cluster: d, user: "
                   "u}}, {name: broken, context: {cluster: none, user: u}}]\n");
    }
    void cleanup()
    {
        m_cluster.reset();
        m_home.reset();
    }

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
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(launched.size(), 1);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Succeeded);
        QCOMPARE(program.state(run).exitCode, std::optional(0));
        QCOMPARE(m_cluster->created(), 1);
        QCOMPARE(m_cluster->hasPod(), isKept);
        QCOMPARE(program.center.known().runningCount(), 0);
        QTRY_COMPARE(program.cell(0, tables::RunTableModel::OutcomeColumn), QStringLiteral("Succeeded"));
        QCOMPARE(program.center.table()->rowCount(), 1);
        logs::LogStore *log = program.center.item(run)->log(QStringLiteral("base"));
        QTRY_VERIFY(log->lineCount() >= 1);
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
            QTRY_VERIFY(program.state(ids.back()).isDone());
        }
        QTRY_VERIFY(!items.front());
        QVERIFY(items.back());
        RunItem *again = program.center.item(ids.front());
        QTRY_COMPARE(again->logContainers(), QStringList{QStringLiteral("base")});
        QCOMPARE(again->state().outcome, runs::Outcome::Succeeded);
        logs::LogStore *log = again->log(QStringLiteral("base"));
        QTRY_VERIFY(log->lineCount() >= 1);
        QVERIFY(!items[1] && items.back());
        QCOMPARE(program.center.table()->rowCount(), 6);
    }

    void aRunWhoseLogIsShownStays()
    {
        Program program;
        const auto finishOne = [&program] {
            const QString run = program.launch(aTask(), "here");
            [&] { QTRY_VERIFY(program.state(run).isDone()); }();
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
        QTRY_VERIFY(!item);
    }

    void theHistoryIsThereAfterARestart()
    {
        QString run;
        {
            Program first;
            run = first.launch(aTask(), "here");
            QTRY_VERIFY(first.state(run).isDone());
        }
        Program second;
        second.center.start();
        QTRY_COMPARE(second.center.table()->rowCount(), 1);
        RunItem *item = second.center.item(run);
        QVERIFY(item);
        QTRY_COMPARE(item->logContainers(), QStringList{QStringLiteral("base")});
        QCOMPARE(item->state().outcome, runs::Outcome::Succeeded);
        QVERIFY(!item->state().timeline.empty());
        QVERIFY(!item->isUnderWay());
        second.center.forget(run);
        QTRY_COMPARE(second.center.table()->rowCount(), 0);
        QVERIFY(!second.center.item(run));
        QCOMPARE(m_cluster->created(), 1); // looking creates nothing
    }

    void aRunThatWasLeftGoesOn()
    {
        QString run;
        {
            Program first;
            run = first.launch(aTask(), "here");
            QTRY_VERIFY(first.center.item(run)->isUnderWay());
        } // before anything was answered
        Program second;
        second.center.start();
        QTRY_VERIFY(second.center.item(run) && second.state(run).isDone());
        QCOMPARE(second.state(run).outcome, runs::Outcome::Succeeded);
        QCOMPARE(m_cluster->created(), 1);
    }

    void aLostAnswerMakesNoSecondPod()
    {
        m_cluster->loseTheAnswerToCreate();
        Program program;
        const QString run = program.launch(aTask(), "here");
        QTRY_VERIFY_WITH_TIMEOUT(program.state(run).isDone(), 15000);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Succeeded);
        QCOMPARE(m_cluster->created(), 1);
    }

    void aRefusalIsSaid()
    {
        m_cluster->forbidPods();
        Program program;
        const QString run = program.launch(aTask(), "here");
        QTRY_VERIFY(program.state(run).isDone());
        QCOMPARE(program.state(run).outcome, runs::Outcome::Refused);
        QVERIFY2(program.state(run).message.contains(QStringLiteral("forbidden")),
                 qPrintable(program.state(run).message));
        QTRY_COMPARE(program.cell(0, tables::RunTableModel::OutcomeColumn), QStringLiteral("Refused"));
    }

    void aContextThatCannotBeUsedRefusesAtOnce()
    {
        Program program;
        QSignalSpy finished(&program.center, &RunCenter::runFinished);
        const QString run = program.launch(aTask(), "broken");
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(program.state(run).outcome, runs::Outcome::Refused);
        const auto unknown = program.center.launch(aTask(), {.context = QStringLiteral("unknown")});
        QVERIFY(!unknown.ok());
        QCOMPARE(unknown.error().kind, core::Error::Kind::NotFound);
    }

    void aLaunchConnectsAfreshAfterATrouble()
    {
        Program program; // its sandbox is not installed
        const QString refused = program.launch(aTask(), "sandbox");
        QTRY_VERIFY(program.state(refused).isDone());
        QCOMPARE(program.state(refused).outcome, runs::Outcome::Refused);
        QVERIFY2(program.state(refused).message.contains(QStringLiteral("not installed")),
                 qPrintable(program.state(refused).message));
        writeSandboxKubeconfig();
        const QString run = program.launch(aTask(), "sandbox");
        QTRY_VERIFY(program.state(run).isDone());
        QCOMPARE(program.state(run).outcome, runs::Outcome::Succeeded);
    }

    void aLaunchThatNeverConnectsIsInTheHistory()
    {
        QString run;
        {
            Program first;
            run = first.launch(aTask(), "broken");
            QTRY_VERIFY(first.state(run).isDone());
        }
        Program second;
        second.center.start();
        QTRY_COMPARE(second.cell(0, tables::RunTableModel::OutcomeColumn), QStringLiteral("Refused"));
        QTRY_VERIFY2(second.state(run).message.contains(QStringLiteral("none")),
                     qPrintable(second.state(run).message)); // the cluster that the context names
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
        QTRY_VERIFY(program.state(other).isDone());
        QCOMPARE(program.state(run).outcome, runs::Outcome::Cancelled);
        QCOMPARE(m_cluster->created(), 1); // of the other
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
        QTRY_VERIFY(program.center.item(run) && program.state(run).isDone());
        QCOMPARE(program.state(run).outcome, runs::Outcome::Refused);
        QVERIFY(program.state(run).message.contains(QStringLiteral("nothing was created")));
        QCOMPARE(m_cluster->created(), 0);
    }

    void aDeadClusterHoldsNoOtherUp()
    {
        Program program;
        const QString stuck = program.launch(aTask(), "dead");
        const QString fine = program.launch(aTask(), "here");
        QTRY_VERIFY(program.state(fine).isDone());
        QCOMPARE(program.state(fine).outcome, runs::Outcome::Succeeded);
        QVERIFY(!program.state(stuck).isDone());
        program.center.cancel(stuck);
        QTRY_VERIFY(program.state(stuck).isDone());
        QCOMPARE(program.state(stuck).outcome, runs::Outcome::Cancelled);
    }

    void jinjaIsRenderedBeforeALaunch()
    {
        Program program;
        task::Task task = aTask();
        task.arguments["env_vars"] = {{"DAY", "{{ ds }}"}};
        task.sample = {{"ds", "2022-06-01"}};
        std::optional<core::Result<QString>> run;
        const auto take = [&run](const core::Result<QString> &answer) { run = answer; };
        program.center.renderAndLaunch(task, {.context = QStringLiteral("here")}, &program.center, take);
        QVERIFY(!run); // it goes on elsewhere
        QTRY_VERIFY_WITH_TIMEOUT(run, 20000);
        QVERIFY2(run->ok(), run->ok() ? "" : qPrintable(run->error().text()));
        const core::Json &pod = program.state(**run).plan.manifest;
        QCOMPARE(pod["spec"]["containers"][0]["env"][0]["value"].get<std::string>(), std::string("2022-06-01"));
        QTRY_VERIFY(program.state(**run).isDone());
        QCOMPARE(m_cluster->created(), 1);
    }

    void whatCannotBeRenderedIsNotLaunched()
    {
        Program program;
        task::Task task = aTask();
        task.arguments["env_vars"] = {{"DAY", "{{ ds }}"}};
        std::optional<core::Result<QString>> run;
        program.center.renderAndLaunch(task, {.context = QStringLiteral("here")}, &program.center,
                                       [&run](const core::Result<QString> &answer) { run = answer; });
        QTRY_VERIFY_WITH_TIMEOUT(run, 20000);
        QVERIFY(!run->ok());
        QCOMPARE(run->error().where, QStringLiteral("/task/env_vars/DAY"));
        QCOMPARE(m_cluster->created(), 0);
        QCOMPARE(program.center.known().runningCount(), 0);
    }

    void theTemplateFileIsReadBeforeALaunch()
    {
        Program program;
        const QString path = m_home->path(QStringLiteral("pod 2022.yaml"));
        writeTemplate(path, "blue");
        task::Task task = aTask();
        task.arguments["pod_template_file"] = m_home->path(QStringLiteral("pod {{ params.year }}.yaml")).toStdString();
        task.sample = {{"params.year", 2022}};
        const auto run = renderAndLaunch(program, task, {});
        QVERIFY2(run.ok(), run ? "" : qPrintable(run.error().text()));
        QCOMPARE(teamOf(program, *run), std::string("blue"));
        QTRY_VERIFY(program.state(*run).isDone());
        writeTemplate(path, "green");
        std::optional<core::Result<QString>> again;
        program.center.rerun(*run, {}, &program.center,
                             [&again](const core::Result<QString> &answer) { again = answer; });
        QTRY_VERIFY_WITH_TIMEOUT(again, 30000);
        QVERIFY2(again->ok(), again->ok() ? "" : qPrintable(again->error().text()));
        QCOMPARE(teamOf(program, **again), std::string("green"));
    }

    void withoutItsTemplateFileATaskIsNotLaunched()
    {
        Program program;
        task::Task task = aTask();
        const QString path = m_home->path(QStringLiteral("gone.yaml"));
        task.arguments["pod_template_file"] = path.toStdString();
        const auto refused = renderAndLaunch(program, task, {});
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().where, QStringLiteral("/task/pod_template_file"));
        QVERIFY2(refused.error().message.contains(path), qPrintable(refused.error().message));
        QCOMPARE(m_cluster->created(), 0);
        QCOMPARE(program.center.known().runningCount(), 0);
        const auto run = renderAndLaunch(program, task, {.mayMissTemplate = true});
        QVERIFY2(run.ok(), run ? "" : qPrintable(run.error().text()));
        QTRY_VERIFY(program.state(*run).isDone());
    }

    void withoutJinjaALaunchIsAtOnce()
    {
        Program program;
        std::optional<core::Result<QString>> run;
        program.center.renderAndLaunch(aTask(), {.context = QStringLiteral("here")}, &program.center,
                                       [&run](const core::Result<QString> &answer) { run = answer; });
        QVERIFY(run && run->ok());
        QTRY_VERIFY(program.state(**run).isDone());
    }

    void theLastRunIsComparedWithALaunchOfNow()
    {
        Program program;
        task::Task task = aTask();
        task.airflow = {{"labels", "airflow"}};
        task.arguments["secrets"] = {
            {{"deploy_type", "volume"}, {"deploy_target", "/s"}, {"secret", "s"}, {"key", nullptr}}};
        QVERIFY(!lastRun(program, task)->has_value());
        const QString run = program.launch(task, "broken");
        const auto same = lastRun(program, task);
        QVERIFY2(same.ok() && same->has_value(), same ? "" : qPrintable(same.error().text()));
        QCOMPARE((*same)->id, run.toStdString());
        QCOMPARE((*same)->context, QStringLiteral("broken"));
        // Nothing of what each launch draws anew is a change: names, ids, times.
        QCOMPARE((*same)->now.dump(1), (*same)->manifest.dump(1));
        task.arguments["image"] = "busybox:{{ 1 + 1 }}";
        task.arguments["cmds"] = {"echo", "{{ ds }}"};
        task.sample = {{"ds", "2022-06-01"}};
        const auto other = lastRun(program, task);
        QVERIFY2(other.ok() && other->has_value(), other ? "" : qPrintable(other.error().text()));
        const core::Json changes = core::Json::diff((*other)->manifest, (*other)->now);
        QCOMPARE((*other)->now["spec"]["containers"][0]["command"][1].get<std::string>(), "2022-06-01");
        QVERIFY2(changes.size() <= 4, changes.dump(1).c_str());
        task.arguments["cluster_context"] = "unknown";
        QVERIFY(!lastRun(program, task).ok());
    }

    void attachingTakesWhatIsThere()
    {
        Program program;
        const QString launched = program.launch(aTask("keep_pod"), "here");
        QTRY_VERIFY(program.state(launched).isDone());
        const auto attached = program.center.attachPod("t", {.context = QStringLiteral("here"), .ns = "default"});
        QVERIFY(attached.ok());
        QTRY_VERIFY(program.state(*attached).isDone());
        QCOMPARE(program.state(*attached).outcome, runs::Outcome::Succeeded);
        QCOMPARE(m_cluster->created(), 1);
        QVERIFY(m_cluster->hasPod());
    }

private:
    static void writeTemplate(const QString &path, const QByteArray &team)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("metadata: {labels: {team: " + team + "}}\nspec: {containers: [{name: base}]}\n");
    }
    static core::Result<QString> renderAndLaunch(Program &program, const task::Task &task, LaunchOptions options)
    {
        std::optional<core::Result<QString>> run;
        options.context = QStringLiteral("here");
        program.center.renderAndLaunch(task, options, &program.center,
                                       [&run](const core::Result<QString> &answer) { run = answer; });
        if (!QTest::qWaitFor([&run] { return run.has_value(); }, 30000))
            return core::Error{.message = QStringLiteral("there was no answer")};
        return *run;
    }
    static std::string teamOf(Program &program, const QString &run)
    {
        return core::textAt(program.state(run).plan.manifest, {"metadata", "labels", "team"});
    }

    static core::Result<std::optional<LastRun>> lastRun(Program &program, const task::Task &task)
    {
        std::optional<core::Result<std::optional<LastRun>>> answer;
        program.center.lastRuns().find(task, &program.center, [&answer](const auto &found) { answer = found; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 30000); }();
        return answer.value_or(core::Error{});
    }

    // As a sandbox that has been started since does.
    void writeSandboxKubeconfig() const
    {
        QDir().mkpath(QFileInfo(SandboxLauncher::kubeconfigPath()).path());
        QFile file(SandboxLauncher::kubeconfigPath());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("clusters: [{name: c, cluster: {server: '" + QByteArray::fromStdString(m_cluster->url()) +
                   "'}}]\nusers: [{name: u, user: {token: t}}]\n"
                   "contexts: [{name: c, context: {cluster: c, user: u}}]\ncurrent-context: c\n");
    }

    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<test::FakeCluster> m_cluster;
};

QTEST_GUILESS_MAIN(TestRunCenter)
#include "tst_run_center.moc"
