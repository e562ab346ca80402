#include "models/core/json.h"
#include "models/task/arguments.h"
#include "models/task/task_file.h"
#include "models/task/validation.h"
#include "tests/support/places.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace podwright::task;

namespace {

Task sound()
{
    Task task;
    task.arguments = {{"task_id", "t"}, {"image", "ubuntu:22.04"}, {"cmds", {"bash", "-c"}}, {"arguments", {"true"}}};
    return task;
}

} // namespace

class TestValidation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void soundTaskHasNoProblems() { QVERIFY(validate(sound()).empty()); }

    // Each row changes one thing of a sound task and expects exactly one problem.
    void problems_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("pointer");
        const auto row = [](const char *change, const char *id, const char *pointer) {
            QTest::newRow(change) << QByteArray(change) << QByteArray(id) << QByteArray("/task/").append(pointer);
        };
        row(R"({"image": null})", "image-required", "image");
        row(R"({"image": " ubuntu"})", "image-blanks", "image");
        row(R"({"image": "ubuntu bash"})", "image-form", "image");
        row(R"({"task_id": ""})", "task-id-required", "task_id");
        row(R"({"task_id": "a b"})", "task-id-form", "task_id");
        row(R"({"name": "my pod"})", "name-form", "name");
        row(R"({"namespace": "My_Space"})", "name-form", "namespace");
        row(R"({"cmds": "bash -c"})", "wrong-type", "cmds");
        row(R"({"arguments": ["echo", 10]})", "wrong-type", "arguments/1");
        row(R"({"retries": "3"})", "wrong-type", "retries");
        row(R"({"get_logs": "yes"})", "wrong-type", "get_logs");
        row(R"({"affinity": []})", "wrong-type", "affinity");
        row(R"({"container_logs": false})", "wrong-type", "container_logs");
        row(R"({"labels": {"a b": "c"}})", "key-form", "labels/a b");
        row(R"({"labels": {"a": "b/c"}})", "label-value", "labels/a");
        row(R"({"labels": {"a": 1}})", "value-not-text", "labels/a");
        row(R"({"annotations": {"/x": "c"}})", "key-form", "annotations/~1x");
        row(R"({"env_vars": {"EPOCHS": 40}})", "value-not-text", "env_vars/EPOCHS");
        row(R"({"env_vars": {"DEBUG": true}})", "value-not-text", "env_vars/DEBUG");
        row(R"({"env_vars": {"1A": "x"}})", "variable-name", "env_vars/1A");
        row(R"({"env_vars": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]})", "variable-twice",
            "env_vars/1/name");
        row(R"({"env_vars": [{"value": "1"}]})", "variable-name", "env_vars/0");
        row(R"({"env_vars": [{"name": "A", "valueFrom": {}}]})", "variable-source", "env_vars/0/valueFrom");
        row(R"({"env_from": [{}]})", "variable-source", "env_from/0");
        row(R"({"configmaps": ["A"]})", "name-form", "configmaps/0");
        row(R"({"secrets": [{"deploy_type": "file", "deploy_target": "A", "secret": "s", "key": "k"}]})", "secret-type",
            "secrets/0/deploy_type");
        row(R"({"secrets": [{"deploy_type": "env", "secret": "s", "key": "k"}]})", "secret-target", "secrets/0");
        row(R"({"secrets": [{"deploy_type": "volume", "secret": "s"}]})", "secret-target", "secrets/0");
        row(R"({"secrets": [{"deploy_type": "env", "deploy_target": "A", "key": "k"}]})", "secret-name", "secrets/0");
        row(R"({"container_resources": {"limits": {"memory": "6GB"}}})", "quantity-form",
            "container_resources/limits/memory");
        row(R"({"container_resources": {"limits": {"memory": "6Gi"}, "requests": {"memory": "8Gi"}}})",
            "limit-below-request", "container_resources/limits/memory");
        row(R"({"container_resources": {"requests": {"cpu": "-1"}}})", "quantity-negative",
            "container_resources/requests/cpu");
        row(R"({"container_resources": {"limits": {"memory": "512m"}}})", "quantity-fraction",
            "container_resources/limits/memory");
        row(R"({"container_resources": {"limits": {"gpu": 1}}})", "resource-name", "container_resources/limits/gpu");
        row(R"({"container_resources": {"requests": {"nvidia.com/gpu": 1}}})", "limit-missing",
            "container_resources/requests/nvidia.com~1gpu");
        row(R"({"container_resources": {"limits": {"nvidia.com/gpu": "500m"}}})", "quantity-whole",
            "container_resources/limits/nvidia.com~1gpu");
        row(R"({"container_resources": {"limit": {}}})", "unknown-key", "container_resources/limit");
        row(R"({"image_pull_policy": "always"})", "unknown-choice", "image_pull_policy");
        row(R"({"on_finish_action": "delete"})", "unknown-choice", "on_finish_action");
        row(R"({"image_pull_secrets": "a, b"})", "pull-secret-blanks", "image_pull_secrets");
        row(R"({"tolerations": [{"value": "x"}]})", "toleration-operator", "tolerations/0");
        row(R"({"tolerations": [{"key": "k", "operator": "Exists", "value": "x"}]})", "toleration-value",
            "tolerations/0/value");
        row(R"({"tolerations": [{"key": "k", "effect": "NoRun"}]})", "toleration-effect", "tolerations/0/effect");
        row(R"({"tolerations": [{"key": "k", "tolerationSeconds": 5}]})", "toleration-effect", "tolerations/0");
        row(R"({"volume_mounts": [{"name": "v", "mountPath": "/v"}]})", "mount-volume", "volume_mounts/0/name");
        row(R"({"volumes": [{"name": "v"}], "volume_mounts": [{"name": "v"}]})", "mount-path", "volume_mounts/0");
        row(R"({"volumes": [{"name": "v"}, {"name": "v"}], "volume_mounts": [{"name": "v", "mountPath": "/v"}]})",
            "name-twice", "volumes/1/name");
        row(R"({"volumes": [{"name": "v", "emptyDir": {}, "secret": {}}], "volume_mounts": [{"name": "v", "mountPath": "/v"}]})",
            "volume-source", "volumes/0");
        row(R"({"ports": [{"containerPort": 0}]})", "port-number", "ports/0/containerPort");
        row(R"({"ports": [{"containerPort": 80, "protocol": "tcp"}]})", "port-protocol", "ports/0/protocol");
        row(R"({"ports": [{"containerPort": 80, "name": "Http"}]})", "name-form", "ports/0/name");
        row(R"({"init_containers": [{"name": "a"}]})", "image-required", "init_containers/0");
        row(R"({"active_deadline_seconds": 0})", "out-of-range", "active_deadline_seconds");
        row(R"({"startup_timeout_seconds": -1})", "out-of-range", "startup_timeout_seconds");
        row(R"({"poll_interval": 0, "deferrable": true, "logging_interval": 5})", "out-of-range", "poll_interval");
        row(R"({"skip_on_exit_code": [99, 256]})", "out-of-range", "skip_on_exit_code/1");
        row(R"({"skip_on_exit_code": [0]})", "skip-success", "skip_on_exit_code/0");
        row(R"({"skip_on_exit_code": 0})", "skip-success", "skip_on_exit_code");
        row(R"({"dnspolicy": "None"})", "dns-servers", "dns_config");
        row(R"({"hostnetwork": true})", "host-dns", "dnspolicy");
        row(R"({"is_delete_operator_pod": true})", "ignored", "is_delete_operator_pod");
        row(R"({"in_cluster": true, "config_file": "/k"})", "connection-conflict", "in_cluster");
        row(R"({"in_cluster": true, "cluster_context": "c"})", "context-ignored", "cluster_context");
        row(R"({"random_name_suffix": false})", "fixed-name", "random_name_suffix");
        row(R"({"security_context": {"run_as_user": 1}})", "snake-case", "security_context/run_as_user");
        row(R"({"deferrable": true, "logging_interval": 5, "init_container_logs": true})", "not-deferrable",
            "init_container_logs");
        row(R"({"pod_template_dict": {"spec": {"hostNetwork": true}}, "hostnetwork": false})", "weak-value",
            "hostnetwork");
        row(R"({"subdomain": "{{ ds }}"})", "jinja-not-rendered", "subdomain");
    }

    void problems()
    {
        QFETCH(QByteArray, change);
        Task task = sound();
        task.arguments.update(Json::parse(change.toStdString()));
        Problems problems = validate(task);
        std::erase_if(problems, [](const Problem &problem) { // the rule of the form comes with that of Jinja
            return problem.id == "name-form" && problem.pointer == "/task/subdomain";
        });
        QCOMPARE(problems.size(), size_t(1));
        QTEST(QByteArray::fromStdString(problems[0].id), "id");
        QTEST(QByteArray::fromStdString(problems[0].pointer), "pointer");
        QVERIFY(!problems[0].message.isEmpty());
    }

    void accepted_data()
    {
        QTest::addColumn<QByteArray>("change");
        for (const char *change :
             {R"({"image": "{{ var.value.image }}"})", R"({"namespace": "{{ ns }}"})",
              R"({"env_vars": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}]})",
              R"({"labels": {"example.com/team": "", "b": null}})", R"({"container_logs": true})",
              R"({"container_logs": "base"})", R"({"skip_on_exit_code": 99})", R"({"image_pull_secrets": "a,b"})",
              R"({"container_resources": {"limits": {"cpu": 1, "memory": "{{ m }}"}, "requests": {"cpu": "500m"}}})",
              R"({"container_resources": {"limits": {"nvidia.com/gpu": 1}}})", R"({"schedule_timeout_seconds": 0})",
              R"({"tolerations": [{"operator": "Exists"}]})", R"({"secrets": [{"deploy_type": "env", "secret": "s"}]})",
              R"({"volume_mounts": [{"name": "v", "mountPath": "/v"}], "volumes": [{"name": "v", "emptyDir": {}}]})",
              R"({"volume_mounts": [{"name": "v", "mountPath": "/v"}], "pod_template_file": "/t.yaml"})",
              R"({"image": null, "pod_template_file": "/t.yaml"})",
              R"({"poll_interval": 0.5, "deferrable": true, "logging_interval": 5})"})
            QTest::newRow(change) << QByteArray(change);
    }

    void accepted()
    {
        QFETCH(QByteArray, change);
        Task task = sound();
        task.arguments.update(Json::parse(change.toStdString()));
        for (const Problem &problem : validate(task))
            QFAIL(qPrintable(problem.message));
    }

    void imageOfTheTemplateIsEnough()
    {
        Task task = sound();
        task.arguments.erase("image");
        task.podTemplate = {{"spec", {{"containers", Json::array({{{"image", "debian"}}})}}}};
        QVERIFY(validate(task).empty());
    }

    void problemsComeInTheOrderOfTheForm()
    {
        Task task;
        task.arguments = {{"retries", "x"}, {"cmds", "x"}};
        const Problems problems = validate(task);
        QCOMPARE(problems.size(), size_t(4));
        QCOMPARE(problems[0].argument(), std::string("task_id"));
        QCOMPARE(problems[1].argument(), std::string("image"));
        QCOMPARE(problems[2].argument(), std::string("cmds"));
        QCOMPARE(problems[3].argument(), std::string("retries"));
    }

    // validate() runs on every keystroke: a millisecond is the most it may take in a release build.
    void costOfTheExamples()
    {
        QDirIterator files(podwright::support::sourcePath(QStringLiteral("resources/examples")),
                           {QStringLiteral("*.yaml")});
        QVERIFY(files.hasNext());
        while (files.hasNext()) {
            QFile source(files.next());
            QVERIFY(source.open(QIODevice::ReadOnly));
            const Task task = parseTaskFile(source.readAll().toStdString()).value().task;
            constexpr int rounds = 200;
            QElapsedTimer timer;
            timer.start();
            for (int round = 0; round < rounds; ++round)
                validate(task);
            qInfo("%s: %.1f us", qPrintable(files.fileName()), double(timer.nsecsElapsed()) / 1000 / rounds);
        }
    }

    // No value of any form makes a check stumble.
    void strangeValuesAreOnlyReported()
    {
        const std::vector<Json> values = {nullptr,
                                          true,
                                          0,
                                          -1.5,
                                          "",
                                          "x",
                                          "{{ x }}",
                                          Json::array(),
                                          Json::object(),
                                          Json::array({nullptr, 1, "a", Json::array(), Json::object()}),
                                          {{"", nullptr}, {"a", Json::array({1})}, {"limits", {{"cpu", nullptr}}}},
                                          Json::array({{{"name", 1}, {"mountPath", nullptr}, {"valueFrom", 1}}})};
        for (const Argument &argument : arguments()) {
            for (const Json &value : values) {
                Task task = sound();
                task.arguments[std::string(argument.name)] = value;
                for (const Problem &problem : validate(task))
                    QVERIFY(!problem.message.isEmpty() && problem.pointer.starts_with('/'));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestValidation)
#include "tst_validation.moc"
