#include "models/core/json.h"
#include "models/task/task_file.h"
#include "models/task/validation.h"
#include "tests/support/places.h"

#include <QDirIterator>
#include <QFile>
#include <QFloat16>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace podwright::task;
using podwright::core::Error;
using podwright::core::Position;

namespace {

Task read(std::string_view text)
{
    return parseTaskFile(text).value().task;
}

QString written(std::string_view old, const Task &task)
{
    return QString::fromStdString(writeTaskFile(old, task).value());
}

std::vector<std::string> examples()
{
    std::vector<std::string> texts;
    QDirIterator files(podwright::support::sourcePath(QStringLiteral("resources/examples")),
                       {QStringLiteral("*.yaml")});
    while (files.hasNext()) {
        QFile source(files.next());
        if (source.open(QIODevice::ReadOnly))
            texts.push_back(source.readAll().toStdString());
    }
    return texts;
}

QString commentOf(const QString &line)
{
    return line.section(QLatin1Char('#'), 1);
}

// The order of keys does not count.
std::string sorted(const Json &value)
{
    return nlohmann::json::parse(value.dump()).dump();
}

// Some bytes overwritten, a slice taken out, a slice copied to another place.
std::string mutated(std::string text, QRandomGenerator &random)
{
    const auto below = [&random](size_t end) { return static_cast<size_t>(random.bounded(static_cast<int>(end))); };
    for (size_t i = below(4); i > 0; --i)
        text[below(text.size())] = static_cast<char>(random.bounded(256));
    if (random.bounded(3) == 0)
        text.erase(below(text.size()), below(20));
    if (random.bounded(3) == 0)
        text.insert(below(text.size()), text.substr(below(text.size()), below(20)));
    return text;
}

const char *commented = R"(# A task with a story.
podtask: 1
task:
  task_id: t      # the id

  image: "ubuntu:22.04"   # pinned
  labels: &common
    team: 'data'
    # who pays
    cost: blue
  annotations: *common
  env_vars:
    B: "1"
    A: "2"
template: {}
airflow:
  dag_id: d
)";

} // namespace

class TestTaskFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAllParts()
    {
        const auto file = parseTaskFile("podtask: 1\ntask: {task_id: t, image: i}\ntemplate: {spec: {hostPID: true}}\n"
                                        "airflow: {dag_id: d}\nsample: {ds: 2022-06-01}\n");
        QVERIFY(file);
        QCOMPARE(file->task.taskId(), std::string("t"));
        QCOMPARE(file->task.podTemplate, Json({{"spec", {{"hostPID", true}}}}));
        QCOMPARE(file->task.airflow, Json({{"dag_id", "d"}}));
        QCOMPARE(file->task.sample, Json({{"ds", "2022-06-01"}}));
        QVERIFY(file->problems.empty());
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("hint");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        const auto row = [](const char *name, const char *text, const char *message, const char *hint, int line,
                            int column) {
            QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(message) << QString::fromUtf8(hint) << line
                                << column;
        };
        row("unknown argument", "podtask: 1\ntask:\n  iamge: x\n", "task has no key \"iamge\"", "image", 3, 3);
        row("unknown airflow key", "podtask: 1\ntask: {}\nairflow:\n  dagid: x\n", "airflow has no key", "dag_id", 4,
            3);
        row("unknown part", "podtask: 1\ntasks: {}\n", "no key \"tasks\"", "task", 2, 1);
        row("no version", "task: {}\n", "podtask is missing", "podtask: 1", 1, 1);
        row("newer version", "podtask: 2\ntask: {}\n", "version 2", "newer", 1, 10);
        row("version as text", "podtask: \"1\"\n", "version", "newer", 1, 10);
        row("task is a list", "podtask: 1\ntask: [a]\n", "task must hold keys", "Indent", 2, 7);
        row("a list", "- a\n", "no keys at its top level", "podtask: 1", 1, 1);
    }

    void refused()
    {
        QFETCH(QByteArray, text);
        const auto file = parseTaskFile(text.toStdString(), QStringLiteral("x.yaml"));
        QVERIFY(!file);
        QFETCH(QString, message);
        QVERIFY2(file.error().message.contains(message), qPrintable(file.error().text()));
        QFETCH(QString, hint);
        QVERIFY2(file.error().hint.contains(hint), qPrintable(file.error().text()));
        QTEST(file.error().position.line, "line");
        QTEST(file.error().position.column, "column");
        QCOMPARE(file.error().where, QStringLiteral("x.yaml"));
    }

    void emptyAndBrokenTexts()
    {
        QVERIFY(!parseTaskFile(""));
        QVERIFY(!parseTaskFile("# only a comment\n"));
        const auto broken = parseTaskFile("podtask: 1\ntask: {a: [\n");
        QVERIFY(!broken);
        QVERIFY(broken.error().position.line > 0);
    }

    void oldNames_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *line, const char *expected) {
            QTest::newRow(line) << QByteArray(line) << QByteArray(expected);
        };
        row("is_delete_operator_pod: true", R"({"on_finish_action": "delete_pod"})");
        row("is_delete_operator_pod: false", R"({"on_finish_action": "keep_pod"})");
        row("node_selectors: {disk: ssd}", R"({"node_selector": {"disk": "ssd"}})");
        row("xcom_push: true", R"({"do_xcom_push": true})");
        row("resources: {request_memory: 1Gi, limit_cpu: 2, limit_gpu: 1, request_cpu: ''}",
            R"({"container_resources": {"requests": {"memory": "1Gi"}, "limits": {"cpu": 2, "nvidia.com/gpu": 1}}})");
        row("resources: {limits: {cpu: 1}}", R"({"container_resources": {"limits": {"cpu": 1}}})");
        row("volume_mounts: [{name: v, mount_path: /v}]", R"({"volume_mounts": [{"name": "v", "mountPath": "/v"}]})");
        row("ports: [{name: http, container_port: 80}]", R"({"ports": [{"name": "http", "containerPort": 80}]})");
        row("volumes: [{name: v, configs: {emptyDir: {}}}]", R"({"volumes": [{"name": "v", "emptyDir": {}}]})");
        row("pod_runtime_info_envs: [{name: IP, field_path: status.podIP}]",
            R"({"pod_runtime_info_envs": [{"name": "IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}]})");
    }

    void oldNames()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, expected);
        const auto file = parseTaskFile("podtask: 1\ntask:\n  " + line.toStdString() + "\n");
        QVERIFY2(file, file ? "" : qPrintable(file.error().text()));
        QCOMPARE(file->task.arguments, Json::parse(expected.toStdString()));
        QVERIFY(!file->problems.empty());
        QCOMPARE(file->problems[0].id, std::string("old-name"));
        QCOMPARE(file->problems[0].severity, Problem::Severity::Warning);
        QCOMPARE(file->problems[0].position.line, 3);
    }

    void todaysNameWinsOverTheOldOne()
    {
        const auto file =
            parseTaskFile("podtask: 1\ntask:\n  is_delete_operator_pod: true\n  on_finish_action: keep_pod\n");
        QVERIFY(file);
        QCOMPARE(file->task.arguments, Json({{"on_finish_action", "keep_pod"}}));
        QCOMPARE(file->problems.size(), size_t(1));
    }

    void wrongTypesAreKept()
    {
        const std::string text = "podtask: 1\ntask:\n  task_id: t\n  image: i:1\n  cmds: bash\n  retries: many\n";
        const Task task = read(text);
        QCOMPARE(task.argument("cmds"), Json("bash"));
        Problems problems = validate(task);
        locateProblems(problems, text);
        QCOMPARE(problems.size(), size_t(2));
        QCOMPARE(problems[0].pointer, std::string("/task/cmds"));
        QCOMPARE(problems[0].position, (Position{5, 9}));
        QCOMPARE(problems[1].position, (Position{6, 12}));
    }

    void unchangedTaskGivesTheSameText() { QCOMPARE(written(commented, read(commented)), QLatin1String(commented)); }

    void changeKeepsTheRest()
    {
        Task task = read(commented);
        task.arguments["image"] = "debian";
        QString expected = QLatin1String(commented);
        expected.replace(QLatin1String("\"ubuntu:22.04\""), QLatin1String("\"debian\""));
        QString alternative = QLatin1String(commented);
        alternative.replace(QLatin1String("\"ubuntu:22.04\""), QLatin1String("debian"));
        const QString text = written(commented, task);
        QVERIFY2(text == expected || text == alternative, qPrintable(text));
    }

    void additionsAndRemovalsKeepComments()
    {
        Task task = read(commented);
        task.arguments["get_logs"] = false;
        task.arguments.erase("env_vars");
        const QString text = written(commented, task);
        for (const char *kept : {"# A task with a story.", "# the id", "# pinned", "# who pays", "team: 'data'"})
            QVERIFY2(text.contains(QLatin1String(kept)), qPrintable(text));
        QVERIFY(!text.contains(QLatin1String("env_vars")));
        QCOMPARE(read(text.toStdString()), task);
    }

    void orderOfVariablesIsWritten()
    {
        Task task = read(commented);
        task.arguments["env_vars"] = Json({{"A", "2"}, {"B", "1"}});
        QCOMPARE(read(written(commented, task).toStdString()).argument("env_vars"), task.argument("env_vars"));
    }

    void orderOfArgumentsIsTheFiles()
    {
        const std::string text = "podtask: 1\ntask:\n  image: i\n  task_id: t\n";
        Task task = read(text);
        task.arguments = {{"task_id", "t"}, {"image", "j"}};
        QCOMPARE(written(text, task), QStringLiteral("podtask: 1\ntask:\n  image: j\n  task_id: t\n"));
    }

    void freshFileReadsBack()
    {
        Task task;
        task.arguments = {{"task_id", "t"}, {"arguments", {"echo", "10", "yes", "a: b"}}};
        task.sample = {{"ds", "2022-06-01"}};
        const QString text = written({}, task);
        QVERIFY(text.startsWith(QLatin1String("podtask: 1\ntask:\n")));
        QVERIFY(!text.contains(QLatin1String("template")));
        QCOMPARE(read(text.toStdString()), task);
    }

    void eachFieldOfTheExamplesChangesItsLineOnly()
    {
        for (const std::string &text : examples()) {
            const QStringList before = QString::fromStdString(text).split(QLatin1Char('\n'));
            const Task task = read(text);
            for (const auto &[name, value] : task.arguments.items()) {
                if (value.is_structured())
                    continue;
                Task changed = task;
                changed.arguments[name] = value.is_boolean() ? Json(!value.get<bool>()) : Json("another");
                const QStringList after = written(text, changed).split(QLatin1Char('\n'));
                QCOMPARE(read(after.join(QLatin1Char('\n')).toStdString()), changed);
                QCOMPARE(after.size(), before.size());
                for (qsizetype i = 0; i < before.size(); ++i) {
                    const bool isOfField =
                        before[i].startsWith(QStringLiteral("  %1:").arg(QString::fromStdString(name)));
                    QCOMPARE(after[i] != before[i], isOfField);
                    QCOMPARE(commentOf(after[i]), commentOf(before[i]));
                }
            }
        }
    }

    // Whatever reads as a task can be changed, written and read again; whatever does not is an error with a text.
    // PODWRIGHT_FUZZ_ROUNDS looks longer, and at other texts.
    void garbageNeverCrashes()
    {
        const int rounds = qEnvironmentVariable("PODWRIGHT_FUZZ_ROUNDS", QStringLiteral("800")).toInt();
        QRandomGenerator random(static_cast<quint32>(rounds));
        std::vector<std::string> seeds = examples();
        seeds.emplace_back(commented);
        int accepted = 0;
        for (int round = 0; round < rounds; ++round) {
            const std::string text = mutated(seeds[static_cast<size_t>(round) % seeds.size()], random);
            const auto file = parseTaskFile(text);
            if (!file) {
                QVERIFY(!file.error().message.isEmpty());
                continue;
            }
            ++accepted;
            Problems problems = validate(file->task);
            locateProblems(problems, text);
            Task task = file->task;
            task.arguments["image"] = "another";
            const auto again = writeTaskFile(text, task);
            QVERIFY2(again, text.c_str());
            const auto back = parseTaskFile(*again);
            QVERIFY2(back, again->c_str());
            QCOMPARE(sorted(back->task.arguments), sorted(task.arguments));
        }
        QVERIFY(accepted > rounds / 40); // else the rounds show nothing
    }

    void noiseNeverCrashes()
    {
        QRandomGenerator random(1);
        for (int round = 0; round < 2000; ++round) {
            std::string text(static_cast<size_t>(random.bounded(200)), ' ');
            std::ranges::generate(text, [&] { return static_cast<char>(random.bounded(256)); });
            QVERIFY(!parseTaskFile(text));
        }
        for (const char *open : {"[", "{a: ", "- ", "? "}) {
            std::string deep = "podtask: 1\ntask:\n  labels: ";
            for (int i = 0; i < 20'000; ++i)
                deep += open;
            QVERIFY(!parseTaskFile(deep));
        }
    }

    void examplesAreWithoutProblems()
    {
        for (const std::string &text : examples()) {
            const auto file = parseTaskFile(text);
            QVERIFY2(file, file ? "" : qPrintable(file.error().text()));
            QVERIFY(file->problems.empty());
            for (const Problem &problem : validate(file->task))
                QVERIFY2(problem.severity != Problem::Severity::Error, qPrintable(problem.message));
        }
        QCOMPARE(examples().size(), size_t(3));
    }
};

QTEST_GUILESS_MAIN(TestTaskFile)
#include "tst_task_file.moc"
