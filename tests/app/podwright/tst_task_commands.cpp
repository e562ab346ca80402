// render and validate as they are called, in this process.

#include "app/podwright/command_line.h"
#include "models/core/json.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <iostream>
#include <sstream>

using namespace podwright;

namespace {

struct Answer
{
    int exitCode = -1;
    std::string output, errors;
};

Answer ask(QByteArrayList arguments)
{
    arguments.prepend("podwright");
    std::vector<char *> pointers;
    for (QByteArray &argument : arguments)
        pointers.push_back(argument.data());
    const cli::Parsed parsed = cli::parse(int(pointers.size()), pointers.data());
    if (!parsed.action)
        return {parsed.exitCode, {}, {}};
    std::ostringstream output, errors;
    auto *const standard = std::cout.rdbuf(output.rdbuf());
    auto *const trouble = std::cerr.rdbuf(errors.rdbuf());
    const int code = parsed.action();
    std::cout.rdbuf(standard);
    std::cerr.rdbuf(trouble);
    return {code, output.str(), errors.str()};
}

} // namespace

class TestTaskCommands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void renderFillsIn()
    {
        const QByteArray file =
            write("podtask: 1\ntask: {task_id: t, image: 'a:{{ params.v }}', arguments: ['{{ ds }}']}\n"
                  "sample: {ds: 2022-06-01, params: {v: 1}}\n");
        Answer answer = ask({"render", file, "-o", "json"});
        QVERIFY2(answer.exitCode == 0, answer.errors.c_str());
        QCOMPARE(container(answer)["image"].get<std::string>(), std::string("a:1"));
        QCOMPARE(container(answer)["args"][0].get<std::string>(), std::string("2022-06-01"));
        answer = ask({"render", file, "-o", "json", "--sample", "params.v=2", "--sample", "ds=2023-01-01"});
        QCOMPARE(container(answer)["image"].get<std::string>(), std::string("a:2"));
        QCOMPARE(container(answer)["args"][0].get<std::string>(), std::string("2023-01-01"));
        answer = ask({"render", file, "-o", "json", "--raw"});
        QCOMPARE(container(answer)["image"].get<std::string>(), std::string("a:{{ params.v }}"));
    }

    void whatHasNoValueIsNamed()
    {
        const QByteArray file = write("podtask: 1\ntask:\n  task_id: t\n  image: a:1\n  arguments:\n  - '{{ ds }}'\n");
        const Answer answer = ask({"render", file});
        QCOMPARE(answer.exitCode, 3);
        QVERIFY(answer.output.empty());
        QVERIFY2(answer.errors.find(":6:5: error: Arguments uses ds, which has no value") != std::string::npos,
                 answer.errors.c_str());
        QCOMPARE(ask({"render", file, "--sample", "ds"}).exitCode, 3);
        QCOMPARE(ask({"render", file, "--sample", "ds=2022-01-01"}).exitCode, 0);
    }

    void validateHonoursSilence()
    {
        const QByteArray file = write("podtask: 1\ntask: {task_id: t, image: a}\nsilence: [image-untagged]\n");
        Answer answer = ask({"validate", file});
        QCOMPARE(answer.exitCode, 0);
        QVERIFY(answer.output.empty());
        QVERIFY2(answer.errors.find("1 silenced") != std::string::npos, answer.errors.c_str());
        answer = ask({"validate", "--all", file});
        QVERIFY2(answer.output.find("advice: ") != std::string::npos, answer.output.c_str());
        QVERIFY(answer.output.find("[image-untagged]") != std::string::npos);
        QVERIFY(answer.errors.empty());
    }

    void validateLooksAtTheMergedPod()
    {
        const QByteArray file =
            write("podtask: 1\ntask:\n  task_id: t\n  image: a:1\n  volumes: [{name: v}]\n  volume_mounts: [{name: v, "
                  "mountPath: /v}]\ntemplate: {spec: {containers: [{name: base}], volumes: [{name: v}]}}\n");
        const Answer answer = ask({"validate", file});
        QCOMPARE(answer.exitCode, 3);
        QVERIFY2(answer.output.find(":5:13: error: The pod has two volumes \"v\"") != std::string::npos,
                 answer.output.c_str());
    }

private:
    QByteArray write(const QByteArray &text)
    {
        const QString path = m_folder.filePath(QStringLiteral("t.podtask.yaml"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("no room for the task");
        return path.toUtf8();
    }

    static core::Json container(const Answer &answer)
    {
        const core::Json pod = core::parseJson(answer.output);
        return core::at(pod, {"spec", "containers"}).is_array() ? pod["spec"]["containers"][0] : core::Json();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestTaskCommands)
#include "tst_task_commands.moc"
