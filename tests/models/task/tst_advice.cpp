// Each piece of advice comes when it should, and not otherwise; and each can be silenced.

#include "models/task/secret_words.h"
#include "models/task/silence.h"
#include "models/task/task_document.h"
#include "models/task/task_file.h"
#include "models/task/validation.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <functional>
#include <set>

using namespace podwright::task;

namespace {

// `change` replaces arguments; its key "template" is the file's own template.
Task changed(const QByteArray &change)
{
    Task task;
    task.arguments = {{"task_id", "t"}, {"image", "ubuntu:22.04"}};
    Json values = Json::parse(change.toStdString());
    if (values.contains("template")) {
        task.podTemplate = values["template"];
        values.erase("template");
    }
    task.arguments.update(values);
    return task;
}

std::vector<std::string> placesOf(const Task &task, std::string_view id)
{
    std::vector<std::string> places;
    for (const Problem &problem : validate(task)) {
        if (problem.id == id)
            places.push_back(problem.pointer);
    }
    return places;
}

} // namespace

class TestAdvice : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rules_data()
    {
        QTest::addColumn<QByteArray>("bad");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("good"); // the nearest thing that is fine
        const auto row = [](const char *id, const char *bad, const char *pointer, const char *good) {
            QTest::addRow("%s %s", id, bad)
                << QByteArray(bad) << QByteArray(id) << QByteArray(pointer) << QByteArray(good);
        };
        const auto task = [&row](const char *id, const char *bad, const char *place, const char *good) {
            row(id, bad, QByteArray("/task/").append(place).constData(), good);
        };
        imageRows(task);
        commandRows(task);
        contentRows(task);
        runRows(task);
        xcomRows(task);
        templateRows(row);
        jinjaRows(row);
    }

    void rules()
    {
        QFETCH(QByteArray, bad);
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, good);
        const auto places = placesOf(changed(bad), id.toStdString());
        QCOMPARE(places.size(), size_t(1));
        QTEST(QByteArray::fromStdString(places[0]), "pointer");
        QVERIFY(placesOf(changed(good), id.toStdString()).empty());
        QVERIFY2(std::ranges::binary_search(silenceableIds(), id.toStdString()), id.constData());
        for (const Problem &problem : validate(changed(bad))) {
            if (problem.id == id.toStdString())
                QVERIFY(problem.severity != Problem::Severity::Error && !problem.fix.isEmpty());
        }
    }

    void everySilenceableIdIsTested()
    {
        rulesSeen();
        for (const std::string_view id : silenceableIds())
            QVERIFY2(m_seen.contains(std::string(id)), std::string(id).c_str());
    }

    void secrets_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isSecret");
        const auto row = [](const char *name, const char *value, bool isSecret) {
            QTest::addRow("%s=%s", name, value) << QByteArray(name) << QByteArray(value) << isSecret;
        };
        row("DB_PASSWORD", "hunter2", true);
        row("dbPassword", "hunter2", true);
        row("API_KEY", "abc", true);
        row("GITHUB_TOKEN", "x", true);
        row("X", "ghp_0123456789abcdefghijklmnopqrstuvwxyz", true);
        row("X", "AKIAABCDEFGHIJKLMNOP", true);
        row("X", "postgres://me:hunter2@db/x", true);
        row("X", "eyJhbGciOi.eyJzdWIi.c2ln", true);
        row("X", "-----BEGIN RSA PRIVATE KEY-----\nabc", true);
        row("DB_PASSWORD_FILE", "/run/secrets/x", false);
        row("DB_PASSWORD", "/run/secrets/x", false);
        row("DB_PASSWORD", "$(OTHER)", false);
        row("TOKEN_LIMIT", "512", false);
        row("MAX_TOKENS", "512", false);
        row("SECRET_NAME", "db", false);
        row("KEYBOARD", "de", false);
        row("X", "postgres://me@db/x", false);
        row("X", "postgres://$(USER):$(PASS)@db/x", false);
        row("X", "http://host:80/a@b", false);
    }
    void secrets()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(bool, isSecret);
        QCOMPARE(looksSecret(name.toStdString(), value.toStdString()), isSecret);
    }

    void secretsAreNotRepeated()
    {
        const Task task =
            changed(R"({"env_vars": {"PASSWORD": "hunter2x"}, "cmds": ["app"], "arguments": ["--token=hunter2x"]})");
        const Problems problems = validate(task);
        QCOMPARE(std::ranges::count(problems, "secret-literal", &Problem::id), 1);
        QCOMPARE(std::ranges::count(problems, "argument-secret", &Problem::id), 1);
        for (const Problem &problem : problems)
            QVERIFY(!(problem.message + problem.fix).contains(QStringLiteral("hunter2")));
    }

    void silenceIsKept()
    {
        TaskDocument document;
        document.edit("/task/task_id", "t");
        document.edit("/task/image", "ubuntu");
        document.edit("/task/on_finish_action", "keep_pod");
        QCOMPARE(document.problems().size(), size_t(2));
        QSignalSpy edits(&document, &TaskDocument::changed);
        document.edit("/silence", silenceWith(document.task(), "image-untagged", true));
        QCOMPARE(edits.size(), 1);
        QCOMPARE(document.problems().size(), size_t(1));
        QCOMPARE(document.problems()[0].id, std::string("kept-pods"));
        QCOMPARE(document.silencedCount(), 1);
        document.undoStack()->undo();
        QCOMPARE(document.problems().size(), size_t(2));
        QCOMPARE(document.silencedCount(), 0);
        document.undoStack()->redo();
        document.edit("/silence", silenceWith(document.task(), "image-untagged", false));
        QCOMPARE(document.silencedCount(), 0);
        QVERIFY(document.task().silence.empty());
        document.edit("/silence/0", "kept-pods"); // it is edited as a whole
        QVERIFY(document.task().silence.empty());
    }

    void silenceInTheFile()
    {
        const std::string text =
            "podtask: 1\ntask:\n  task_id: t\n  image: ubuntu\nsilence: [image-untagged] # known\n";
        const auto file = parseTaskFile(text);
        QVERIFY(file.ok());
        Task task = file->task;
        QVERIFY(heard(task, validate(task)).problems.empty());
        QCOMPARE(writeTaskFile(text, task).value(), text);
        task.silence = silenceWith(task, "kept-pods", true);
        const std::string written = writeTaskFile(text, task).value();
        QVERIFY2(written.find("kept-pods") != std::string::npos, written.c_str());
        QVERIFY(parseTaskFile(written)->task == task);
        QVERIFY(!parseTaskFile("podtask: 1\nsilence: image-untagged\n").ok());
    }

    void errorsAndUnknownIdsCannotBeSilenced()
    {
        Task task = changed(R"({"image": null})");
        task.silence = {"image-required", "image-untaged", 3};
        const Problems problems = heard(task, validate(task)).problems;
        QCOMPARE(std::ranges::count(problems, "image-required", &Problem::id), 1);
        QCOMPARE(std::ranges::count(problems, "unknown-silence", &Problem::id), 3);
        const auto near = std::ranges::find(problems, "/silence/1", &Problem::pointer);
        QVERIFY(near != problems.end());
        QVERIFY(near->fix.contains(QStringLiteral("image-untagged")));
    }

private:
    using Row = std::function<void(const char *id, const char *bad, const char *place, const char *good)>;

    static void imageRows(const Row &row)
    {
        row("image-untagged", R"({"image": "ubuntu"})", "image", R"({"image": "ubuntu@sha256:0"})");
        row("image-untagged", R"({"image": "host:5000/a/ubuntu"})", "image", R"({"image": "host:5000/ubuntu:1"})");
        row("image-latest", R"({"image": "ubuntu:latest"})", "image", R"({"image": "ubuntu:latest@sha256:0"})");
        row("image-stale", R"({"image": "a", "image_pull_policy": "IfNotPresent"})", "image_pull_policy",
            R"({"image_pull_policy": "IfNotPresent"})");
        row("pull-never", R"({"image_pull_policy": "Never"})", "image_pull_policy",
            R"({"image_pull_policy": "Always"})");
        const std::string longName = Json{{"name", std::string(55, 'a')}}.dump();
        const std::string fits = Json{{"name", std::string(54, 'a')}}.dump();
        row("name-cut", longName.c_str(), "name", fits.c_str());
        row("fixed-name", R"({"random_name_suffix": false})", "random_name_suffix", R"({"random_name_suffix": true})");
    }

    static void commandRows(const Row &row)
    {
        row("command-blanks", R"({"cmds": ["python main.py"]})", "cmds/0", R"({"cmds": ["python", "a b"]})");
        row("shell-script", R"({"cmds": ["bash", "-cx"]})", "arguments",
            R"({"cmds": ["bash", "-cx"], "arguments": ["x"]})");
        row("shell-arguments", R"({"cmds": ["/bin/sh", "-c"], "arguments": ["echo", "10"]})", "arguments",
            R"({"cmds": ["sh", "-c"], "arguments": ["echo $1", "x", "10"]})");
        row("shell-syntax", R"({"cmds": ["echo"], "arguments": ["a", "&&", "b"]})", "arguments/1",
            R"({"cmds": ["echo"], "arguments": ["a && b"]})");
        row("file-not-loaded", R"({"cmds": ["bash", "run.sh"]})", "cmds/1", R"({"cmds": ["bash", "/app/run.sh"]})");
        row("argument-secret", R"({"arguments": ["--password=hunter2"]})", "arguments/0",
            R"({"arguments": ["--password=$(PASSWORD) "]})");
        row("argument-secret", R"({"arguments": ["--password", "hunter2"]})", "arguments/1",
            R"({"arguments": ["--password", "--verbose"]})");
    }

    static void contentRows(const Row &row)
    {
        row("secret-literal", R"({"env_vars": {"DB_PASSWORD": "hunter2"}})", "env_vars/DB_PASSWORD",
            R"({"env_vars": {"DB_PASSWORD": "{{ conn.db.password }}"}})");
        row("secret-literal", R"({"env_vars": [{"name": "API_TOKEN", "value": "x"}]})", "env_vars/0/value",
            R"({"env_vars": [{"name": "API_TOKEN", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]})");
        row("variable-twice", R"({"env_vars": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]})",
            "env_vars/1/name", R"({"env_vars": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]})");
        row("secret-upper",
            R"({"secrets": [{"deploy_type": "env", "deploy_target": "pw", "secret": "s", "key": "k"}]})",
            "secrets/0/deploy_target",
            R"({"secrets": [{"deploy_type": "env", "deploy_target": "PW", "secret": "s", "key": "k"}]})");
        row("secret-target", R"({"secrets": [{"deploy_type": "env", "deploy_target": "PW", "secret": "s"}]})",
            "secrets/0/deploy_target", R"({"secrets": [{"deploy_type": "env", "secret": "s"}]})");
        row("label-overwritten", R"({"labels": {"dag_id": "x"}})", "labels/dag_id", R"({"labels": {"dag": "x"}})");
        row("label-changes", R"({"labels": {"a": "{{ ti.try_number }}"}})", "labels/a",
            R"({"labels": {"a": "{{ ds_nodash }}"}})");
        row("memory-limit", R"({"container_resources": {"requests": {"memory": "1Gi"}}})", "container_resources",
            R"({"container_resources": {"requests": {"memory": "1Gi"}, "limits": {"memory": "1Gi"}}})");
        row("quantity-fraction", R"({"container_resources": {"limits": {"memory": "5m"}}})",
            "container_resources/limits/memory", R"({"container_resources": {"limits": {"memory": "5M"}}})");
        row("privileged", R"({"container_security_context": {"privileged": true}})", "container_security_context",
            R"({"container_security_context": {"privileged": false}})");
        row("snake-case", R"({"security_context": {"run_as_user": 1}})", "security_context/run_as_user",
            R"({"security_context": {"runAsUser": 1}})");
        row("host-path", R"({"volumes": [{"name": "v", "hostPath": {"path": "/"}}]})", "volumes/0",
            R"({"volumes": [{"name": "v", "emptyDir": {}}]})");
        row("volume-unused", R"({"volumes": [{"name": "v", "emptyDir": {}}]})", "volumes/0",
            R"({"volumes": [{"name": "v"}], "init_containers": [{"name": "i", "volumeMounts": [{"name": "v"}]}]})");
        row("host-dns", R"({"hostnetwork": true})", "dnspolicy",
            R"({"hostnetwork": true, "dnspolicy": "ClusterFirstWithHostNet"})");
    }

    static void runRows(const Row &row)
    {
        row("only-deferrable", R"({"logging_interval": 5})", "logging_interval",
            R"({"logging_interval": 5, "deferrable": true})");
        row("deferred-logs", R"({"deferrable": true})", "logging_interval",
            R"({"deferrable": true, "get_logs": false})");
        row("deferred-xcom", R"({"deferrable": true, "do_xcom_push": true})", "do_xcom_push",
            R"({"deferrable": true, "do_xcom_push": true, "active_deadline_seconds": 9})");
        row("not-deferrable", R"({"deferrable": true, "init_container_logs": true})", "init_container_logs",
            R"({"init_container_logs": true})");
        row("deadline", R"({"deferrable": true, "execution_timeout": 60})", "execution_timeout",
            R"({"execution_timeout": 60})");
        row("status-poll", R"({"base_container_status_polling_interval": 3})", "base_container_status_polling_interval",
            R"({"base_container_status_polling_interval": 3, "get_logs": false})");
        row("logs-off", R"({"get_logs": false, "container_logs": "base"})", "container_logs",
            R"({"container_logs": "base"})");
        row("log-container", R"({"container_logs": ["base", "nope"]})", "container_logs/1",
            R"({"container_logs": "main", "base_container_name": "main"})");
        row("log-container", R"({"init_container_logs": "nope"})", "init_container_logs",
            R"({"init_container_logs": "i", "init_containers": [{"name": "i", "image": "a:1"}]})");
        row("kept-pods", R"({"on_finish_action": "keep_pod"})", "on_finish_action",
            R"({"on_finish_action": "delete_active_pod"})");
        row("leftover-pods", R"({"on_finish_action": "delete_succeeded_pod"})", "on_finish_action",
            R"({"on_finish_action": "delete_succeeded_pod", "active_deadline_seconds": 60})");
        row("startup-short", R"({"startup_timeout_seconds": 10})", "startup_timeout_seconds",
            R"({"startup_timeout_seconds": 30})");
        row("durable-wins", R"({"durable": true, "reattach_on_restart": false})", "reattach_on_restart",
            R"({"reattach_on_restart": false})");
        row("skip-success", R"({"skip_on_exit_code": 0})", "skip_on_exit_code", R"({"skip_on_exit_code": 99})");
        row("ignored", R"({"is_delete_operator_pod": true})", "is_delete_operator_pod", "{}");
        row("context-ignored", R"({"in_cluster": true, "cluster_context": "c"})", "cluster_context",
            R"({"in_cluster": false, "cluster_context": "c"})");
    }

    static void xcomRows(const Row &row)
    {
        row("only-xcom", R"({"multiple_outputs": true})", "multiple_outputs",
            R"({"multiple_outputs": true, "do_xcom_push": true})");
        row("xcom-image", R"({"image": "registry.example.com/a:1", "do_xcom_push": true})", "do_xcom_push",
            R"({"image": "library/a:1", "do_xcom_push": true})");
        row("xcom-root", R"({"do_xcom_push": true, "security_context": {"runAsNonRoot": true}})", "security_context",
            R"({"do_xcom_push": true, "security_context": {"runAsNonRoot": true, "runAsUser": 1000}})");
    }

    static void templateRows(const Row &row)
    {
        row("weak-value", R"({"hostnetwork": false, "template": {"spec": {"hostNetwork": true}}})", "/task/hostnetwork",
            R"({"hostnetwork": false, "template": {"spec": {"hostNetwork": false}}})");
        row("weak-value",
            R"({"tolerations": [], "full_pod_spec": {"spec": {"tolerations": [{"operator": "Exists"}]}}})",
            "/task/tolerations", R"({"full_pod_spec": {"spec": {"tolerations": [{"operator": "Exists"}]}}})");
        row("weak-value", R"({"cmds": [], "template": {"spec": {"containers": [{"command": ["x"]}]}}})", "/task/cmds",
            R"({"cmds": ["y"], "template": {"spec": {"containers": [{"command": ["x"]}]}}})");
        row("template-field", R"({"template": {"spec": {"restartPolicy": "Always"}}})", "/template/spec/restartPolicy",
            R"({"template": {"spec": {"restartPolicy": "Never"}}})");
        row("template-field",
            R"({"template": {"spec": {"containers": [{"terminationMessagePolicy": "FallbackToLogsOnError"}]}}})",
            "/template/spec/containers/0/terminationMessagePolicy",
            R"({"template": {"spec": {"containers": [{"terminationMessagePolicy": "File"}]}}})");
        row("template-ignored", R"({"pod_template_file": "/a.yaml", "pod_template_dict": {"spec": {}}})",
            "/task/pod_template_dict", R"({"pod_template_file": "/a.yaml"})");
        row("template-path", R"({"pod_template_file": "a.yaml"})", "/task/pod_template_file",
            R"({"pod_template_file": "/a.yaml"})");
        row("sidecar", R"({"template": {"spec": {"containers": [{"name": "base"}, {"name": "proxy"}]}}})",
            "/template/spec/containers/1",
            R"({"template": {"spec": {"containers": [{"name": "base"}], "initContainers": [{"name": "proxy"}]}}})");
        row("base-not-first", R"({"template": {"spec": {"containers": [{"name": "proxy"}, {"name": "base"}]}}})",
            "/template/spec/containers/1",
            R"({"template": {"spec": {"containers": [{"name": "base"}, {"name": "proxy"}]}}})");
        row("logs-endless",
            R"({"container_logs": true, "template": {"spec": {"containers": [{"name": "a"}, {"name": "b"}]}}})",
            "/task/container_logs", R"({"container_logs": true})");
    }

    static void jinjaRows(const Row &row)
    {
        row("template-jinja", R"({"template": {"metadata": {"name": "{{ ds }}"}}})", "/template/metadata/name",
            R"({"template": {"metadata": {"name": "ds"}}})");
        row("jinja-not-rendered", R"({"volume_mounts": [{"name": "{{ v }}", "mountPath": "/{{ ds }}"}]})",
            "/task/volume_mounts/0/mountPath", R"({"volume_mounts": [{"name": "{{ v }}", "mountPath": "/a"}]})");
        row("jinja-not-rendered", R"({"full_pod_spec": {"metadata": {"labels": {"a": "{{ ds }}"}}}})",
            "/task/full_pod_spec/metadata/labels/a", R"({"pod_template_dict": {"metadata": {"name": "{{ ds }}"}}})");
        row("jinja-comment", "{\"arguments\": [\"echo ${#list[@]}\"]}", "/task/arguments/0",
            "{\"arguments\": [\"echo {# fine #}\"]}");
        row("native-rendering", R"({"env_vars": "{{ params.env }}"})", "/task/env_vars",
            R"({"env_vars": {"A": "{{ params.env }}"}})");
    }

    // Ids of the rows, and those that other tests see: the file's reader and the merged pod.
    void rulesSeen()
    {
        m_seen = {"old-name", "python-value", "template-unread", "variable-overridden"};
        const Row note = [this](const char *id, const char *, const char *, const char *) { m_seen.insert(id); };
        for (const auto rows : {imageRows, commandRows, contentRows, runRows, xcomRows, templateRows, jinjaRows})
            rows(note);
    }

    std::set<std::string> m_seen;
};

QTEST_GUILESS_MAIN(TestAdvice)
#include "tst_advice.moc"
