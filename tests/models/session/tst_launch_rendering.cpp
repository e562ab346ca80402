// What is read and rendered before a launch: Jinja, the template file, the run before it.

#include "tests/models/session/run_bench.h"

using namespace podwright;
using namespace podwright::session;
using test::aTask;
using test::Program;

class TestLaunchRendering : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<test::RunBench>(); }
    void cleanup() { m_bench.reset(); }

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
        QTRY_VERIFY_WITH_TIMEOUT(program.state(**run).isDone(), 30000);
        QCOMPARE(m_bench->cluster.created(), 1);
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
        QCOMPARE(m_bench->cluster.created(), 0);
        QCOMPARE(program.center.known().runningCount(), 0);
    }

    void theTemplateFileIsReadBeforeALaunch()
    {
        Program program;
        const QString path = m_bench->home.path(QStringLiteral("pod 2022.yaml"));
        writeTemplate(path, "blue");
        task::Task task = aTask();
        task.arguments["pod_template_file"] =
            m_bench->home.path(QStringLiteral("pod {{ params.year }}.yaml")).toStdString();
        task.sample = {{"params.year", 2022}};
        const auto run = renderAndLaunch(program, task, {});
        QVERIFY2(run.ok(), run ? "" : qPrintable(run.error().text()));
        QCOMPARE(teamOf(program, *run), std::string("blue"));
        QTRY_VERIFY_WITH_TIMEOUT(program.state(*run).isDone(), 30000);
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
        const QString path = m_bench->home.path(QStringLiteral("gone.yaml"));
        task.arguments["pod_template_file"] = path.toStdString();
        const auto refused = renderAndLaunch(program, task, {});
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().where, QStringLiteral("/task/pod_template_file"));
        QVERIFY2(refused.error().message.contains(path), qPrintable(refused.error().message));
        QCOMPARE(m_bench->cluster.created(), 0);
        QCOMPARE(program.center.known().runningCount(), 0);
        const auto run = renderAndLaunch(program, task, {.mayMissTemplate = true});
        QVERIFY2(run.ok(), run ? "" : qPrintable(run.error().text()));
        QTRY_VERIFY_WITH_TIMEOUT(program.state(*run).isDone(), 30000);
    }

    void withoutJinjaALaunchIsAtOnce()
    {
        Program program;
        std::optional<core::Result<QString>> run;
        program.center.renderAndLaunch(aTask(), {.context = QStringLiteral("here")}, &program.center,
                                       [&run](const core::Result<QString> &answer) { run = answer; });
        QVERIFY(run && run->ok());
        QTRY_VERIFY_WITH_TIMEOUT(program.state(**run).isDone(), 30000);
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

private:
    static void writeTemplate(const QString &path, const QByteArray &team)
    {
        test::RunBench::write(path, "metadata: {labels: {team: " + team + "}}\nspec: {containers: [{name: base}]}\n");
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

    std::unique_ptr<test::RunBench> m_bench;
};

QTEST_GUILESS_MAIN(TestLaunchRendering)
#include "tst_launch_rendering.moc"
