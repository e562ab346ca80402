#include "models/airflow/jinja.h"
#include "models/task/templated_texts.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace podwright;
using core::Json;

namespace {

task::Task taskWith(const QByteArray &argument, const QByteArray &sample = "{}")
{
    task::Task task;
    task.arguments = {{"task_id", "t"}, {"image", "ubuntu:22.04"}, {"arguments", {argument.toStdString()}}};
    task.airflow = {{"dag_id", "d"}};
    task.sample = Json::parse(sample.toStdString());
    return task;
}

core::Error errorOf(const task::Task &task)
{
    const auto rendered = airflow::renderTask(task);
    return rendered ? core::Error{.message = QStringLiteral("rendered to ") +
                                             QString::fromStdString(rendered->arguments.dump())}
                    : rendered.error();
}

bool hasChild()
{
    const QDir threads(QStringLiteral("/proc/self/task"));
    const QStringList names = threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    return std::any_of(names.begin(), names.end(), [&threads](const QString &name) {
        QFile children(threads.filePath(name + QStringLiteral("/children")));
        return children.open(QIODevice::ReadOnly) && !children.readAll().isEmpty();
    });
}

} // namespace

class TestJinja : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("sample");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *text, const char *sample, const char *expected) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(sample) << QByteArray(expected);
        };
        constexpr auto day = R"({"ds": "2022-06-01"})";
        row("{{ ds }} {{ ds_nodash }}", day, "2022-06-01 20220601");
        row("{{ ts }} {{ ts_nodash }}", day, "2022-06-01T00:00:00+00:00 20220601T000000");
        row("{{ ts_nodash_with_tz }}", day, "20220601T000000+0000");
        row("{{ logical_date }}", day, "2022-06-01 00:00:00+00:00");
        row("{{ run_id }}", day, "manual__2022-06-01T00:00:00+00:00");
        row("{{ data_interval_end | ds }}", day, "2022-06-01");
        row("{{ ds }} {{ data_interval_start.hour }}", R"({"ts": "2023-12-31T23:30:00+02:00"})", "2023-12-31 23");
        row("{{ logical_date | ts_nodash }}", R"({"logical_date": "2023-12-31T23:30:00Z"})", "20231231T233000");
        row("{{ execution_date.year }}", R"({"execution_date": "2023-12-31"})", "2023"); // defined, so it is no fault
        row("{{ params.x }} {{ params['y'].z }}", R"({"params": {"y": {"z": "q"}}, "params.x": 1})", "1 q");
        row("{{ params.x }}", R"({"params": {"x": 1}, "dag_run.conf": {"x": 2}})", "2");
        row("{{ var.value.b }} {{ var.json.b.c }}", "{\"var.value.b\": \"{\\\"c\\\": 3}\"}", "{\"c\": 3} 3");
        row("{{ var.json.b.c }} {{ var.value.b }}", R"({"var.json.b": {"c": 3}})", "3 {\"c\": 3}");
        row("{{ var.value.get('x', 'fallback') }}", "{}", "fallback");
        row("{{ conn.db.host }}", R"({"conn": {"db": {"host": "h"}}})", "h");
        row("{{ dag_run.conf.get('k', 'none') }}", "{}", "none");
        row("{{ dag_run.conf['k'] }} {{ dag_run.run_type }}", R"({"dag_run.conf.k": "v", "run_id": "scheduled__x"})",
            "v scheduled");
        row("{{ dag.dag_id }}.{{ task.task_id }}.{{ ti.task_id }}.{{ task_instance.try_number }}", "{}", "d.t.t.1");
        row("{{ ti.xcom_pull('a') }} {{ ti.xcom_pull(task_ids='a', key='k') }}", R"({"xcom": {"a": {"k": 5}}})",
            "{'k': 5} 5");
        row("{{ ti.xcom_pull(task_ids=['a', 'b']) }}", R"({"xcom.a": 1, "xcom.b": 2})", "[1, 2]");
        row("{{ macros.ds_add(ds, -1) }} {{ macros.ds_format(ds, '%Y-%m-%d', '%d.%m.%y') }}", day,
            "2022-05-31 01.06.22");
        row("{{ (logical_date - macros.timedelta(hours=1)).strftime('%H') }}", day, "23");
        row("{{ macros.uuid.uuid5(macros.uuid.NAMESPACE_DNS, 'a') }}", "{}", "4f3f2898-69e3-5a0d-820a-c4e87987dbce");
        row("{{ logical_date.add(months=8, days=-1).to_date_string() }}", day, "2023-01-31");
        row("{{ logical_date.subtract(months=3).end_of('month') }}", day, "2022-03-31 23:59:59.999999+00:00");
        row("{{ logical_date.format('YYYY/MM/DD [at] HH:mm Do dddd Z') }}", day,
            "2022/06/01 at 00:00 1st Wednesday +00:00");
        row("{{ logical_date.in_timezone('Europe/Vienna') }}", day, "2022-06-01 02:00:00+02:00");
        row("{% for x in params.list %}{{ x }};{% endfor %}", R"({"params": {"list": ["a", "b"]}})", "a;b;");
        row("{{ nothing | default('d') }}{% if nothing is defined %}x{% endif %}", "{}", "d");
        row("{% raw %}${#list[@]}{% endraw %}", "{}", "${#list[@]}");
        row("a{# note #}b", "{}", "ab");
        row("ü{{ params.x }}", R"({"params": {"x": "é <&>"}})", "üé <&>");
        row("{{ 1 }}\r\nx\n\n", "{}", "1\nx\n");
    }
    void values()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, sample);
        QFETCH(QByteArray, expected);
        const auto rendered = airflow::renderTask(taskWith(text, sample));
        QVERIFY2(rendered.ok(), rendered ? "" : qPrintable(rendered.error().text()));
        QCOMPARE(QByteArray::fromStdString(rendered->arguments["arguments"][0].get<std::string>()), expected);
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("sample");
        QTest::addColumn<QByteArray>("named"); // in the message or the hint
        const auto row = [](const char *text, const char *sample, const char *named) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(sample) << QByteArray(named);
        };
        row("{{ ds }}", "{}", "uses ds, which has no value (Set ds in");
        row("{{ foo }}", "{}", "uses foo,");
        row("{{ params.x }}", "{}", "uses params.x,");
        row("{{ params.y.x }}", R"({"params.y.z": 1})", "uses params.y.x,");
        row("{{ var.value.x }}", "{}", "Set var.value.x in");
        row("{{ conn.db.port }}", R"({"conn.db.host": "h"})", "uses conn.db.port,");
        row("{{ ti.xcom_pull('up') }}", "{}", "uses xcom.up,");
        row("{{ execution_date }}", R"({"ds": "2022-06-01"})", "Use logical_date,");
        row("{{ next_ds }}", R"({"ds": "2022-06-01"})", "Use data_interval_end | ds,");
        row("{{ macros.os }}", "{}", "macros.os, which is not known");
        row("{{ ds", "{}", "no template that Jinja understands");
        row("a\n{% endif %}", "{}", "in its line 2");
        row("{{ 'x' | nofilter }}", "{}", "nofilter");
        row("${#list[@]}", "{}", "{% raw %}");
        row("{{ 1 + 'a' }}", "{}", "cannot be rendered: unsupported operand");
        row("{% include '/etc/passwd' %}", "{}", "cannot be rendered");
        row("{{ ''.__class__.__mro__[1].__subclasses__() }}", "{}", "must not have: access to attribute '__class__'");
        row("{{ '' | attr('__class__') }}", "{}", "must not have");
        row("{{ ''['__class__'] }}", "{}", "must not have");
        row("{{ '{0.__class__}'.format(1) }}", "{}", "must not have");
        row("{{ lipsum.__globals__ }}", "{}", "must not have");
        row("{{ macros.ds_add.__globals__ }}", "{}", "must not have");
        row("{{ ti.xcom_pull.__closure__ }}", "{}", "must not have");
        row("{% for x in range(10**9) %}a{% endfor %}", "{}", "Range too big");
        row("{{ 'a' * (2 ** 33) }}", "{}", "too much memory");
        row("{% for x in range(99999) %}{{ 'a' * 999 }}{% endfor %}", "{}", "longer than 1024 KiB");
        row("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "{}", "too much memory");
    }
    void errors()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, sample);
        QFETCH(QByteArray, named);
        const core::Error error = errorOf(taskWith(text, sample));
        QVERIFY2(error.text().contains(QString::fromUtf8(named)), qPrintable(error.text()));
        QCOMPARE(error.where, QStringLiteral("/task/arguments/0"));
        QCOMPARE(error.kind, core::Error::Kind::Invalid);
        QVERIFY(error.message.startsWith(QStringLiteral("Arguments ")));
    }

    void badSamplesAreNamed()
    {
        QCOMPARE(errorOf(taskWith("{{ ds }}", R"({"logical_date": "soon"})")).where,
                 QStringLiteral("/sample/logical_date"));
        QCOMPARE(errorOf(taskWith("{{ ds }}", R"({"params": 3})")).where, QStringLiteral("/sample/params"));
    }

    void endlessWorkEnds()
    {
        QElapsedTimer timer;
        timer.start();
        const core::Error error =
            errorOf(taskWith("{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}"));
        QVERIFY2(error.message.contains(QStringLiteral("5 s of computing")), qPrintable(error.text()));
        QCOMPARE(error.where, QStringLiteral("/task/arguments/0"));
        QVERIFY(timer.elapsed() < 35000);
    }

    void aStopEndsIt()
    {
        std::stop_source stop;
        std::jthread later([&] {
            for (const QDeadlineTimer end(30000); !hasChild() && !end.hasExpired();)
                std::this_thread::yield();
            stop.request_stop();
        });
        const auto rendered = airflow::renderTask(
            taskWith("{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}"),
            stop.get_token());
        QVERIFY(!rendered.ok());
        QCOMPARE(rendered.error().kind, core::Error::Kind::Cancelled);
    }

    // A template in every text of a task; only those that Airflow renders may change.
    void onlyWhatAirflowRenders()
    {
        task::Task task;
        task.arguments = Json::parse(R"({
            "task_id": "{{ds}}", "name": "{{ds}}", "namespace": "{{ds}}", "image": "{{ds}}", "subdomain": "{{ds}}",
            "labels": {"{{ds}}": "{{ds}}"}, "cmds": ["{{ds}}"], "service_account_name": "{{ds}}",
            "env_vars": [{"name": "{{ds}}", "value": "{{ds}}", "valueFrom": {"fieldRef": {"fieldPath": "{{ds}}"}}}],
            "env_from": [{"configMapRef": {"name": "{{ds}}"}, "prefix": "{{ds}}"}, {"secretRef": {"name": "{{ds}}"}}],
            "container_resources": {"limits": {"cpu": "{{ds}}"}, "requests": {"cpu": "{{ds}}"},
                                    "claims": [{"name": "{{ds}}"}]},
            "volumes": [{"name": "{{ds}}", "persistentVolumeClaim": {"claimName": "{{ds}}"}},
                        {"configMap": {"name": "{{ds}}", "items": [{"key": "{{ds}}"}]}},
                        {"secret": {"secretName": "{{ds}}"}, "hostPath": {"path": "{{ds}}"}}],
            "volume_mounts": [{"name": "{{ds}}", "mountPath": "{{ds}}", "subPath": "{{ds}}"}],
            "secrets": [{"secret": "{{ds}}"}], "full_pod_spec": {"metadata": {"name": "{{ds}}"}},
            "pod_template_dict": {"spec": {"containers": [{"args": ["{{ds}}"]}]}},
            "trigger_kwargs": {"a": ["{{ds}}"]}, "arguments": [{"!python": "'{{ds}}' + x"}, 5]
        })");
        task.podTemplate = {{"metadata", {{"name", "{{ds}}"}}}};
        const std::vector<std::string> expected = {"/task/name",
                                                   "/task/namespace",
                                                   "/task/image",
                                                   "/task/labels/{{ds}}",
                                                   "/task/cmds/0",
                                                   "/task/env_vars/0/name",
                                                   "/task/env_vars/0/value",
                                                   "/task/env_from/0/configMapRef/name",
                                                   "/task/container_resources/limits/cpu",
                                                   "/task/container_resources/requests/cpu",
                                                   "/task/volumes/0/name",
                                                   "/task/volumes/0/persistentVolumeClaim/claimName",
                                                   "/task/volumes/1/configMap/name",
                                                   "/task/volume_mounts/0/name",
                                                   "/task/volume_mounts/0/subPath",
                                                   "/task/pod_template_dict/spec/containers/0/args/0",
                                                   "/task/trigger_kwargs/a/0"};
        std::vector<std::string> found;
        for (const auto &templated : task::templatedTexts(task))
            found.push_back(templated.pointer);
        QVERIFY(found == expected);
        QVERIFY(airflow::hasJinja(task));
    }

    void namesOfVariablesAreRendered()
    {
        task::Task task = taskWith("x", R"({"ds": "2022-06-01", "params.n": "NAME"})");
        task.arguments["env_vars"] = {{"{{ params.n }}", "{{ params.n }}-1"}, {"B", "c"}};
        const auto rendered = airflow::renderTask(task);
        QVERIFY(rendered.ok());
        QVERIFY(rendered->arguments["env_vars"] ==
                Json::parse(R"([{"name": "NAME", "value": "NAME-1"}, {"name": "B", "value": "c"}])"));
        task.arguments["env_vars"] = {{"A", "{{ params.n }}"}};
        QVERIFY(airflow::renderTask(task)->arguments["env_vars"] == Json::parse(R"({"A": "NAME"})"));
    }

    void withoutJinjaOnlyLineEndsChange()
    {
        task::Task task = taskWith("echo a\r\necho b\n\n");
        task.arguments["service_account_name"] = "x\n"; // not a field of Airflow's templates
        QVERIFY(!airflow::hasJinja(task));
        std::stop_source stop;
        stop.request_stop(); // would end a process
        const auto rendered = airflow::renderTask(task, stop.get_token());
        QVERIFY(rendered.ok());
        QCOMPARE(rendered->arguments["arguments"][0].get<std::string>(), std::string("echo a\necho b\n"));
        QCOMPARE(rendered->arguments["service_account_name"].get<std::string>(), std::string("x\n"));
        QVERIFY(rendered->sample == task.sample);
    }

    void aRenderedValueMustFit()
    {
        task::Task task = taskWith("x", R"({"ds": "2022-06-01", "params.image": "a b"})");
        task.arguments["image"] = "{{ params.image }}";
        core::Error error = errorOf(task);
        QCOMPARE(error.where, QStringLiteral("/task/image"));
        QVERIFY(error.message.startsWith(QStringLiteral("Once rendered: ")));
        task.arguments["image"] = "ubuntu:1";
        task.arguments["env_vars"] = "{{ {'A': 'b'} }}"; // Airflow gets a text, without native rendering
        error = errorOf(task);
        QCOMPARE(error.where, QStringLiteral("/task/env_vars"));
    }

    void samplesFromSettings()
    {
        task::Task task = taskWith("{{ ds }} {{ params.a.b }} {{ params.c }} {{ params.d + 1 }} {{ params.e[1] }}",
                                   R"({"ds": "2020-01-01", "params": {"a": {"b": "old"}, "c": "kept"}})");
        const std::vector<std::string> settings = {"ds=2022-06-01", "params.a.b=x=y", "params.d=2", "params.e=[1, 2]"};
        QVERIFY(airflow::setSamples(task, settings).ok());
        const auto rendered = airflow::renderTask(task);
        QVERIFY2(rendered.ok(), rendered ? "" : qPrintable(rendered.error().text()));
        QCOMPARE(rendered->arguments["arguments"][0].get<std::string>(), std::string("2022-06-01 x=y kept 3 2"));
        for (const std::string bad : {"ds", "=x", ""})
            QVERIFY(!airflow::setSamples(task, std::vector{bad}).ok());
    }
};

QTEST_GUILESS_MAIN(TestJinja)
#include "tst_jinja.moc"
