// Statuses and events as servers wrote them (1.20 with containerd, and the texts of newer ones).

#include "models/preflight/why.h"
#include "tests/models/preflight/subjects.h"

#include <QTest>

using namespace podwright;
using namespace podwright::preflight;

namespace {

Json podOf(const char *status, const char *spec = "{}")
{
    Json pod =
        json("{metadata: {name: p, namespace: team}, spec: {nodeName: node-a, containers: [{name: base, image: "
             "'reg.io/app:1', command: [run-it], resources: {requests: {cpu: '2'}, limits: {memory: 512Mi}}}]}}");
    pod["spec"].merge_patch(json(spec));
    pod["status"] = json(status);
    return pod;
}

std::vector<kube::EventSummary> eventsOf(const char *list)
{
    std::vector<kube::EventSummary> events;
    for (const Json &event : json(list))
        events.push_back(kube::summariseEvent(event));
    return events;
}

} // namespace

class TestWhy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sentences_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("spec");
        QTest::addColumn<QByteArray>("events");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("edit");
        const auto row = [](const char *id, const char *status, const char *sentence, const char *pointer = "",
                            const char *edit = "", const char *events = "[]", const char *spec = "{}") {
            const QByteArray tag = QByteArray(id) + ' ' + QByteArray::number(s_rows++);
            QTest::newRow(tag.constData())
                << QByteArray(status) << QByteArray(spec) << QByteArray(events) << QString::fromUtf8(id)
                << QString::fromUtf8(sentence) << QString::fromUtf8(pointer) << QString::fromUtf8(edit);
        };
        row("", "{phase: Running, containerStatuses: [{name: base, state: {running: {}}}]}", "");
        row("", "{phase: Succeeded, containerStatuses: [{name: base, state: {terminated: {exitCode: 0}}}]}", "");
        row("", "{phase: Pending}", "");
        row("", "{phase: Pending, containerStatuses: [{name: base, state: {waiting: {reason: ContainerCreating}}}]}",
            "");

        const char *oom =
            "{phase: Failed, containerStatuses: [{name: base, restartCount: 0, state: {terminated: {exitCode: "
            "137, reason: OOMKilled}}}]}";
        row("oom-killed", oom, "base was killed for memory: it reached its limit of 512Mi.",
            "/task/container_resources/limits/memory", "Rerun with 1Gi");
        row("oom-killed",
            "{phase: Running, containerStatuses: [{name: base, restartCount: 2, lastState: {terminated: {exitCode: "
            "137, "
            "reason: OOMKilled}}, state: {waiting: {reason: CrashLoopBackOff, message: 'back-off 20s'}}}]}",
            "base was killed for memory: it reached its limit of 512Mi 3 times.",
            "/task/container_resources/limits/memory", "Rerun with 1Gi");
        row("exit-code",
            "{phase: Failed, containerStatuses: [{name: base, restartCount: 0, state: {terminated: {exitCode: 3, "
            "reason: "
            "Error}}}]}",
            "base ended with exit code 3 of its own.", "/task/arguments");
        row("exit-code",
            "{phase: Failed, containerStatuses: [{name: base, state: {terminated: {exitCode: 127, reason: Error}}}]}",
            "base did not find a command it was to run (exit 127).", "/task/cmds");
        row("signal",
            "{phase: Failed, containerStatuses: [{name: base, state: {terminated: {exitCode: 139, reason: Error}}}]}",
            "base ended by SIGSEGV (exit 139).", "/task/arguments");
        row("signal",
            "{phase: Failed, containerStatuses: [{name: base, state: {terminated: {exitCode: 137, reason: Error}}}]}",
            "base was killed (exit 137, SIGKILL).", "/task/arguments");
        row("exit-code",
            "{phase: Running, containerStatuses: [{name: base, restartCount: 4, lastState: {terminated: {exitCode: 1, "
            "reason: Error}}, state: {waiting: {reason: CrashLoopBackOff, message: back-off 1m20s restarting failed "
            "container}}}]}",
            "base ended with exit code 1 of its own 4 times.", "/task/arguments");
        row("probe-failed",
            "{phase: Running, containerStatuses: [{name: base, restartCount: 2, lastState: {terminated: {exitCode: "
            "137, "
            "reason: Error}}, state: {waiting: {reason: CrashLoopBackOff}}}]}",
            "base was restarted because its probe failed twice.", "/template/spec/containers", "",
            "[{type: Normal, reason: Killing, message: 'Container base failed liveness probe, will be restarted'}]");
        row("not-started",
            "{phase: Failed, containerStatuses: [{name: base, state: {terminated: {exitCode: 128, reason: StartError, "
            "message: 'failed to create containerd task: exec: \"run-it\": executable file not found in $PATH: "
            "unknown'}}}]}",
            "base could not start: the image has no run-it.", "/task/cmds");
        row("not-started",
            "{phase: Failed, containerStatuses: [{name: base, state: {terminated: {exitCode: 128, reason: StartError, "
            "message: 'exec: \"/etc/passwd\": permission denied: unknown'}}}]}",
            "base could not start: run-it may not be executed.", "/task/cmds");
        row("exit-code",
            "{phase: Failed, initContainerStatuses: [{name: prepare, state: {terminated: {exitCode: 2, reason: "
            "Error}}}], "
            "containerStatuses: [{name: base, state: {waiting: {reason: PodInitializing}}}]}",
            "prepare ended with exit code 2 of its own.", "/task/init_containers", "", "[]",
            "{initContainers: [{name: prepare}]}");

        const char *silent = "{phase: Running, conditions: [{type: Ready, status: 'False', lastTransitionTime: "
                             "'2026-11-22T08:00:02Z'}], containerStatuses: [{name: base, state: {running: {}}}]}";
        row("node-lost", silent, "node-a no longer answers; what the pod did there is not known.", "", "",
            "[{type: Warning, reason: NodeNotReady, message: Node is not ready, lastTimestamp: "
            "'2026-11-22T08:00:03Z'}]");
        row("", silent, "", "", "", // it is back; the pod is not ready for another reason
            "[{type: Warning, reason: NodeNotReady, message: Node is not ready, lastTimestamp: "
            "'2026-11-22T07:48:03Z'}]");
        row("evicted",
            "{phase: Failed, reason: Evicted, message: 'Pod ephemeral local storage usage exceeds the total limit of "
            "containers 1Mi. '}",
            "The pod was evicted: it wrote more to disk than it may.",
            "/task/container_resources/limits/ephemeral-storage", "Rerun with 2Mi", "[]",
            "{containers: [{name: base, resources: {limits: {ephemeral-storage: 1Mi}}}]}");

        const auto pulling = [&row](const char *id, const char *message, const char *sentence, const char *pointer) {
            const QByteArray status = QByteArray("{phase: Pending, containerStatuses: [{name: base, state: {waiting: "
                                                 "{reason: ErrImagePull, message: '") +
                                      message + "'}}}]}";
            row(id, status.constData(), sentence, pointer);
        };
        pulling("image-missing",
                "rpc error: code = NotFound desc = failed to pull and unpack image \"reg.io/app:1\": failed to resolve "
                "reference \"reg.io/app:1\": reg.io/app:1: not found",
                "base waits for its image: reg.io has no reg.io/app:1.", "/task/image");
        pulling("image-login", "pulling from host reg.io failed with status code [manifests 1]: 401 Unauthorized",
                "base waits for its image: reg.io wants a login for reg.io/app:1.", "/task/image_pull_secrets");
        pulling(
            "image-registry",
            "failed to do request: Head \"https://reg.io/v2/x/manifests/1\": dial tcp: lookup reg.io on A:53: no such "
            "host",
            "base waits for its image: there is no host reg.io.", "/task/image");
        pulling("image-rate", "toomanyrequests: You have reached your pull rate limit",
                "base waits for its image: reg.io has had too many requests from this node.",
                "/task/image_pull_secrets");
        row("image-login",
            "{phase: Pending, containerStatuses: [{name: base, state: {waiting: {reason: ImagePullBackOff, message: "
            "'Back-off pulling image \"reg.io/app:1\"'}}}]}",
            "base waits for its image: reg.io wants a login for reg.io/app:1.", "/task/image_pull_secrets", "",
            "[{type: Warning, reason: Failed, message: 'Failed to pull image \"reg.io/app:1\": 401 Unauthorized'}]");
        row("image-name",
            "{phase: Pending, containerStatuses: [{name: base, state: {waiting: {reason: InvalidImageName, message: "
            "\"Failed to apply default image tag: couldn't parse image reference\"}}}]}",
            "base waits for its image: reg.io/app:1 is not the name of an image.", "/task/image");
        row("image-policy",
            "{phase: Pending, containerStatuses: [{name: base, state: {waiting: {reason: ErrImageNeverPull, message: "
            "'Container image \"reg.io/app:1\" is not present with pull policy of Never'}}}]}",
            "base waits for its image: the node does not have reg.io/app:1, and the policy forbids to pull it.",
            "/task/image_pull_policy", "Rerun with IfNotPresent");

        const auto config = [&row](const char *id, const char *message, const char *sentence, const char *pointer) {
            const QByteArray status = QByteArray("{phase: Pending, containerStatuses: [{name: base, state: {waiting: "
                                                 "{reason: CreateContainerConfigError, message: \"") +
                                      message + "\"}}}]}";
            row(id, status.constData(), sentence, pointer, "", "[]",
                "{containers: [{name: base, env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: k}}}], envFrom: "
                "[{configMapRef: {name: conf}}]}]}");
        };
        config("missing-object", "secret \\\"db\\\" not found",
               "base cannot start: secret db is not in namespace team.", "/task/env_vars");
        config("missing-object", "configmap \\\"conf\\\" not found",
               "base cannot start: config map conf is not in namespace team.", "/task/env_from");
        config("missing-key", "couldn't find key k in Secret team/db", "base cannot start: Secret db has no key k.",
               "/task/env_vars");
        config("root", "container has runAsNonRoot and image will run as root (pod: p_team(uid), container: base)",
               "base cannot start: it must not run as root, and its image does.", "/task/container_security_context");

        const auto unschedulable = [&row](const char *message, const char *sentence, const char *pointer) {
            const QByteArray status = QByteArray("{phase: Pending, conditions: [{type: PodScheduled, status: 'False', "
                                                 "reason: Unschedulable, message: \"") +
                                      message + "\"}]}";
            row("unschedulable", status.constData(), sentence, pointer);
        };
        unschedulable("0/3 nodes are available: 1 Insufficient memory, 2 Insufficient cpu. preemption: 0/3 nodes are "
                      "available: 3 No preemption victims found for incoming pod.",
                      "The pod has no node: no node has that much CPU free (it asks for 2 CPU).",
                      "/task/container_resources/requests/cpu");
        unschedulable("0/1 nodes are available: 1 node(s) had taint {gpu: a}, that the pod didn't tolerate.",
                      "The pod has no node: it does not tolerate a taint of the nodes.", "/task/tolerations");
        unschedulable("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
                      "The pod has no node: no node has the labels it wants.", "/task/affinity");
        row("unschedulable",
            "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: \"0/1 "
            "nodes are available: 1 node(s) didn't match Pod's node affinity/selector.\"}]}",
            "The pod has no node: no node has the labels it wants.", "/task/node_selector", "", "[]",
            "{nodeSelector: {disk: ssd}}");
        unschedulable("0/1 nodes are available: 1 persistentvolumeclaim \\\"nopvc\\\" not found.",
                      "The pod has no node: a claim it mounts does not exist.", "/task/volumes");
        row("gated",
            "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: SchedulingGated, message: "
            "Scheduling is blocked due to non-empty scheduling gates}]}",
            "The pod waits: a scheduling gate holds it.", "/template/spec/schedulingGates");

        row("evicted",
            "{phase: Failed, reason: Evicted, message: 'The node was low on resource: memory. Threshold quantity: "
            "100Mi, "
            "available: 90Mi. '}",
            "The pod was evicted: node-a ran low on memory.", "/task/container_resources/requests/memory");
        row("evicted",
            "{phase: Failed, reason: Evicted, message: 'Usage of EmptyDir volume \"v\" exceeds the limit \"1Gi\". '}",
            "The pod was evicted: volume v outgrew its limit.", "/task/volumes");
        row("evicted",
            "{phase: Failed, reason: Evicted, message: 'Pod ephemeral local storage usage exceeds the total limit of "
            "containers 1Gi. '}",
            "The pod was evicted: it wrote more to disk than it may.",
            "/task/container_resources/limits/ephemeral-storage");
        row("deadline",
            "{phase: Failed, reason: DeadlineExceeded, message: Pod was active on the node longer than the specified "
            "deadline, containerStatuses: [{name: base, state: {running: {}}}]}",
            "The pod was ended because it ran longer than its deadline of 30 s.", "/task/active_deadline_seconds",
            "Rerun with 60 s", "[]", "{activeDeadlineSeconds: 30}");
        row("raced", "{phase: Failed, reason: OutOfcpu, message: 'Pod Node didn''t have enough resource: cpu'}",
            "node-a had no cpu left when the pod arrived; others came first.", "/task/container_resources");
        row("node-lost", "{phase: Unknown}", "node-a no longer answers; what the pod did there is not known.");
        row("node-lost",
            "{phase: Failed, conditions: [{type: DisruptionTarget, status: 'True', reason: DeletionByTaintManager}]}",
            "node-a no longer answers; what the pod did there is not known.");
        row("preempted",
            "{phase: Failed, conditions: [{type: DisruptionTarget, status: 'True', reason: PreemptionByScheduler}]}",
            "The pod had to make room for one of higher priority.", "/task/priority_class_name");
        row("mount",
            "{phase: Pending, containerStatuses: [{name: base, state: {waiting: {reason: ContainerCreating}}}]}",
            "The pod waits for volume v: secret s is not in its namespace.", "/task/volumes", "",
            "[{type: Warning, reason: FailedMount, message: 'MountVolume.SetUp failed for volume \"v\" : secret \"s\" "
            "not found', lastTimestamp: '2026-11-22T08:00:00Z'}, {type: Warning, reason: FailedMount, message: "
            "'MountVolume.SetUp failed for volume \"w\" : failed to sync secret cache: timed out waiting for the "
            "condition', lastTimestamp: '2026-11-22T08:00:03Z'}]");
        row("", "{phase: Pending, containerStatuses: [{name: base, state: {waiting: {reason: ContainerCreating}}}]}",
            "", "", "",
            "[{type: Warning, reason: FailedMount, message: 'MountVolume.SetUp failed for volume \"w\" : failed to "
            "sync "
            "secret cache: timed out waiting for the condition'}]");
    }

    void sentences()
    {
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, spec);
        QFETCH(QByteArray, events);
        QFETCH(QString, id);
        QFETCH(QString, sentence);
        QFETCH(QString, pointer);
        QFETCH(QString, edit);
        const auto why = explain({.pod = podOf(status, spec), .events = eventsOf(events)});
        QCOMPARE(why.has_value(), !id.isEmpty());
        if (!why)
            return;
        QCOMPARE(QString::fromStdString(why->id), id);
        QCOMPARE(why->sentence, sentence);
        QCOMPARE(QString::fromStdString(why->pointer), pointer);
        QCOMPARE(why->editText, edit);
        QCOMPARE(why->edits.empty(), edit.isEmpty());
        QVERIFY(!why->evidence.isEmpty());
    }

    void theEvidenceHasTheLastLine()
    {
        const auto why = explain({.pod = podOf("{phase: Failed, containerStatuses: [{name: base, state: {terminated: "
                                               "{exitCode: 137, reason: OOMKilled}}}]}"),
                                  .lastLine = QStringLiteral("loading 48,000,000 rows into one frame")});
        QCOMPARE(why->evidence, (QStringList{QStringLiteral("exit 137 (SIGKILL), reason OOMKilled"),
                                             QStringLiteral("last line: “loading 48,000,000 rows into one frame”")}));
    }

    void doublingTheLimitIsAnEditOfTheTask()
    {
        task::Task task;
        task.arguments = json("{task_id: t, image: a, container_resources: {limits: {memory: 512Mi}}}");
        const auto why = explain({.pod = podOf("{phase: Failed, containerStatuses: [{name: base, state: {terminated: "
                                               "{exitCode: 137, reason: OOMKilled}}}]}")});
        const task::Task more = withEdits(task, why->edits);
        QCOMPARE(core::textAt(more.arguments, {"container_resources", "limits", "memory"}), std::string("1Gi"));
    }

    void aPodThatDoesNotGo()
    {
        Json pod = podOf("{phase: Running, containerStatuses: [{name: base, state: {running: {}}}]}");
        pod["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:30Z";
        const QDateTime due = QDateTime::fromString(QStringLiteral("2026-01-01T00:00:30Z"), Qt::ISODate);
        QVERIFY(!explain({.pod = pod, .now = due.addSecs(5)}));
        QCOMPARE(explain({.pod = pod, .now = due.addSecs(60)})->sentence,
                 QStringLiteral("The pod should have been gone 60s ago: node-a does not say that it has ended."));
        pod["metadata"]["finalizers"] = Json::array({"example.io/keep"});
        QCOMPARE(explain({.pod = pod, .now = due.addSecs(60)})->sentence,
                 QStringLiteral("The pod should have been gone 60s ago: it waits for finalizer example.io/keep."));
    }

    void everyNodeIsInTheEvidence()
    {
        const Json pod =
            podOf("{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, "
                  "message: '0/1 nodes are available: 1 Insufficient cpu.'}]}");
        const NodeFit fit{
            .node = "n", .misfits = {{.text = QStringLiteral("CPU: asks for 2; 1 of 4 free")}}, .free = {}};
        const auto why = explain({.pod = pod, .nodes = {fit}});
        QCOMPARE(why->evidence.last(), QStringLiteral("n: CPU: asks for 2; 1 of 4 free"));
    }

    void anyJsonIsTaken()
    {
        for (const char *text : {"null", "[]", "{status: []}", "{spec: {containers: {a: b}}, status: {phase: 1}}",
                                 "{spec: {containers: [1, null]}, status: {containerStatuses: [x], conditions: 3}}",
                                 "{metadata: {deletionTimestamp: x, finalizers: y}, status: {containerStatuses: {}}}"})
            (void)explain({.pod = json(text), .now = QDateTime::currentDateTimeUtc()});
    }

private:
    inline static int s_rows = 0;
};

QTEST_GUILESS_MAIN(TestWhy)
#include "tst_why.moc"
