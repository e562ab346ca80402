#include "models/manifest/advice.h"

#include <QTest>

using namespace podwright;
using manifest::Json;

class TestAdviceOnPod : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void merged_data()
    {
        QTest::addColumn<QByteArray>("podTemplate");
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QByteArray>("id"); // empty: nothing to tell
        QTest::addColumn<QByteArray>("pointer");
        const auto row = [](const char *podTemplate, const char *arguments, const char *id, const char *pointer) {
            QTest::addRow("%s %s", id, arguments)
                << QByteArray(podTemplate) << QByteArray(arguments) << QByteArray(id) << QByteArray(pointer);
        };
        constexpr auto volumes = R"({"spec": {"containers": [], "volumes": [{"name": "v"}]}})";
        row(volumes, R"({"volumes": [{"name": "w"}, {"name": "v"}]})", "volume-merged-twice", "/task/volumes/1");
        row(volumes, R"({"volumes": [{"name": "w"}]})", "", "");
        row("{}", R"({"volumes": [{"name": "v"}, {"name": "v"}]})", "", ""); // told by the check of the argument
        constexpr auto base = R"({"spec": {"containers": [{"name": "base", "env": [{"name": "A", "value": "1"}],
            "volumeMounts": [{"name": "v", "mountPath": "/v"}], "ports": [{"name": "p", "containerPort": 1}]}]}})";
        row(base, R"({"env_vars": {"A": "2"}})", "variable-overridden", "/task/env_vars/A");
        row(base, R"({"env_vars": {"B": "2"}})", "", "");
        row(base, R"({"volume_mounts": [{"name": "w", "mountPath": "/v"}]})", "mount-merged-twice",
            "/task/volume_mounts/0");
        row(base, R"({"ports": [{"name": "p", "containerPort": 2}]})", "port-merged-twice", "/task/ports/0");
        row(base, R"({"ports": [{"containerPort": 1}]})", "", "");
    }
    void merged()
    {
        QFETCH(QByteArray, podTemplate);
        QFETCH(QByteArray, arguments);
        QFETCH(QByteArray, id);
        task::Task task;
        task.arguments = {{"task_id", "t"}, {"image", "a:1"}};
        task.arguments.update(Json::parse(arguments.toStdString()));
        task.podTemplate = Json::parse(podTemplate.toStdString());
        const auto built = manifest::buildPod(task, {.nameSuffix = "XXXXXXXX"});
        QVERIFY2(built.ok(), built ? "" : qPrintable(built.error().text()));
        const task::Problems problems = manifest::adviseOnPod(*built);
        QCOMPARE(problems.size(), size_t(id.isEmpty() ? 0 : 1));
        if (id.isEmpty())
            return;
        QCOMPARE(problems[0].id, id.toStdString());
        QTEST(QByteArray::fromStdString(problems[0].pointer), "pointer");
    }
};

QTEST_GUILESS_MAIN(TestAdviceOnPod)
#include "tst_advice_on_pod.moc"
