// Why a pod waits, by the nodes; and what its own node has to do with a pod that hangs.

#include "models/preflight/no_node.h"
#include "models/preflight/why.h"
#include "tests/models/preflight/subjects.h"

#include <QRandomGenerator>
#include <QTest>

using namespace podwright;
using namespace podwright::preflight;

namespace {

constexpr auto roomyNode = "{metadata: {name: roomy}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: 110}}}";
constexpr auto taintedNode = "{metadata: {name: tainted}, spec: {taints: [{key: gpu, value: a, effect: NoSchedule}]}, "
                             "status: {allocatable: {cpu: 64, memory: 640Gi, pods: 110}}}";
constexpr auto ssdNode = "{metadata: {name: ssd, labels: {disk: ssd}}, status: {allocatable: {cpu: 2, memory: 4Gi, "
                         "pods: 110}}}";
constexpr auto closedNode =
    "{metadata: {name: closed}, spec: {unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: "
    "NoSchedule}]}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: 110}}}";
constexpr auto silentNode =
    "{metadata: {name: silent}, spec: {taints: [{key: node.kubernetes.io/unreachable, effect: NoSchedule}]}, status: "
    "{allocatable: {cpu: 4, memory: 8Gi, pods: 110}}}";

std::vector<NodeFacts> nodesOf(const std::vector<const char *> &yamls)
{
    std::vector<NodeFacts> nodes;
    for (const char *yaml : yamls)
        nodes.push_back(readNode(json(yaml)));
    return nodes;
}

PodLoad loadOn(const char *node, const char *requests)
{
    Json pod = json("{metadata: {namespace: x, name: other}, spec: {containers: [{name: c}]}}");
    pod["spec"]["nodeName"] = node;
    pod["spec"]["containers"][0]["resources"]["requests"] = json(requests);
    return readLoad(pod);
}

Observation waiting(const Subject &subject, const char *message)
{
    Observation seen{.pod = subject.pod, .subject = subject};
    seen.pod["status"] = {
        {"phase", "Pending"},
        {"conditions",
         Json::array(
             {{{"type", "PodScheduled"}, {"status", "False"}, {"reason", "Unschedulable"}, {"message", message}}})}};
    return seen;
}

QString pointerOf(const std::optional<Explanation> &why)
{
    return QString::fromStdString(why->pointer);
}

} // namespace

class TestWhyNodes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sentences_data()
    {
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QByteArrayList>("nodes");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("edit");
        const auto row = [](const char *tag, const char *arguments, const std::vector<const char *> &nodes,
                            const char *sentence, const char *pointer, const char *edit = "") {
            QTest::newRow(tag) << QByteArray(arguments) << QByteArrayList(nodes.begin(), nodes.end())
                               << QString::fromUtf8(sentence) << QString::fromUtf8(pointer) << QString::fromUtf8(edit);
        };
        constexpr auto cpu = "{container_resources: {requests: {cpu: '4'}}}";
        row("no room", cpu, {roomyNode}, "The pod waits: no node has 4 CPU free now; the most is 3.25, on roomy.",
            "/task/container_resources/requests/cpu", "Rerun and ask for 3250m");
        row("no room where it could go", cpu, {taintedNode, roomyNode},
            "The pod waits: no node that could take it has 4 CPU free now; the most is 3.25, on roomy.",
            "/task/container_resources/requests/cpu", "Rerun and ask for 3250m");
        row("larger than any", "{container_resources: {requests: {memory: 16Gi}}}", {roomyNode, ssdNode},
            "The pod waits: no node is large enough; the pod asks for 16Gi memory, and the largest, roomy, has 8Gi.",
            "/task/container_resources/requests/memory", "Rerun and ask for 8192Mi");
        row("none of it anywhere", "{container_resources: {limits: {nvidia.com/gpu: 1}}}", {roomyNode},
            "The pod waits: no node has any nvidia.com/gpu, and the pod asks for 1.",
            "/task/container_resources/limits/nvidia.com~1gpu");
        row("a taint of all", "{}", {taintedNode, taintedNode},
            "The pod waits: every node has the taint gpu=a:NoSchedule, which the pod does not tolerate.",
            "/task/tolerations", "Rerun and tolerate gpu");
        row("a selector", "{node_selector: {disk: ssd}}", {roomyNode, taintedNode, closedNode},
            "The pod waits: the node selector disk=ssd fits none of 3 nodes.", "/task/node_selector");
        row("a selector and one node", "{node_selector: {disk: hdd}}", {ssdNode},
            "The pod waits: the node selector disk=hdd does not fit the only node.", "/task/node_selector");
        row("an affinity",
            "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
            "[{matchExpressions: [{key: disk, operator: Exists}]}]}}}}",
            {roomyNode, taintedNode}, "The pod waits: the required node affinity fits none of 2 nodes.",
            "/task/affinity");
        row("cordoned", "{}", {closedNode}, "The pod waits: the only node is cordoned.", "");
        row("cordoned where it could go", "{}", {closedNode, taintedNode},
            "The pod waits: the only node that could take it is cordoned.", "");
        row("silent", "{}", {silentNode, silentNode}, "The pod waits: every node is unreachable.", "");
        row("each something else", "{node_selector: {disk: ssd}, container_resources: {requests: {cpu: '3'}}}",
            {taintedNode, ssdNode},
            "The pod waits: none of 2 nodes takes the pod; the nearest one, ssd: CPU: asks for 3; 2 of 2 free.",
            "/task/container_resources/requests/cpu", "Rerun and ask for 2000m");
        row("room now", "{}", {taintedNode, roomyNode},
            "The pod waits for the scheduler to try again: roomy takes it now.", "");
    }

    void sentences()
    {
        QFETCH(QByteArray, arguments);
        QFETCH(QByteArrayList, nodes);
        QFETCH(QString, sentence);
        QFETCH(QString, pointer);
        QFETCH(QString, edit);
        const Subject made = subject(arguments);
        Observation seen = waiting(made, "0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had taint {gpu: a}.");
        seen.nodes = fitOf(made.pod, nodesOf({nodes.begin(), nodes.end()}), {loadOn("roomy", "{cpu: 750m}")});
        const auto why = explain(seen);
        QVERIFY(why);
        QCOMPARE(why->sentence, sentence);
        QVERIFY2(pointerOf(why).startsWith(pointer) && pointer.isEmpty() == why->pointer.empty(), why->pointer.c_str());
        QCOMPARE(why->editText, edit);
        QCOMPARE(why->edits.empty(), edit.isEmpty());
        QCOMPARE(why->evidence.size(), nodes.size() + 1); // and what the scheduler said
    }

    void theEditMakesItFit_data()
    {
        QTest::addColumn<QByteArray>("arguments");
        QTest::newRow("CPU") << QByteArray("{container_resources: {requests: {cpu: '4'}, limits: {cpu: '4'}}}");
        QTest::newRow("memory") << QByteArray("{container_resources: {requests: {memory: 16Gi}}}");
    }

    void theEditMakesItFit()
    {
        QFETCH(QByteArray, arguments);
        const Subject made = subject(arguments);
        const auto nodes = nodesOf({taintedNode, roomyNode});
        const std::vector<PodLoad> loads{loadOn("roomy", "{cpu: 750m}")};
        Observation seen = waiting(made, "");
        seen.nodes = fitOf(made.pod, nodes, loads);
        QVERIFY(!seen.nodes[1].fits());
        const auto why = explain(seen);
        const Subject mended = *subjectOf(withEdits(made.task, why->edits));
        QVERIFY2(std::ranges::any_of(fitOf(mended.pod, nodes, loads), &NodeFit::fits), mended.pod.dump().c_str());
        seen.nodes = fitOf(made.pod, nodesOf({roomyNode}), loads);
        const auto only = explain(seen);
        QVERIFY(!only->edits.empty());
        QVERIFY(fitOf(subjectOf(withEdits(made.task, only->edits))->pod, nodesOf({roomyNode}), loads)[0].fits());
    }

    void whatTheNodesDoNotKnowTheSchedulerTells()
    {
        const Subject made = subject("{volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]}");
        Observation seen = waiting(made, "0/1 nodes are available: 1 persistentvolumeclaim \"c\" not found.");
        for (const char *node : {roomyNode, taintedNode}) {
            seen.nodes = fitOf(made.pod, nodesOf({node}), {});
            QCOMPARE(explain(seen)->sentence, QStringLiteral("The pod has no node: a claim it mounts does not exist."));
        }
        seen =
            waiting(made, "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had volume node affinity conflict.");
        seen.nodes = fitOf(made.pod, nodesOf({roomyNode, taintedNode}), {});
        QCOMPARE(explain(seen)->sentence,
                 QStringLiteral("The pod has no node: its volumes and the nodes do not go together."));
    }

    // Who may not list pods sees the nodes as if they were empty: that one has room is no news then.
    void loadsThatMayNotBeSeen()
    {
        const Subject made = subject("{container_resources: {requests: {cpu: '4'}}}");
        Observation seen = waiting(made, "0/1 nodes are available: 1 Insufficient cpu.");
        seen.nodes = fitOf(made.pod, nodesOf({roomyNode}), {});
        seen.areLoadsKnown = false;
        QCOMPARE(explain(seen)->sentence,
                 QStringLiteral("The pod has no node: no node has that much CPU free (it asks for 4 CPU)."));
        QCOMPARE(explain(seen)->evidence.last(),
                 QStringLiteral("roomy: takes it unless others fill it, which may not be seen"));
        seen.nodes = fitOf(made.pod, nodesOf({ssdNode}), {});
        QCOMPARE(explain(seen)->sentence, QStringLiteral("The pod waits: no node is large enough; the pod asks "
                                                         "for 4 CPU, and the largest, ssd, has 2."));
    }

    void theEventTellsWhereTheConditionDoesNot()
    {
        Observation seen{.pod = subject("{}").pod};
        seen.pod["status"] = {{"phase", "Pending"}};
        QVERIFY(!explain(seen));
        seen.events = {kube::summariseEvent(json("{type: Warning, reason: FailedScheduling, message: '0/2 nodes are "
                                                 "available: 2 Insufficient memory.'}"))};
        const auto why = explain(seen);
        QVERIFY(why);
        QVERIFY2(why->sentence.startsWith(QStringLiteral("The pod has no node: no node has that much memory free")),
                 qPrintable(why->sentence));
        QCOMPARE(why->evidence, QStringList{QStringLiteral("0/2 nodes are available: 2 Insufficient memory.")});
        seen.pod["spec"]["nodeName"] = "n"; // it has got one since
        QVERIFY(!explain(seen));
    }

    void nobodySchedulesIt()
    {
        Observation seen{.pod = subject("{schedulername: mine}").pod, .subject = subject("{schedulername: mine}")};
        seen.pod["status"] = {{"phase", "Pending"}};
        seen.pod["metadata"]["creationTimestamp"] = "2026-01-01T00:00:00Z";
        const QDateTime made(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
        seen.now = made.addSecs(5);
        QVERIFY(!explain(seen));
        seen.now = made.addSecs(60);
        QCOMPARE(explain(seen)->sentence,
                 QStringLiteral("The pod waits: no scheduler has looked at it; it is left to mine."));
        QCOMPARE(explain(seen)->pointer, std::string("/task/schedulername"));
    }

    // Whatever the nodes are: the sentence says that one takes the pod exactly if one does, and what it blames is the
    // field of a reason that the table has, too.
    void neverAgainstTheTable()
    {
        QRandomGenerator random(42);
        const std::vector<const char *> kinds{roomyNode, taintedNode, ssdNode, closedNode, silentNode};
        const std::vector<const char *> tasks{
            "{}", "{container_resources: {requests: {cpu: '3'}}}", "{node_selector: {disk: ssd}}",
            "{container_resources: {requests: {cpu: '3', memory: 16Gi}}, tolerations: [{key: gpu, operator: Exists}]}",
            "{container_resources: {requests: {memory: 5Gi}}, node_selector: {disk: hdd}}"};
        for (int round = 0; round < 500; ++round) {
            const Subject made = subject(tasks[random.bounded(quint32(tasks.size()))]);
            std::vector<const char *> nodes;
            for (quint32 i = 0; i <= random.bounded(4u); ++i)
                nodes.push_back(kinds[random.bounded(quint32(kinds.size()))]);
            std::vector<PodLoad> loads(random.bounded(3u), loadOn("roomy", "{cpu: 900m, memory: 3Gi}"));
            loads.resize(loads.size() + random.bounded(2u), loadOn("ssd", "{cpu: 1500m}"));
            Observation seen = waiting(made, "0/9 nodes are available: 9 Insufficient cpu.");
            seen.nodes = fitOf(made.pod, nodesOf(nodes), loads);
            const auto why = explain(seen);
            const bool isTaken = std::ranges::any_of(seen.nodes, &NodeFit::fits);
            QCOMPARE(why->sentence.contains(QStringLiteral("takes it now")), isTaken);
            const bool isInTable = std::ranges::any_of(seen.nodes, [&](const NodeFit &fit) {
                return std::ranges::any_of(fit.misfits,
                                           [&](const Misfit &misfit) { return fieldOf(misfit, made) == why->pointer; });
            });
            QVERIFY2(isTaken ? why->pointer.empty() : isInTable, qPrintable(why->sentence));
        }
    }

    void theNodeOfAPodThatHangs_data()
    {
        QTest::addColumn<QByteArray>("node"); // empty: it is gone
        QTest::addColumn<QString>("terminating");
        QTest::addColumn<QString>("lost");
        QTest::addColumn<QString>("evidence");
        const auto row = [](const char *tag, const char *node, const char *terminating, const char *lost,
                            const char *evidence) {
            QTest::newRow(tag) << QByteArray(node) << QString::fromUtf8(terminating) << QString::fromUtf8(lost)
                               << QString::fromUtf8(evidence);
        };
        row("silent",
            "{metadata: {name: a}, status: {conditions: [{type: MemoryPressure, status: Unknown}, {type: Ready, "
            "status: Unknown, reason: NodeStatusUnknown, message: Kubelet stopped posting node status., "
            "lastTransitionTime: '2026-01-01T00:00:00Z'}]}}",
            "a does not answer (Ready Unknown, NodeStatusUnknown).",
            "a does not answer (Ready Unknown, NodeStatusUnknown); what the pod did there is not known.",
            "a: Ready Unknown, NodeStatusUnknown since 2026-01-01T00:00:00Z: Kubelet stopped posting node status.");
        row("not ready",
            "{metadata: {name: a}, status: {conditions: [{type: Ready, status: 'False', reason: KubeletNotReady}]}}",
            "a is not ready (Ready False, KubeletNotReady).",
            "a is not ready (Ready False, KubeletNotReady); what the pod did there is not known.",
            "a: Ready False, KubeletNotReady");
        row("well",
            "{metadata: {name: a}, status: {conditions: [{type: DiskPressure, status: 'False'}, {type: Ready, status: "
            "'True'}]}}",
            "a does not say that it has ended.",
            "a did not answer for a while, and does again; what the pod did meanwhile is not known.", "a is ready now");
        row("gone", "", "a is no longer in the cluster.",
            "a is no longer in the cluster; what the pod did there is not known.", "node a not found");
    }

    void theNodeOfAPodThatHangs()
    {
        QFETCH(QByteArray, node);
        QFETCH(QString, terminating);
        QFETCH(QString, lost);
        QFETCH(QString, evidence);
        const auto answer = node.isEmpty() ? core::Result<NodeFacts>(refusal(core::Error::Kind::NotFound, "not found"))
                                           : core::Result<NodeFacts>(readNode(json(node)));
        const QDateTime due(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
        const Json hanging = json("{metadata: {name: p, deletionTimestamp: '2026-01-01T00:00:00Z'}, spec: {nodeName: "
                                  "a}, status: {phase: Running}}");
        const auto hangs = explain({.pod = hanging, .node = answer, .now = due.addSecs(60)});
        QVERIFY(hangs && isAboutNode(*hangs));
        QCOMPARE(hangs->sentence, QStringLiteral("The pod should have been gone 60s ago: ") + terminating);
        QCOMPARE(hangs->evidence.last(), evidence);
        const auto isLost = explain(
            {.pod = json("{metadata: {name: p}, spec: {nodeName: a}, status: {phase: Unknown}}"), .node = answer});
        QVERIFY(isLost && isAboutNode(*isLost));
        QCOMPARE(isLost->sentence, lost);
        QCOMPARE(isLost->evidence.last(), evidence);
    }

    // Whoever may not look at nodes is told what the pod itself says.
    void aNodeThatMayNotBeSeen()
    {
        const auto why = explain({.pod = json("{spec: {nodeName: a}, status: {phase: Unknown}}"),
                                  .node = core::Result<NodeFacts>(refusal(core::Error::Kind::Forbidden, "no"))});
        QCOMPARE(why->sentence, QStringLiteral("a no longer answers; what the pod did there is not known."));
        QCOMPARE(why->evidence, QStringList{QStringLiteral("NodeLost")});
    }

    void anEvictionNamesWhatItsNodeLacks()
    {
        const auto why = explain(
            {.pod = json("{spec: {nodeName: a}, status: {phase: Failed, reason: Evicted, message: 'The node was low on "
                         "resource: memory. '}}"),
             .node = core::Result<NodeFacts>(readNode(json(
                 "{status: {conditions: [{type: Ready, status: 'True'}, {type: MemoryPressure, status: 'True', reason: "
                 "KubeletHasInsufficientMemory}]}}")))});
        QCOMPARE(why->sentence, QStringLiteral("The pod was evicted: a ran low on memory."));
        QCOMPARE(why->evidence.last(), QStringLiteral("a: MemoryPressure True, KubeletHasInsufficientMemory"));
    }
};

QTEST_GUILESS_MAIN(TestWhyNodes)
#include "tst_why_nodes.moc"
