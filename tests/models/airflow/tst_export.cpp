// What exports refuse, note, and take from several tasks.

#include "models/airflow/export.h"

#include <QTest>

using namespace podwright;
using namespace podwright::airflow;
using core::Json;

namespace {

task::Task simple(const char *id = "one")
{
    task::Task task;
    task.arguments = Json{{"task_id", id}, {"image", "ubuntu:24.04"}, {"cmds", {"true"}}};
    return task;
}

task::Task with(const char *pointer, const Json &value)
{
    task::Task task = simple();
    const std::string path = pointer;
    Json &part = path.starts_with("/task")      ? task.arguments
                 : path.starts_with("/airflow") ? task.airflow
                                                : task.podTemplate;
    part[Json::json_pointer(path.substr(path.find('/', 1)))] = value;
    return task;
}

bool hasNote(const core::Result<Exported> &exported, const char *words)
{
    return exported && std::ranges::any_of(exported->notes, [words](const QString &note) {
               return note.contains(QLatin1String(words));
           });
}

bool says(const core::Result<Exported> &exported, const char *words)
{
    return exported && exported->text.find(words) != std::string::npos;
}

core::Result<Exported> one(const task::Task &task, ExportForm form = ExportForm::Dag, int airflow = 3)
{
    return exportTasks(std::span(&task, 1), form, {.airflowMajor = airflow});
}

} // namespace

class TestExport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void formsHaveNames()
    {
        for (const ExportForm form : exportForms())
            QVERIFY(exportFormOf(exportName(form)) == form);
        QCOMPARE(exportForms().size(), size_t(9));
        QVERIFY(!exportFormOf("connection"));
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("form");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, const char *pointer, const char *value, const char *form,
                            const char *where) {
            QTest::newRow(name) << QByteArray(pointer) << QByteArray(value) << QByteArray(form)
                                << QString::fromLatin1(where);
        };
        row("no id", "/task/task_id", "null", "dag", "/task/task_id");
        row("volume without a name", "/task/volumes", R"([{"emptyDir": {}}])", "dag", "/task/volumes/0");
        row("nested", "/task/init_containers", R"([{"name": "a", "env": [{"value": "b"}]}])", "dag",
            "/task/init_containers/0/env/0");
        row("secret of no kind", "/task/secrets", R"([{"deploy_type": "x", "secret": "s"}])", "dag", "/task/secrets/0");
        row("labels of no map", "/task/labels", "[1]", "manifest", "/task/labels");
        row("date", "/airflow/start_date", R"("soon")", "dag", "/airflow/start_date");
        row("no command", "/task/cmds", "[]", "taskflow", "/task/cmds");
        row("no EKS cluster", "/airflow/region", R"("eu")", "eks", "/airflow/cluster_name");
        row("no GKE location", "/airflow/cluster_name", R"("c")", "gke", "/airflow/location");
        row("no pods", "/airflow/parallelism", "0", "job", "/airflow/parallelism");
        row("source in a pod", "/task/image", R"({"!python": "IMAGE"})", "manifest", "/task");
        row("template that the client cannot read", "/task/container_security_context", R"({"seccompProfile": {}})",
            "template", "/task");
        row("template without names", "/template/spec", R"({"containers": [{}, {"image": "i"}]})", "dag",
            "/template/spec/containers/1");
    }
    void refusals()
    {
        QFETCH(QByteArray, pointer);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, form);
        QFETCH(QString, where);
        const auto exported =
            one(with(pointer.constData(), Json::parse(value.toStdString())), *exportFormOf(form.toStdString()));
        QVERIFY(!exported.ok());
        QCOMPARE(exported.error().where, where);
        QVERIFY(!exported.error().message.isEmpty());
    }

    void securityThatNoObjectHoldsStaysADict()
    {
        const char *place = "/task/container_security_context";
        QVERIFY(says(one(with(place, Json{{"runAsUser", 5}})), "=k8s.V1SecurityContext(run_as_user=5),"));
        QVERIFY(says(one(with(place, Json{{"colour", 5}})), "={\"colour\": 5},"));
        QVERIFY(says(one(with(place, Json{{"seccompProfile", Json::object()}})), "={\"seccompProfile\": {}},"));
        QVERIFY(says(one(with(place, Json::object())), "container_security_context={},"));
    }

    void numbersAsRuffWritesThem()
    {
        QVERIFY(says(one(with("/task/trigger_kwargs", Json{{"a", 1e21}, {"b", 0.25}})), "{\"a\": 1e21, \"b\": 0.25}"));
    }

    void aTaskIdWithoutLettersStillMakesAManifest()
    {
        const auto exported = one(simple("_._"), ExportForm::Manifest);
        QVERIFY(says(exported, "  name: pod\n"));
    }

    void nothingToExport() { QVERIFY(!exportTasks({}, ExportForm::Dag).ok()); }

    void chainNeedsRoleAndSubnets()
    {
        task::Task task = with("/airflow/cluster_name", "c");
        const ExportOptions options{.withNodegroupChain = true};
        QCOMPARE(exportTasks(std::span(&task, 1), ExportForm::Eks, options).error().where,
                 QStringLiteral("/airflow/nodegroup_subnets"));
        task.airflow["nodegroup_subnets"] = {"s"};
        QCOMPARE(exportTasks(std::span(&task, 1), ExportForm::Eks, options).error().where,
                 QStringLiteral("/airflow/nodegroup_role_arn"));
    }

    void tasksOfSeveralDags()
    {
        std::vector tasks{simple("a"), simple("b")};
        tasks[0].airflow["dag_id"] = "x";
        tasks[1].airflow["dag_id"] = "y";
        const auto exported = exportTasks(tasks, ExportForm::Dag);
        QCOMPARE(exported.error().where, QStringLiteral("/airflow/dag_id"));
        QVERIFY(exported.error().message.contains(QStringLiteral("x, y")));
    }

    void cycles()
    {
        std::vector tasks{simple("a"), simple("b")};
        tasks[0].airflow["upstream"] = {"b"};
        tasks[1].airflow["upstream"] = {"a"};
        for (const ExportForm form : {ExportForm::Dag, ExportForm::TaskFlow, ExportForm::Job})
            QCOMPARE(exportTasks(tasks, form).error().where, QStringLiteral("/airflow/upstream"));
        QVERIFY(exportTasks(tasks, ExportForm::Manifest).ok());
    }

    void oneValueForTheWholeDag()
    {
        std::vector tasks{simple("a"), simple("b")};
        tasks[0].airflow = Json{{"schedule", "@daily"}, {"owner", "x"}};
        tasks[1].airflow = Json{{"schedule", "@hourly"}, {"owner", "y"}};
        const auto exported = exportTasks(tasks, ExportForm::Dag);
        QVERIFY(says(exported, "schedule=\"@daily\"") && !says(exported, "@hourly"));
        QVERIFY(hasNote(exported, "b: its schedule is left out"));
        QVERIFY(says(exported, "owner=\"x\",") && says(exported, "owner=\"y\",") && !says(exported, "default_args"));
    }

    void alikeNamesStayApart()
    {
        std::vector tasks{simple("a-b"), simple("a_b"), simple("a.b")};
        tasks[1].airflow["upstream"] = {"a-b", "a.b"};
        const auto exported = exportTasks(tasks, ExportForm::Dag);
        QVERIFY(says(exported, "[a_b, a_b_2] >> a_b_3\n"));
        const auto flow = exportTasks(tasks, ExportForm::TaskFlow);
        QVERIFY(says(flow, "def a_b():") && says(flow, "def a_b_2():") && says(flow, "def a_b_3():"));
    }

    void sourceIsWrittenBack()
    {
        task::Task task = simple();
        task.arguments["image"] = Json{{"!python", "IMAGES[\"etl\"]"}};
        task.arguments["retry_delay"] = Json{{"!python", "timedelta(seconds=7)"}};
        task.arguments["env_vars"] = Json{{"A", {{"!python", "os.environ['A']"}}}};
        task.arguments["volumes"] =
            Json::array({{{"name", {{"!python", "volume_name()"}}}, {"emptyDir", Json::object()}}});
        task.airflow["schedule"] = Json{{"!python", "timedelta(days=1)"}};
        const auto exported = one(task);
        QVERIFY(says(exported, "        image=IMAGES[\"etl\"],\n"));
        QVERIFY(says(exported, "retry_delay=timedelta(seconds=7),"));
        QVERIFY(says(exported, "env_vars={\"A\": os.environ['A']},"));
        QVERIFY(says(exported, "k8s.V1Volume(name=volume_name(), empty_dir=k8s.V1EmptyDirVolumeSource())"));
        QVERIFY(says(exported, "schedule=timedelta(days=1),"));
        QVERIFY(exported->text.starts_with("# Add what this takes from its original module: IMAGES, volume_name\n\n"
                                           "import os\nfrom datetime import timedelta\n"));
        QVERIFY(hasNote(exported, "IMAGES, volume_name"));
    }

    void notes_data()
    {
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("form");
        QTest::addColumn<QByteArray>("note");
        const auto row = [](const char *name, const char *pointer, const char *value, const char *form,
                            const char *note) {
            QTest::newRow(name) << QByteArray(pointer) << QByteArray(value) << QByteArray(form) << QByteArray(note);
        };
        row("ignored", "/task/is_delete_operator_pod", "true", "dag", "is_delete_operator_pod is left out");
        row("unknown field", "/task/volumes", R"([{"name": "a", "colour": "red"}])", "dag", "/task/volumes/0/colour");
        row("unknown field read like a manifest", "/task/affinity", R"({"colour": 1})", "dag", "/task/affinity/colour");
        row("dict below a file", "/task/pod_template_file", R"("/t.yaml")", "dag", "");
        row("upstream", "/airflow/upstream", R"(["gone"])", "dag", "gone, which is not exported");
        row("no dag id", "/airflow/tags", R"(["a"])", "dag", "No dag_id");
        row("schedule", "/airflow/schedule", R"("@daily")", "dag", "No start_date");
        row("kubectl run", "/task/volumes", R"([{"name": "a", "emptyDir": {}}])", "kubectl", "cannot say volumes");
        row("template keeps no run", "/task/retries", "3", "template", "retries");
        row("executor", "/task/retries", "3", "executor-config", "image, cmds, retries");
        row("job", "/task/skip_on_exit_code", "3", "job", "skip_on_exit_code has no effect");
        row("jinja", "/task/arguments", R"(["{{ ds }}"])", "manifest", "Jinja");
    }
    void notes()
    {
        QFETCH(QByteArray, pointer);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, form);
        QFETCH(QByteArray, note);
        const auto exported =
            one(with(pointer.constData(), Json::parse(value.toStdString())), *exportFormOf(form.toStdString()));
        QVERIFY2(exported.ok(), exported ? "" : qPrintable(exported.error().text()));
        if (!note.isEmpty())
            QVERIFY(hasNote(exported, note.constData()));
        QCOMPARE(hasNote(exported, "colour"), value.contains("colour"));
    }

    void newerArgumentsThanTheProvider()
    {
        task::Task task = with("/task/hostname", "h");
        task.airflow["provider_version"] = "5.2.1";
        QVERIFY(hasNote(one(task), "hostname needs provider 7.0.0"));
        task.airflow["provider_version"] = "10.1.0";
        QVERIFY(!hasNote(one(task), "hostname"));
    }

    void templateFileTakesThePlaceOfTheOwnTemplate()
    {
        task::Task task = with("/template/spec", Json{{"hostIPC", true}});
        task.arguments["pod_template_file"] = "/t.yaml";
        task.arguments["pod_template_dict"] = Json{{"metadata", Json::object()}};
        const auto exported = one(task);
        QVERIFY(says(exported, "pod_template_file=\"/t.yaml\"") && !says(exported, "pod_template_dict"));
        QVERIFY(hasNote(exported, "own template is left out") && hasNote(exported, "pod_template_dict is left out"));
    }

    void datetimeIsModuleOrClass()
    {
        const auto scheduled = [](const char *source) { return with("/airflow/schedule", Json{{"!python", source}}); };
        const auto module = one(scheduled("datetime.timedelta(days=1)"));
        QVERIFY(says(module, "import datetime\n") && !says(module, "from datetime import"));
        QVERIFY(says(module, "schedule=datetime.timedelta(days=1),"));
        const auto ofClass = one(scheduled("every(datetime.now())"));
        QVERIFY(says(ofClass, "from datetime import datetime\n") && !says(ofClass, "\nimport datetime"));
        task::Task both = scheduled("datetime.timedelta(days=1)");
        both.arguments["image"] = Json{{"!python", "image_of(datetime.now())"}};
        QVERIFY(!one(both));
    }

    void templateFilesAreThoseOfTheirTasks()
    {
        std::vector<task::Task> tasks{simple("one"), simple("two"), simple("three")};
        tasks[0].arguments["pod_template_file"] = "/a.yaml";
        tasks[1].arguments["pod_template_file"] = "/b.yaml";
        ExportOptions options;
        options.templateFiles = {{"/a.yaml", "metadata: {namespace: of-a}"},
                                 {"/b.yaml", "metadata: {namespace: of-b}"}};
        const auto exported = exportTasks(tasks, ExportForm::Manifest, options);
        QVERIFY(says(exported, "namespace: of-a") && says(exported, "namespace: of-b"));
        QVERIFY(exported->text.find("of-a") < exported->text.find("of-b"));
        QCOMPARE(QString::fromStdString(exported->text).count(QStringLiteral("namespace: of-")), 2);
        options.templateFiles["/b.yaml"] = "spec: {containers: text}";
        QVERIFY(!exportTasks(tasks, ExportForm::Dag, options));
    }

    void airflow2Refuses_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("rule of Airflow 3")
            << QByteArray("trigger_rule") << QByteArray("all_done_min_one_success") << true;
        QTest::newRow("rule") << QByteArray("trigger_rule") << QByteArray("all_done_setup_success") << false;
        QTest::newRow("no pool") << QByteArray("pool") << QByteArray() << true;
        QTest::newRow("words as pool") << QByteArray("pool") << QByteArray("a b") << true;
        QTest::newRow("pool") << QByteArray("pool") << QByteArray("größe.1_x-2") << false;
    }
    void airflow2Refuses()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        QFETCH(bool, isRefused);
        const task::Task task = with(("/task/" + field).constData(), value.toStdString());
        for (const ExportForm form : {ExportForm::Dag, ExportForm::TaskFlow, ExportForm::Job}) {
            QVERIFY(one(task, form, 3));
            const auto exported = one(task, form, 2);
            QCOMPARE(!exported, isRefused);
            if (isRefused)
                QCOMPARE(exported.error().where.toUtf8(), "/task/" + field);
        }
    }

    void durations_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("hours") << 7200.0 << QByteArray("timedelta(hours=2)");
        QTest::newRow("minutes") << 90.0 * 60 << QByteArray("timedelta(minutes=90)");
        QTest::newRow("seconds") << 90.0 << QByteArray("timedelta(seconds=90)");
        QTest::newRow("parts") << 0.5 << QByteArray("timedelta(seconds=0.5)");
        QTest::newRow("none") << 0.0 << QByteArray("timedelta(seconds=0)");
    }
    void durations()
    {
        QFETCH(double, seconds);
        QFETCH(QByteArray, text);
        QVERIFY(says(one(with("/task/execution_timeout", seconds)), text.constData()));
    }

    void startDates_data()
    {
        QTest::addColumn<QByteArray>("date");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("day") << QByteArray("2022-06-01") << QByteArray("pendulum.datetime(2022, 6, 1, tz=\"UTC\")");
        QTest::newRow("time") << QByteArray("2022-06-01T08:30:00")
                              << QByteArray("pendulum.datetime(2022, 6, 1, 8, 30, tz=\"UTC\")");
        QTest::newRow("zone") << QByteArray("2022-06-01T08:00:00+02:00")
                              << QByteArray("pendulum.datetime(2022, 6, 1, 6, tz=\"UTC\")");
    }
    void startDates()
    {
        QFETCH(QByteArray, date);
        QFETCH(QByteArray, text);
        QVERIFY(says(one(with("/airflow/start_date", date.toStdString())), text.constData()));
    }

    void airflow2And3()
    {
        QVERIFY(says(one(simple()), "from airflow.sdk import DAG\n"));
        QVERIFY(says(one(simple(), ExportForm::Dag, 2), "from airflow import DAG\n"));
        QVERIFY(says(one(simple(), ExportForm::TaskFlow, 2), "from airflow.decorators import task\n"));
        QVERIFY(says(one(simple(), ExportForm::TaskFlow), "from airflow.sdk import DAG, task\n"));
    }

    void whyNoPythonFunctionIsWrittenIsSaid()
    {
        task::Task task = simple();
        task.arguments["cmds"] = {"python", "-c"};
        task.arguments["arguments"] = {"print(1)"};
        const auto flow = one(task, ExportForm::TaskFlow);
        QVERIFY(says(flow, "@task.kubernetes_cmd(") && hasNote(flow, "@task.kubernetes runs a Python function"));
        QVERIFY(!hasNote(one(simple(), ExportForm::TaskFlow), "a Python function"));
    }

    void defaultsAreNotWritten()
    {
        const Json defaults{{"get_logs", true},
                            {"on_finish_action", "delete_pod"},
                            {"labels", Json::object()},
                            {"env_vars", Json::object()},
                            {"retries", 0},
                            {"hostnetwork", false}};
        task::Task task = simple();
        for (const auto &[name, value] : defaults.items())
            task.arguments[name] = value;
        QCOMPARE(one(task)->text, one(simple())->text);
    }

    void manifestsOfSeveralTasks()
    {
        const std::vector tasks{simple("a"), simple("b")};
        const auto exported = exportTasks(tasks, ExportForm::Manifest);
        QVERIFY(says(exported, "\n---\n"));
        QCOMPARE(exported->fileName, QStringLiteral("tasks.yaml"));
        QVERIFY(exported->language == Language::Yaml);
    }
};

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
