#include "models/airflow/export.h"
#include "models/airflow/import.h"
#include "models/core/yaml.h"
#include "models/task/python_source.h"
#include "models/task/task_file.h"
#include "models/task/validation.h"

#include "tests/support/places.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

using namespace podwright;
using core::Json;

// corpus/NAME.py are DAG files in the styles of Airflow 1.10, 2 and 3; NAME.expected.yaml beside it is the list of
// tasks that must come of it: task, template, airflow, sample, and a part of each note. yaml/ is the same for YAML.
class TestImport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void corpus_data();
    void corpus();
    void corpusIsLarge();
    void tellsPythonFromYaml_data();
    void tellsPythonFromYaml();
    void faults_data();
    void faults();
    void nothingIsExecuted();
    void largeFilesEndInTime_data();
    void largeFilesEndInTime();
    void pythonValuesSurviveTheFile();
    void schedulesSurviveTheExport();
    void stops();
};

namespace {

const QString folder = support::sourcePath(QStringLiteral("tests/models/airflow/"));
const QByteArray importLine = "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
    return file.readAll();
}

QString expectedPath(const QString &source)
{
    const QFileInfo file(source);
    return file.path() + QLatin1Char('/') + file.completeBaseName() + QStringLiteral(".expected.yaml");
}

Json expectedOf(const QString &source)
{
    const QString path = expectedPath(source);
    const auto read = core::readYaml(contentOf(path).toStdString(), {.dialect = core::YamlDialect::TaskFile});
    if (!read)
        qFatal("%s: %s", qPrintable(path), qPrintable(read.error().text()));
    return read->value;
}

Json textsOf(const std::vector<QString> &notes)
{
    Json result = Json::array();
    for (const QString &note : notes)
        result.push_back(note.toStdString());
    return result;
}

// For new cases: what comes of them now, to be read by a person before it is kept.
void writeExpected(const QString &source, const airflow::Imported &imported)
{
    Json tasks = Json::array();
    for (const airflow::ImportedTask &one : imported.tasks) {
        Json task = {{"origin", one.origin.toStdString()}, {"task", one.task.arguments}};
        const std::pair<const char *, const Json &> parts[] = {
            {"template", one.task.podTemplate}, {"airflow", one.task.airflow}, {"sample", one.task.sample}};
        for (const auto &[name, part] : parts)
            if (!part.empty())
                task[name] = part;
        if (!one.notes.empty())
            task["notes"] = textsOf(one.notes);
        tasks.push_back(task);
    }
    Json expected = {{"tasks", tasks}};
    if (!imported.notes.empty())
        expected["notes"] = textsOf(imported.notes);
    QFile file(expectedPath(source));
    if (file.open(QIODevice::WriteOnly))
        file.write(QByteArray::fromStdString(core::writeYaml(expected, core::YamlDialect::TaskFile).text));
}

QByteArray shown(const Json &value)
{
    return QByteArray::fromStdString(nlohmann::json(value).dump(1));
}

QByteArray shown(const task::Task &task)
{
    Json parts = Json::object();
    parts["task"] = task.arguments;
    parts["template"] = task.podTemplate;
    parts["airflow"] = task.airflow;
    parts["sample"] = task.sample;
    return shown(parts);
}

QByteArray wanted(const Json &given)
{
    Json parts = Json::object();
    for (const char *part : {"task", "template", "airflow", "sample"})
        parts[part] = given.value(part, Json::object());
    return shown(parts);
}

void compareNotes(const std::vector<QString> &notes, const Json &expected, const char *where)
{
    QStringList all(notes.begin(), notes.end());
    QVERIFY2(notes.size() == expected.size(), qPrintable(QLatin1String(where) + all.join(QLatin1Char('\n'))));
    for (size_t i = 0; i < notes.size(); ++i)
        QVERIFY2(notes[i].contains(QString::fromStdString(expected[i].get<std::string>())), qPrintable(notes[i]));
}

} // namespace

void TestImport::corpus_data()
{
    QTest::addColumn<QString>("path");
    for (const char *part : {"corpus", "yaml"})
        for (const QFileInfo &file : QDir(folder + QLatin1String(part)).entryInfoList(QDir::Files))
            if (!file.fileName().endsWith(QLatin1String(".expected.yaml")))
                QTest::newRow(qPrintable(file.fileName())) << file.filePath();
}

void TestImport::corpus()
{
    QFETCH(QString, path);
    const auto imported = airflow::importText(contentOf(path), QFileInfo(path).fileName());
    QVERIFY2(imported.ok(), qPrintable(imported.ok() ? QString() : imported.error().text()));
    if (qEnvironmentVariableIsSet("PODWRIGHT_WRITE_EXPECTED"))
        writeExpected(path, *imported);
    const Json expected = expectedOf(path);
    compareNotes(imported->notes, expected.value("notes", Json::array()), "the file");
    QCOMPARE(imported->tasks.size(), expected["tasks"].size());
    for (size_t i = 0; i < imported->tasks.size(); ++i) {
        const airflow::ImportedTask &one = imported->tasks[i];
        const Json &want = expected["tasks"][i];
        QCOMPARE(shown(one.task), wanted(want));
        compareNotes(one.notes, want.value("notes", Json::array()), one.task.taskId().c_str());
        QCOMPARE(one.origin, QString::fromStdString(core::textAt(want, {"origin"})));
    }
}

void TestImport::corpusIsLarge()
{
    size_t tasks = 0;
    for (const QFileInfo &file : QDir(folder + QStringLiteral("corpus")).entryInfoList({QStringLiteral("*.py")}))
        tasks += expectedOf(file.filePath())["tasks"].size();
    QVERIFY2(tasks >= 60, qPrintable(QString::number(tasks)));
}

void TestImport::tellsPythonFromYaml_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("name");
    const QByteArray dag = importLine + "KubernetesPodOperator(task_id='t', image='a')\n";
    const QByteArray pod = "kind: Pod\nmetadata: {name: t}\nspec: {containers: [{name: base, image: a}]}\n";
    QTest::newRow("DAG file") << dag << "a.py";
    QTest::newRow("pasted DAG") << dag << QString();
    QTest::newRow("pasted call") << QByteArray("t = KubernetesPodOperator(\n  task_id='t', image='a')\n") << QString();
    QTest::newRow("manifest") << pod << "a.yaml";
    QTest::newRow("pasted manifest") << pod << QString();
    QTest::newRow("JSON") << QByteArray(R"({"kind": "Pod", "metadata": {"name": "t"},
        "spec": {"containers": [{"name": "base", "image": "a"}]}})")
                          << "a.json";
    QTest::newRow("script in a manifest") << pod + "# @task\n# KubernetesPodOperator(\n" << QStringLiteral("pod.yml");
    QTest::newRow("task file") << QByteArray("podtask: 1\ntask: {task_id: t, image: a}\n") << "t.podtask.yaml";
}

void TestImport::tellsPythonFromYaml()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, name);
    const auto imported = airflow::importText(text, name);
    QVERIFY2(imported.ok(), qPrintable(imported.ok() ? QString() : imported.error().text()));
    QCOMPARE(imported->tasks.size(), size_t(1));
    QCOMPARE(imported->tasks[0].task.taskId(), std::string("t"));
    QCOMPARE(imported->tasks[0].task.argument("image"), Json("a"));
}

void TestImport::faults_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *label, const QByteArray &text, const char *name, int line, const char *message) {
        QTest::newRow(label) << text << QString::fromLatin1(name) << line << QString::fromLatin1(message);
    };
    row("syntax", "x = 1\nf(a,,b)\n", "a.py", 2, "Python syntax");
    row("Python 2", "print 'hello'\n", "a.py", 1, "print");
    row("not UTF-8", "x = 1\ny = '\xff'\n", "a.py", 2, "is not utf-8");
    row("unknown encoding", "# coding: nonsense\nx = 1\n", "a.py", 1, "encoding");
    row("null character", QByteArray("x = 1\n\0", 7), "a.py", 2, "null");
    row("no task", "x = 1\n", "a.py", 0, "no task");
    row("empty", "", "a.py", 0, "no task");
    row("deep brackets", importLine + "x = " + QByteArray(5000, '[') + QByteArray(5000, ']') + "\n", "a.py", 2,
        "nested");
    row("deep attributes", importLine + "x = a" + QByteArray(".b").repeated(60000) + "\n", "a.py", 0, "nested");
    row(
        "deep indentation",
        importLine +
            [] {
                QByteArray text;
                for (int i = 0; i < 150; ++i)
                    text += QByteArray(i, ' ') + "if x:\n";
                return text + QByteArray(150, ' ') + "pass\n";
            }(),
        "a.py", 102, "indentation");
    row("YAML", "a: [\n", "a.yaml", 2, "");
    row("a service", "kind: Service\nmetadata: {name: s}\n", "a.yaml", 1, "Service \"s\" makes no pod");
    row("no containers", "kind: Pod\nspec:\n  containers: []\n", "a.yaml", 3, "container");
    row("empty YAML", "# nothing\n", "a.yaml", 0, "nothing here");
    row("bad task file", "podtask: 1\ntask: {imgae: a}\n", "a.yaml", 2, "imgae");
}

void TestImport::faults()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, name);
    QFETCH(int, line);
    QFETCH(QString, message);
    const auto imported = airflow::importText(text, name);
    QVERIFY(!imported.ok());
    QCOMPARE(imported.error().kind, core::Error::Kind::Invalid);
    QVERIFY2(imported.error().message.contains(message), qPrintable(imported.error().text()));
    QCOMPARE(imported.error().position.line, line);
    QCOMPARE(imported.error().where, name);
}

void TestImport::nothingIsExecuted()
{
    const QTemporaryDir temporary;
    const QString trace = temporary.filePath(QStringLiteral("trace"));
    const QByteArray touch = "open('" + trace.toUtf8() + "', 'w').write('x')";
    const QByteArray dag = "import os, sys\n" + touch + "\nos.system('touch " + trace.toUtf8() + "')\n" + importLine +
                           "def f():\n    " + touch + "\n    return 'a'\n" + "class A:\n    " + touch + "\n" +
                           "t = KubernetesPodOperator(task_id='t', image=f(), name=f\"{" + touch + "}\",\n" +
                           "  labels={'a': __import__('os').system('touch " + trace.toUtf8() + "')},\n" +
                           "  arguments=[(lambda: " + touch + ")(), '%s' % f(), 'x'.join(f())])\n" +
                           "while True:\n    pass\nsys.exit(3)\n";
    const auto imported = airflow::importText(dag, QStringLiteral("evil.py"));
    QVERIFY2(imported.ok(), qPrintable(imported.ok() ? QString() : imported.error().text()));
    QCOMPARE(imported->tasks.size(), size_t(1));
    QCOMPARE(imported->tasks[0].task.argument("image"), task::pythonValue("f()"));
    QVERIFY(!QFile::exists(trace));
}

void TestImport::largeFilesEndInTime_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isRead");
    QByteArray lines = importLine;
    for (int i = 0; i < 50000; ++i)
        lines += "x" + QByteArray::number(i) + " = " + QByteArray::number(i) + "\n";
    const QByteArray task = "KubernetesPodOperator(task_id='t', image=str(x7))\n";
    QTest::newRow("50,000 lines") << lines + task << true;
    QByteArray tasks = importLine;
    for (int i = 0; i < 20000; ++i)
        tasks += "KubernetesPodOperator(task_id='t" + QByteArray::number(i) + "')\n";
    QTest::newRow("20,000 tasks") << tasks << false;
    QByteArray bomb = importLine + "b0 = ['x', 'y']\n";
    for (int i = 0; i < 60; ++i)
        bomb += "b" + QByteArray::number(i + 1) + " = [" + QByteArray("b" + QByteArray::number(i) + ", ").repeated(9) +
                "]\n";
    QTest::newRow("lists that grow") << bomb + "KubernetesPodOperator(task_id='t', arguments=b60)\n" << false;
    QTest::newRow("huge text") << importLine + "KubernetesPodOperator(task_id='t', image='" + QByteArray(4000000, 'x') +
                                      "')\n"
                               << true;
    QTest::newRow("endless loop") << importLine + "while True: pass\n" + "KubernetesPodOperator(task_id='t')\n" << true;
    QTest::newRow("names in a circle") << importLine + "a = b\nb = a\nKubernetesPodOperator(task_id='t', image=a)\n"
                                       << true;
    QTest::newRow("too large") << QByteArray(9 << 20, '#') << false;
}

void TestImport::largeFilesEndInTime()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isRead);
    QElapsedTimer timer;
    timer.start();
    const auto imported = airflow::importText(text, QStringLiteral("large.py"));
    QVERIFY2(imported.ok() == isRead, qPrintable(imported.ok() ? QString() : imported.error().text()));
    QVERIFY(isRead || !imported.error().message.isEmpty());
    QVERIFY2(timer.elapsed() < 60000, qPrintable(QString::number(timer.elapsed())));
}

void TestImport::pythonValuesSurviveTheFile()
{
    const QByteArray dag = importLine +
                           "KubernetesPodOperator(task_id='t', image=get(\n    'x: y',  # why\n    \"#\"),\n"
                           "  env_vars={'A': X, 'B': '1'}, labels=labels, arguments=['a', str(Y)])\n";
    const auto imported = airflow::importText(dag, QStringLiteral("a.py"));
    QVERIFY(imported.ok());
    const task::Task &task = imported->tasks[0].task;
    const auto text = task::writeTaskFile({}, task);
    QVERIFY(text.ok());
    const auto again = task::parseTaskFile(*text);
    QVERIFY2(again.ok(), qPrintable(again.ok() ? QString() : again.error().text()));
    QVERIFY(again->task == task);
    QVERIFY2(text->find("  labels: !python labels\n") != std::string::npos, text->c_str());
    for (const task::Problem &problem : task::validate(task))
        QVERIFY2(problem.severity != task::Problem::Severity::Error, qPrintable(problem.message));
    task::Task changed = task;
    changed.arguments["labels"] = {{"a", "b"}};
    changed.arguments["name"] = Json{{"!python", "NAME"}};
    const auto edited = task::writeTaskFile(*text, changed);
    QVERIFY(edited.ok());
    QVERIFY(task::parseTaskFile(*edited)->task == changed);
}

void TestImport::schedulesSurviveTheExport()
{
    const auto imported = airflow::importText(contentOf(folder + "corpus/a2_schedules.py"), "a2_schedules.py");
    QVERIFY(imported.ok());
    for (const airflow::ImportedTask &one : imported->tasks) {
        const auto exported = airflow::exportTasks(std::span(&one.task, 1), airflow::ExportForm::Dag);
        QVERIFY(exported.ok());
        const auto again = airflow::importText(QByteArray::fromStdString(exported->text), "again.py");
        QVERIFY(again.ok() && again->tasks.size() == 1);
        const Json &schedule = core::at(one.task.airflow, {"schedule"});
        QCOMPARE(shown(core::at(again->tasks[0].task.airflow, {"schedule"})), shown(schedule));
        const bool isDuration = task::isPython(schedule) && task::pythonText(schedule).starts_with("datetime.");
        QCOMPARE(exported->text.find("import datetime\n") != std::string::npos, isDuration);
    }
}

void TestImport::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const auto imported = airflow::importText(importLine, QStringLiteral("a.py"), stop.get_token());
    QVERIFY(!imported.ok());
    QCOMPARE(imported.error().kind, core::Error::Kind::Cancelled);
}

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
