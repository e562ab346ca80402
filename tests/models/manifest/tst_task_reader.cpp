#include "random_pod.h"

#include "models/core/yaml.h"
#include "models/manifest/task_reader.h"
#include "models/task/python_source.h"

#include "tests/support/places.h"
#include "tests/support/yaml_file.h"

#include <QDir>
#include <QtTest>

using namespace podwright;
using core::Json;

// The laws between tasks and pods, over pods of any form, over manifests as people write them (manifests/), and in
// cases: reading.yaml (`pod` to `task`, `template` and `notes`) and editing.yaml (`task` and `template`, `set` or
// `remove` in its pod, and what must come of it).
class TestTaskReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void anyPodComesBack();
    void anyNormalTaskComesBack();
    void manifestsComeBack_data();
    void manifestsComeBack();
    void reading_data();
    void reading();
    void refusals_data();
    void refusals();
    void unchangedPodKeepsTheTask();
    void anyEditGivesThePod();
    void editing_data();
    void editing();
    void editKeepsPython();

private:
    unsigned m_seed = 0;
};

namespace {

const QString folder = support::sourcePath(QStringLiteral("tests/models/manifest/"));
const manifest::BuildOptions fixed{.nameSuffix = "XXXXXXXX",
                                   .secretVolumeUuid = "00000000-0000-4000-8000-000000000000"};

// Key order does not count.
QByteArray shown(const Json &value)
{
    return QByteArray::fromStdString(nlohmann::json(value).dump(2));
}

// The pod as KPO sends it: what it always says is there.
QByteArray settled(Json pod)
{
    if (!pod["spec"].contains("hostNetwork"))
        pod["spec"]["hostNetwork"] = false;
    pod["spec"]["restartPolicy"] = "Never";
    Json &container = pod["spec"]["containers"][0];
    if (core::at(container, {"terminationMessagePolicy"}).is_null())
        container["terminationMessagePolicy"] = "File";
    pod.erase("status");
    return shown(manifest::readable(pod));
}

Json built(const task::Task &task)
{
    const auto pod = manifest::buildPod(task, fixed);
    if (!pod)
        qFatal("%s", qPrintable(pod.error().text()));
    return manifest::readable(pod->pod);
}

QByteArray shownTask(const task::Task &task)
{
    return shown(Json{{"task", task.arguments}, {"template", task.podTemplate}, {"airflow", task.airflow}});
}

task::Task taskOf(const Json &given)
{
    return {.arguments = given.value("task", Json::object()), .podTemplate = given.value("template", Json::object())};
}

void compareNotes(const std::vector<QString> &notes, const Json &wanted)
{
    QCOMPARE(notes.size(), wanted.size());
    for (size_t i = 0; i < notes.size(); ++i)
        QVERIFY2(notes[i].contains(QString::fromStdString(wanted[i].get<std::string>())), qPrintable(notes[i]));
}

void addRows(const char *file)
{
    QTest::addColumn<QString>("given");
    const Json rows = support::readYamlFile(folder + QLatin1String(file));
    for (const auto &[name, given] : rows.items())
        QTest::newRow(name.c_str()) << QString::fromStdString(given.dump());
}

Json rowJson(const QString &text)
{
    return core::parseJson(text.toStdString());
}

} // namespace

void TestTaskReader::initTestCase()
{
    const QByteArray given = qgetenv("PODWRIGHT_SEED");
    m_seed = given.isEmpty() ? std::random_device()() : given.toUInt();
    qInfo("PODWRIGHT_SEED=%u", m_seed);
}

void TestTaskReader::anyPodComesBack()
{
    RandomPod random(m_seed);
    for (int i = 0; i < 200; ++i) {
        const Json pod = random.pod();
        const auto read = manifest::readTask(pod);
        QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
        QVERIFY2(read->notes.empty(), read->notes.empty() ? "" : qPrintable(read->notes.front()));
        QCOMPARE(shown(built(read->task)), settled(pod));
    }
}

void TestTaskReader::anyNormalTaskComesBack()
{
    RandomPod random(m_seed + 1);
    for (int i = 0; i < 100; ++i) {
        const task::Task normal = manifest::readTask(random.pod())->task;
        const auto again = manifest::readTask(built(normal));
        QVERIFY(again.ok());
        QCOMPARE(shownTask(again->task), shownTask(normal));
    }
}

void TestTaskReader::manifestsComeBack_data()
{
    QTest::addColumn<QString>("path");
    const auto files = QDir(folder + QStringLiteral("manifests")).entryInfoList({QStringLiteral("*.yaml")});
    QVERIFY(files.size() >= 25);
    for (const QFileInfo &file : files)
        QTest::newRow(qPrintable(file.baseName())) << file.filePath();
}

void TestTaskReader::manifestsComeBack()
{
    QFETCH(QString, path);
    const Json pod = support::readYamlFile(path);
    const auto read = manifest::readTask(pod);
    QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
    QVERIFY2(read->notes.empty(), qPrintable(read->notes.empty() ? QString() : read->notes.front()));
    QCOMPARE(shown(built(read->task)), settled(pod));
    QCOMPARE(shownTask(manifest::readTask(built(read->task))->task), shownTask(read->task));
}

void TestTaskReader::reading_data()
{
    addRows("reading.yaml");
}

void TestTaskReader::reading()
{
    QFETCH(QString, given);
    const Json wanted = rowJson(given);
    const auto read = manifest::readTask(wanted["pod"]);
    QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
    QCOMPARE(shownTask(read->task), shownTask(taskOf(wanted)));
    compareNotes(read->notes, wanted.value("notes", Json::array()));
}

void TestTaskReader::refusals_data()
{
    QTest::addColumn<QString>("pod");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const char *pod, const char *where, const char *message) {
        QTest::newRow(name) << QString::fromLatin1(pod) << QString::fromLatin1(where) << QString::fromLatin1(message);
    };
    row("nothing", "null", "", "no keys");
    row("a list", "[]", "", "no keys");
    row("a job", R"({"kind": "Job", "spec": {}})", "", "a Job, not a Pod");
    row("no spec", R"({"kind": "Pod"})", "/spec", "no spec");
    row("no containers", R"({"kind": "Pod", "spec": {"containers": []}})", "/spec/containers", "at least one");
    row("text container", R"({"kind": "Pod", "spec": {"containers": ["a"]}})", "/spec/containers", "at least one");
    row("metadata", R"({"kind": "Pod", "metadata": 1, "spec": {"containers": [{}]}})", "/metadata", "keys");
    row("volumes", R"({"spec": {"containers": [{"name": "a"}], "volumes": "x"}})", "/spec/volumes", "list");
    row("ports", R"({"spec": {"containers": [{"name": "a", "ports": 80}]}})", "/spec/containers/0/ports", "list");
    row("labels", R"({"metadata": {"labels": [1]}, "spec": {"containers": [{}]}})", "/metadata/labels", "map");
    row("env of a sidecar", R"({"spec": {"containers": [{"name": "a"}, {"name": "b", "env": "x"}]}})",
        "/spec/containers/1/env", "list");
}

void TestTaskReader::refusals()
{
    QFETCH(QString, pod);
    QFETCH(QString, where);
    QFETCH(QString, message);
    const auto read = manifest::readTask(rowJson(pod));
    QVERIFY(!read.ok());
    QCOMPARE(read.error().where, where);
    QVERIFY2(read.error().message.contains(message), qPrintable(read.error().message));
}

void TestTaskReader::unchangedPodKeepsTheTask()
{
    const Json rows = support::readYamlFile(folder + QStringLiteral("editing.yaml"));
    for (const auto &[name, given] : rows.items()) {
        const task::Task task = taskOf(given);
        const auto same = manifest::withPod(task, built(task), fixed);
        QVERIFY2(same.ok(), name.c_str());
        QVERIFY2(same->task == task, name.c_str());
    }
}

// Tasks with two layers, any part of whose pod is edited.
void TestTaskReader::anyEditGivesThePod()
{
    RandomPod random(m_seed + 3);
    for (int i = 0; i < 150; ++i) {
        task::Task task = manifest::readTask(random.pod())->task;
        task.arguments["get_logs"] = false;
        if (random.number(2) == 0) {
            Json layer = random.pod();
            layer["metadata"].erase("name");
            if (random.number(2) == 0)
                task.podTemplate = layer;
            else
                task.arguments["full_pod_spec"] = layer;
        }
        const Json before = built(task);
        const Json wanted = random.changed(before);
        const auto changed = manifest::withPod(task, wanted, fixed);
        QVERIFY2(changed.ok(), qPrintable(changed.ok() ? QString() : changed.error().text()));
        QCOMPARE(shown(built(changed->task)), settled(wanted));
        QCOMPARE(changed->task.argument("get_logs"), Json(false));
        QCOMPARE(changed->task.argument("task_id"), task.argument("task_id"));
    }
}

void TestTaskReader::editing_data()
{
    addRows("editing.yaml");
}

void TestTaskReader::editing()
{
    QFETCH(QString, given);
    const Json row = rowJson(given);
    const task::Task task = taskOf(row);
    Json pod = built(task);
    const Json settings = row.value("set", Json::object());
    for (const auto &[pointer, value] : settings.items())
        pod[Json::json_pointer(pointer)] = value;
    for (const Json &pointer : row.value("remove", Json::array())) {
        const Json::json_pointer place(pointer.get<std::string>());
        Json &parent = pod[place.parent_pointer()];
        if (parent.is_array())
            parent.erase(std::stoul(place.back()));
        else
            parent.erase(place.back());
    }
    const auto changed = manifest::withPod(task, pod, fixed);
    QVERIFY2(changed.ok(), qPrintable(changed.ok() ? QString() : changed.error().text()));
    QCOMPARE(shownTask(changed->task), shownTask(taskOf(row["becomes"])));
    compareNotes(changed->notes, row["becomes"].value("notes", Json::array()));
    QCOMPARE(shown(built(changed->task)), settled(pod));
}

void TestTaskReader::editKeepsPython()
{
    task::Task task{.arguments = {{"task_id", "t"},
                                  {"image", task::pythonValue("IMAGE")},
                                  {"arguments", Json::array({"--date", task::pythonValue("str(DAY)")})},
                                  {"env_vars", {{"A", "1"}, {"B", task::pythonValue("os.environ['B']")}}},
                                  {"volumes", task::pythonValue("common_volumes")},
                                  {"name", task::pythonValue("f'pod-{X}'")}}};
    const auto refused = manifest::buildPod(task, fixed);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().where, QStringLiteral("/task/image"));
    QVERIFY(refused.error().message.contains(QLatin1String("IMAGE")));
    manifest::BuildOptions preview = fixed;
    preview.keepsPython = true;
    Json pod = manifest::readable(manifest::buildPod(task, preview)->pod);
    const std::string text = core::writeYaml(pod, core::YamlDialect::TaskFile).text;
    QVERIFY2(text.find("image: !python IMAGE\n") != std::string::npos, text.c_str());
    pod = core::readYaml(text, {.dialect = core::YamlDialect::TaskFile})->value;
    QVERIFY(manifest::withPod(task, pod, fixed)->task == task);
    pod["spec"]["containers"][0]["env"][0]["value"] = "2";
    task::Task wanted = task;
    wanted.arguments["env_vars"]["A"] = "2";
    QCOMPARE(shownTask(manifest::withPod(task, pod, fixed)->task), shownTask(wanted));
}

QTEST_GUILESS_MAIN(TestTaskReader)
#include "tst_task_reader.moc"
