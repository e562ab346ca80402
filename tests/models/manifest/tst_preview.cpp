#include "models/core/yaml.h"
#include "models/manifest/preview.h"
#include "tests/models/manifest/random_task.h"
#include "tests/support/places.h"

#include <QFile>
#include <QtTest>

#include <algorithm>

using namespace podwright;
using core::Json;

class TestPreview : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void exampleReadsWell();
    void orderOfARichPod();
    void linesOfAField_data();
    void linesOfAField();
    void bothWaysAgree_data();
    void bothWaysAgree();
    void errorHasNoLines();
    void notesAreHandedOn();
    void randomTasksStayInRange();
    void exampleIsFast();
};

namespace {

const QByteArray bashCommand = "KPO_bash_command";
const QByteArray runOnEks = "run_on_EKS";
const QByteArray taskTwo = "task-two";
const QByteArray rich = R"(
task: {task_id: rich, image: i, env_vars: {A: "1", B/C: "2"}, env_from: [{secretRef: {name: s}}], configmaps: [c],
  labels: {a: "1"}, annotations: {}, container_resources: {limits: {cpu: "1"}, requests: {cpu: 500m}},
  image_pull_secrets: regcred, service_account_name: robot, do_xcom_push: true, volumes: [{name: v, emptyDir: {}}],
  volume_mounts: [{mountPath: /v, name: v}], init_containers: [{image: i, name: mine}], hostnetwork: false,
  secrets: [{deploy_type: env, deploy_target: token, secret: s, key: k}],
  tolerations: [{key: k, operator: Exists}], xcom_sidecar_container_security_context: {runAsUser: 1}}
template:
  metadata: {labels: {b: "2"}}
  spec: {hostname: h, initContainers: [{name: first, image: i}], volumes: [{name: t, emptyDir: {}}],
    containers: [{name: base, workingDir: /w, env: [{name: T, value: t}]}, {name: helper, image: h}]}
)";

// An example's name, or the text of a task file.
task::Task taskOf(const QByteArray &source)
{
    QFile example(
        support::sourcePath(QStringLiteral("resources/examples/%1.podtask.yaml").arg(QString::fromUtf8(source))));
    const auto document =
        core::readYaml(example.open(QIODevice::ReadOnly) ? example.readAll().toStdString() : source.toStdString());
    if (!document)
        qFatal("%s", qPrintable(document.error().text()));
    task::Task task;
    task.arguments = core::at(document->value, {"task"});
    if (const Json &partial = core::at(document->value, {"template"}); partial.is_object())
        task.podTemplate = partial;
    return task;
}

QStringList linesOf(const std::string &text)
{
    return QString::fromStdString(text).split(u'\n', Qt::SkipEmptyParts);
}

void compareText(const manifest::Preview &preview, const char *wanted)
{
    QCOMPARE(linesOf(preview.text()), linesOf(wanted));
}

bool contains(const std::vector<core::LineRange> &ranges, int line)
{
    return std::ranges::any_of(
        ranges, [line](const core::LineRange &range) { return range.first <= line && line <= range.last; });
}

void checkLines(const manifest::Preview &preview)
{
    const int count = static_cast<int>(std::ranges::count(preview.text(), '\n'));
    for (int line = -1; line <= count + 2; ++line) {
        const std::string pointer = preview.taskPointer(line);
        if (line < 1 || line > count)
            QVERIFY(pointer.empty());
        if (pointer.empty())
            continue;
        QVERIFY2(contains(preview.lines(pointer), line), pointer.c_str());
        int end = 0;
        for (const core::LineRange &range : preview.lines(pointer)) {
            QVERIFY(range.first > end && range.first <= range.last && range.last <= count);
            end = range.last;
        }
    }
}

} // namespace

void TestPreview::exampleReadsWell()
{
    compareText(manifest::makePreview(taskOf(bashCommand)), R"(apiVersion: v1
kind: Pod
metadata:
  name: my-pod-1-XXXXXXXX
  namespace: default
spec:
  restartPolicy: Never
  containers:
  - name: base
    image: ubuntu
    command:
    - bash
    - -cx
    args:
    - echo hello
    terminationMessagePolicy: File
  hostNetwork: false
)");
}

void TestPreview::orderOfARichPod()
{
    compareText(manifest::makePreview(taskOf(rich)), R"(apiVersion: v1
kind: Pod
metadata:
  name: rich-XXXXXXXX
  namespace: default
  labels:
    b: "2"
    a: "1"
spec:
  restartPolicy: Never
  serviceAccountName: robot
  imagePullSecrets:
  - name: regcred
  initContainers:
  - name: first
    image: i
  - name: mine
    image: i
  containers:
  - name: base
    image: i
    env:
    - name: T
      value: t
    - name: A
      value: "1"
    - name: B/C
      value: "2"
    - name: TOKEN
      valueFrom:
        secretKeyRef:
          name: s
          key: k
    envFrom:
    - secretRef:
        name: s
    - configMapRef:
        name: c
    workingDir: /w
    resources:
      requests:
        cpu: 500m
      limits:
        cpu: "1"
    terminationMessagePolicy: File
    volumeMounts:
    - name: xcom
      mountPath: /airflow/xcom
    - name: v
      mountPath: /v
  - name: helper
    image: h
  - name: airflow-xcom-sidecar
    image: alpine:3.24.2
    command:
    - sh
    - -c
    - trap "exit 0" INT; while true; do sleep 1; done;
    resources:
      requests:
        cpu: 1m
        memory: 10Mi
    securityContext:
      runAsUser: 1
    volumeMounts:
    - name: xcom
      mountPath: /airflow/xcom
  volumes:
  - name: xcom
    emptyDir: {}
  - name: t
    emptyDir: {}
  - name: v
    emptyDir: {}
  hostNetwork: false
  hostname: h
  tolerations:
  - key: k
    operator: Exists
)");
}

void TestPreview::linesOfAField_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QStringList>("lines"); // without what stands before them
    const auto row = [](const char *name, const QByteArray &yaml, const char *pointer, const QStringList &lines) {
        QTest::addRow("%s %s", name, pointer) << yaml << QByteArray(pointer) << lines;
    };
    row("bash", bashCommand, "/task/name", {QStringLiteral("name: my-pod-1-XXXXXXXX")});
    row("bash", bashCommand, "/task/task_id", {});
    row("bash", bashCommand, "/task/namespace", {QStringLiteral("namespace: default")});
    row("bash", bashCommand, "/task/image", {QStringLiteral("image: ubuntu")});
    row("bash", bashCommand, "/task/cmds",
        {QStringLiteral("command:"), QStringLiteral("- bash"), QStringLiteral("- -cx")});
    row("bash", bashCommand, "/task/arguments", {QStringLiteral("args:"), QStringLiteral("- echo hello")});
    row("bash", bashCommand, "/task/get_logs", {});
    row("bash", bashCommand, "/task/env_vars", {});
    row("bash", bashCommand, "/task",
        QStringList{} << QStringLiteral("name: my-pod-1-XXXXXXXX") << QStringLiteral("namespace: default")
                      << QStringLiteral("image: ubuntu") << QStringLiteral("command:") << QStringLiteral("- bash")
                      << QStringLiteral("- -cx") << QStringLiteral("args:") << QStringLiteral("- echo hello"));
    row("eks", runOnEks, "/task/name", {QStringLiteral("name: run-on-eks-XXXXXXXX")});
    row("eks", runOnEks, "/task/cluster_context", {});
    row("two", taskTwo, "/task/labels", {QStringLiteral("labels:"), QStringLiteral("foo: bar")});
    row("two", taskTwo, "/task/labels/foo", {QStringLiteral("foo: bar")});
    row("two", taskTwo, "/task/image", {QStringLiteral("image: ubuntu:16.04")});
    row("two", taskTwo, "/task/arguments",
        {QStringLiteral("args:"), QStringLiteral("- echo"), QStringLiteral("- \"10\""), QStringLiteral("- echo pwd")});
    row("rich", rich, "/task/task_id", {QStringLiteral("name: rich-XXXXXXXX")});
    row("rich", rich, "/task/labels", {QStringLiteral("a: \"1\"")});
    row("rich", rich, "/template/metadata/labels/b", {QStringLiteral("b: \"2\"")});
    row("rich", rich, "/task/env_vars",
        {QStringLiteral("- name: A"), QStringLiteral("value: \"1\""), QStringLiteral("- name: B/C"),
         QStringLiteral("value: \"2\"")});
    row("rich", rich, "/task/env_vars/B~1C", {QStringLiteral("- name: B/C"), QStringLiteral("value: \"2\"")});
    row("rich", rich, "/task/configmaps", {QStringLiteral("- configMapRef:"), QStringLiteral("name: c")});
    row("rich", rich, "/task/image_pull_secrets",
        {QStringLiteral("imagePullSecrets:"), QStringLiteral("- name: regcred")});
    row("rich", rich, "/task/init_containers", {QStringLiteral("- name: mine"), QStringLiteral("image: i")});
    row("rich", rich, "/template/spec/initContainers/0", {QStringLiteral("- name: first"), QStringLiteral("image: i")});
    row("rich", rich, "/template/spec/containers/1", {QStringLiteral("- name: helper"), QStringLiteral("image: h")});
    row("rich", rich, "/template/spec/containers/0/workingDir", {QStringLiteral("workingDir: /w")});
    row("rich", rich, "/task/volume_mounts", {QStringLiteral("- name: v"), QStringLiteral("mountPath: /v")});
    row("rich", rich, "/task/hostnetwork", {QStringLiteral("hostNetwork: false")});
    row("rich", rich, "/task/annotations", {});
    row("rich", rich, "/task/xcom_sidecar_container_security_context",
        {QStringLiteral("securityContext:"), QStringLiteral("runAsUser: 1")});
    row("rich", rich, "/task/container_resources",
        {QStringLiteral("resources:"), QStringLiteral("requests:"), QStringLiteral("cpu: 500m"),
         QStringLiteral("limits:"), QStringLiteral("cpu: \"1\"")});
}

void TestPreview::linesOfAField()
{
    QFETCH(const QByteArray, yaml);
    QFETCH(const QByteArray, pointer);
    QFETCH(const QStringList, lines);
    const manifest::Preview preview = manifest::makePreview(taskOf(yaml));
    QVERIFY(preview.ok());
    const QStringList text = linesOf(preview.text());
    QStringList found;
    for (const core::LineRange &range : preview.lines(pointer.toStdString())) {
        for (int line = range.first; line <= range.last; ++line) {
            found << text.at(line - 1).trimmed();
            QVERIFY(preview.taskPointer(line).starts_with(pointer.toStdString()));
        }
    }
    QCOMPARE(found, lines);
}

void TestPreview::bothWaysAgree_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QStringList>("unowned"); // lines that KPO makes by itself
    const QStringList always{QStringLiteral("apiVersion: v1"),
                             QStringLiteral("kind: Pod"),
                             QStringLiteral("metadata:"),
                             QStringLiteral("spec:"),
                             QStringLiteral("restartPolicy: Never"),
                             QStringLiteral("containers:"),
                             QStringLiteral("- name: base"),
                             QStringLiteral("terminationMessagePolicy: File"),
                             QStringLiteral("hostNetwork: false")};
    QTest::newRow("KPO_bash_command") << bashCommand << always;
    QTest::newRow("run_on_EKS") << runOnEks << always;
    QTest::newRow("task-two") << taskTwo << always;
}

void TestPreview::bothWaysAgree()
{
    QFETCH(const QByteArray, yaml);
    QFETCH(const QStringList, unowned);
    const manifest::Preview preview = manifest::makePreview(taskOf(yaml));
    checkLines(preview);
    QStringList found;
    const QStringList text = linesOf(preview.text());
    for (int line = 1; line <= text.size(); ++line)
        if (preview.taskPointer(line).empty())
            found << text.at(line - 1).trimmed();
    QCOMPARE(found, unowned);
}

void TestPreview::errorHasNoLines()
{
    task::Task task = taskOf(bashCommand);
    task.arguments["name"] = "no blanks";
    const manifest::Preview preview = manifest::makePreview(task);
    QVERIFY(!preview.ok());
    QCOMPARE(preview.error().where, QStringLiteral("/task/name"));
    QVERIFY(preview.text().empty());
    QVERIFY(preview.lines("/task/image").empty());
    QVERIFY(preview.taskPointer(1).empty());
}

void TestPreview::notesAreHandedOn()
{
    task::Task task = taskOf(bashCommand);
    task.arguments["hostnetwork"] = false;
    task.podTemplate = {{"spec", {{"hostNetwork", true}}}};
    const manifest::Preview preview = manifest::makePreview(task);
    QCOMPARE(preview.notes().size(), 1U);
    QVERIFY(preview.notes()[0].startsWith(QStringLiteral("hostnetwork")));
    QCOMPARE(preview.lines("/template/spec/hostNetwork").size(), 1U);
    QVERIFY(preview.lines("/task/hostnetwork").empty());
}

void TestPreview::randomTasksStayInRange()
{
    const unsigned seed = qEnvironmentVariableIsSet("PODWRIGHT_SEED") ? qEnvironmentVariable("PODWRIGHT_SEED").toUInt()
                                                                      : std::random_device()();
    qInfo("PODWRIGHT_SEED=%u", seed);
    RandomTask random(seed);
    for (int i = 0; i < 1000 && !QTest::currentTestFailed(); ++i)
        checkLines(manifest::makePreview(random.task(), random.options()));
}

void TestPreview::exampleIsFast()
{
    const task::Task task = taskOf(bashCommand);
    QBENCHMARK
    {
        QVERIFY(manifest::makePreview(task).ok());
    }
}

QTEST_GUILESS_MAIN(TestPreview)
#include "tst_preview.moc"
