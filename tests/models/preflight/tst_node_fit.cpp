#include "models/preflight/room.h"
#include "tests/models/preflight/subjects.h"

#include <QTest>

using namespace podwright;
using namespace podwright::preflight;

namespace {

NodeFacts node(const char *name, const char *more = "{}")
{
    Json object = json("{metadata: {labels: {disk: ssd, zone: '7'}}, status: {allocatable: {cpu: '3920m', memory: "
                       "12688Mi, pods: 3}}}");
    object["metadata"]["name"] = name;
    object.merge_patch(json(more));
    return readNode(object);
}

PodLoad load(const char *node, const char *requests)
{
    Json pod{{"metadata", {{"namespace", "x"}, {"name", "other"}}}, {"spec", {{"nodeName", node}}}};
    pod["spec"]["containers"] = Json::array({{{"resources", {{"requests", json(requests)}}}}});
    return readLoad(pod);
}

Json podOf(const char *spec)
{
    Json pod{{"spec", json(spec)}};
    if (!pod["spec"].contains("containers"))
        pod["spec"]["containers"] = Json::array({{{"name", "base"}}});
    return pod;
}

} // namespace

class TestNodeFit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Memory and CPU need not be free on the same node; a node that takes nothing has no room.
    void theLargestThatFitsNow()
    {
        const std::vector<NodeFacts> nodes{
            node("small"), node("memory", "{status: {allocatable: {cpu: 2, memory: 64Gi}}}"),
            node("cpu", "{status: {allocatable: {cpu: 16, memory: 8Gi}}}"),
            node("cordoned", "{spec: {unschedulable: true}, status: {allocatable: {cpu: 64, memory: 640Gi}}}")};
        const auto roomsOf = [&](const std::vector<PodLoad> &loads) {
            return roomText(largestNow(fitOf(Json::object(), nodes, loads)));
        };
        QCOMPARE(roomsOf({load("cpu", "{cpu: 6, memory: 1Gi}")}),
                 QStringLiteral("2 CPU and 64Gi memory on memory, or 10 CPU and 7Gi memory on cpu"));
        QCOMPARE(roomsOf({load("memory", "{memory: 63Gi}"), load("cpu", "{cpu: 14, memory: 9Gi}")}),
                 QStringLiteral("3.92 CPU and 12.39Gi memory on small"));
        const Json picky = podOf("{nodeSelector: {disk: hdd}}");
        QVERIFY(largestNow(fitOf(picky, nodes, {})).empty());
        QCOMPARE(roomOf(fitOf(Json::object(), nodes[3], {})), QStringLiteral("the node is cordoned"));
    }

    void reasons_data()
    {
        QTest::addColumn<QByteArray>("spec");
        QTest::addColumn<QByteArray>("nodeChanges");
        QTest::addColumn<QString>("reason"); // empty: it fits
        QTest::addColumn<bool>("couldEver");
        const auto row = [](const char *name, const char *spec, const char *nodeChanges, const char *reason,
                            bool ever) {
            QTest::newRow(name) << QByteArray(spec) << QByteArray(nodeChanges) << QString::fromUtf8(reason) << ever;
        };
        const char *gpuTaint = "{spec: {taints: [{key: gpu, value: a, effect: NoSchedule}]}}";
        row("no wishes", "{}", "{}", "", true);
        row("exactly what is free", "{containers: [{resources: {requests: {cpu: 2920m}}}]}", "{}", "", true);
        row("more than is free", "{containers: [{resources: {requests: {cpu: 2921m}}}]}", "{}",
            "CPU: asks for 2.92; 2.92 of 3.92 free", true);
        row("more than there is", "{containers: [{resources: {requests: {memory: 13Gi}}}]}", "{}",
            "memory: asks for 13Gi; 11.39Gi of 12.39Gi free", false);
        row("a limit counts as request", "{containers: [{resources: {limits: {cpu: '4'}}}]}", "{}",
            "CPU: asks for 4; 2.92 of 3.92 free", false);
        row("what no node has", "{containers: [{resources: {requests: {nvidia.com/gpu: 1}}}]}", "{}",
            "nvidia.com/gpu: asks for 1; the node has none", false);
        row("a request of none", "{containers: [{resources: {requests: {nvidia.com/gpu: 0}}}]}", "{}", "", true);
        row("the peak of init containers",
            "{initContainers: [{resources: {requests: {cpu: '3'}}}], containers: [{resources: {requests: {cpu: 1m}}}]}",
            "{}", "CPU: asks for 3; 2.92 of 3.92 free", true);
        row("a sidecar adds",
            "{initContainers: [{restartPolicy: Always, resources: {requests: {cpu: '2'}}}], containers: [{resources: "
            "{requests: {cpu: '1'}}}]}",
            "{}", "CPU: asks for 3; 2.92 of 3.92 free", true);
        row("overhead", "{overhead: {cpu: '3'}, containers: [{}]}", "{}", "CPU: asks for 3; 2.92 of 3.92 free", true);
        row("a taint", "{}", gpuTaint, "taint gpu=a:NoSchedule is not tolerated", false);
        row("tolerated by value", "{tolerations: [{key: gpu, value: a}]}", gpuTaint, "", true);
        row("another value", "{tolerations: [{key: gpu, value: b}]}", gpuTaint,
            "taint gpu=a:NoSchedule is not tolerated", false);
        row("tolerated by key", "{tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]}", gpuTaint, "",
            true);
        row("another effect", "{tolerations: [{key: gpu, operator: Exists, effect: NoExecute}]}", gpuTaint,
            "taint gpu=a:NoSchedule is not tolerated", false);
        row("everything tolerated", "{tolerations: [{operator: Exists}]}", gpuTaint, "", true);
        row("only preferred", "{}", "{spec: {taints: [{key: gpu, effect: PreferNoSchedule}]}}", "", true);
        row("a node that is not ready", "{}",
            "{spec: {taints: [{key: node.kubernetes.io/not-ready, effect: NoSchedule}]}}",
            "taint node.kubernetes.io/not-ready:NoSchedule is not tolerated", true);
        row("cordoned", "{}",
            "{spec: {unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}}",
            "the node is cordoned", true);
        row("selector", "{nodeSelector: {disk: ssd}}", "{}", "", true);
        row("another label", "{nodeSelector: {disk: hdd}}", "{}", "label disk=hdd is wanted; it has ssd", false);
        row("no such label", "{nodeSelector: {rack: a}}", "{}", "label rack=a is wanted; it has no such label", false);
        row("full of pods", "{}", "{status: {allocatable: {pods: 1}}}", "it holds all the 1 pods it takes", true);
        row("named", "{nodeName: elsewhere}", "{}", "the pod names node elsewhere", false);
    }

    void reasons()
    {
        QFETCH(QByteArray, spec);
        QFETCH(QByteArray, nodeChanges);
        QFETCH(QString, reason);
        QFETCH(bool, couldEver);
        const PodLoad other = load("n", "{cpu: 1, memory: 1Gi}");
        const NodeFit fit = fitOf(podOf(spec), node("n", nodeChanges), {&other});
        QCOMPARE(fit.fits(), reason.isEmpty());
        if (!reason.isEmpty()) {
            QCOMPARE(fit.misfits.size(), size_t(1));
            QCOMPARE(fit.misfits[0].text, reason);
        }
        QCOMPARE(fit.couldEverFit(), couldEver);
    }

    void affinity_data()
    {
        QTest::addColumn<QByteArray>("terms");
        QTest::addColumn<bool>("fits");
        QTest::newRow("in") << QByteArray("[{matchExpressions: [{key: disk, operator: In, values: [hdd, ssd]}]}]")
                            << true;
        QTest::newRow("not in") << QByteArray("[{matchExpressions: [{key: disk, operator: NotIn, values: [ssd]}]}]")
                                << false;
        QTest::newRow("not in without the key")
            << QByteArray("[{matchExpressions: [{key: rack, operator: NotIn, values: [a]}]}]") << true;
        QTest::newRow("exists") << QByteArray("[{matchExpressions: [{key: rack, operator: Exists}]}]") << false;
        QTest::newRow("does not exist") << QByteArray("[{matchExpressions: [{key: rack, operator: DoesNotExist}]}]")
                                        << true;
        QTest::newRow("greater") << QByteArray("[{matchExpressions: [{key: zone, operator: Gt, values: ['6']}]}]")
                                 << true;
        QTest::newRow("not greater") << QByteArray("[{matchExpressions: [{key: zone, operator: Gt, values: ['7']}]}]")
                                     << false;
        QTest::newRow("no number") << QByteArray("[{matchExpressions: [{key: disk, operator: Lt, values: ['7']}]}]")
                                   << false;
        QTest::newRow("one of two terms")
            << QByteArray("[{matchExpressions: [{key: rack, operator: Exists}]}, {matchFields: [{key: metadata.name, "
                          "operator: In, values: ['n']}]}]")
            << true;
        QTest::newRow("an empty term matches nothing") << QByteArray("[{}]") << false;
        QTest::newRow("no terms") << QByteArray("[]") << false;
    }

    void affinity()
    {
        QFETCH(QByteArray, terms);
        QFETCH(bool, fits);
        Json pod = podOf("{}");
        pod["spec"]["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"] = {
            {"nodeSelectorTerms", json(terms)}};
        QCOMPARE(fitOf(pod, node("n"), {}).fits(), fits);
    }

    void portsOfANodeAreTaken()
    {
        const Json pod = podOf("{hostNetwork: true, containers: [{ports: [{containerPort: 80}]}]}");
        PodLoad other = load("n", "{}");
        other.hostPorts = {"TCP/80"};
        QCOMPARE(fitOf(pod, node("n"), {&other}).misfits.at(0).text,
                 QStringLiteral("port TCP/80 of the node belongs to x/other"));
        other.hostPorts = {"UDP/80"};
        QVERIFY(fitOf(pod, node("n"), {&other}).fits());
    }

    // The seeds' own case.
    void aPodLargerThanTheLargestNode()
    {
        const Subject large =
            subject("{container_resources: {requests: {memory: 14Gi, cpu: '3'}, limits: {memory: 14Gi}}}");
        ClusterFacts facts;
        facts.nodes = core::Result<std::vector<NodeFacts>>(
            {node("small", "{status: {allocatable: {memory: 2Gi}}}"), node("large")});
        facts.loads = core::Result<Loads>(Loads{{load("large", "{cpu: 1}")}});
        const Report report = reportOf(large, facts);
        const Finding *finding = find(report.findings, "node-never");
        QVERIFY(finding);
        QCOMPARE(finding->severity, Severity::Blocks);
        QCOMPARE(finding->sentence,
                 QStringLiteral(
                     "No node is large enough; the pod asks for 14Gi memory, and the largest, large, has 12.39Gi"));
        QCOMPARE(finding->pointer, std::string("/task/container_resources/requests/memory"));
        const Subject mended = *subjectOf(withEdits(large.task, finding->edits));
        QVERIFY(reportOf(mended, facts).nodes.at(1).couldEverFit());
        QCOMPARE(core::textAt(mended.task.arguments, {"container_resources", "requests", "memory"}),
                 std::string("12688Mi"));
    }

    void roomLater()
    {
        const Subject busy = subject("{container_resources: {requests: {cpu: '3'}}}");
        ClusterFacts facts;
        facts.nodes = core::Result<std::vector<NodeFacts>>({node("n")});
        facts.loads = core::Result<Loads>(Loads{{load("n", "{cpu: 1}"), load("", "{cpu: 1}")}});
        const Report report = reportOf(busy, facts);
        const Finding *finding = find(report.findings, "node-now");
        QVERIFY(finding);
        QCOMPARE(finding->severity, Severity::MayFail);
        QCOMPARE(finding->sentence, QStringLiteral("No node has 3 CPU free now; the most is 2.92, on n"));
        const Report mended = reportOf(*subjectOf(withEdits(busy.task, finding->edits)), facts);
        QVERIFY(mended.nodes.at(0).fits());
    }

    void aTaintCanBeTolerated()
    {
        const Subject plain = subject("{tolerations: [{key: other, operator: Exists}]}");
        ClusterFacts facts;
        facts.nodes = core::Result<std::vector<NodeFacts>>(
            {node("n", "{spec: {taints: [{key: gpu, value: a, effect: NoSchedule}]}}")});
        const Report report = reportOf(plain, facts);
        const Finding *finding = find(report.findings, "node-never");
        QVERIFY(finding);
        QCOMPARE(finding->argument(), std::string("tolerations"));
        const task::Task mended = withEdits(plain.task, finding->edits);
        QCOMPARE(mended.argument("tolerations").size(), size_t(2));
        QVERIFY(reportOf(*subjectOf(mended), facts).nodes.at(0).fits());
    }

    void whatMayNotBeSeenIsSaid()
    {
        ClusterFacts facts;
        facts.nodes = core::Result<std::vector<NodeFacts>>(refusal(core::Error::Kind::Forbidden, "nodes is forbidden"));
        const Report report = reportOf(subject("{}"), facts);
        const Finding *finding = find(report.findings, "nodes");
        QVERIFY(finding);
        QCOMPARE(finding->severity, Severity::Unchecked);
        QCOMPARE(finding->evidence, QStringLiteral("nodes is forbidden"));
    }
};

QTEST_GUILESS_MAIN(TestNodeFit)
#include "tst_node_fit.moc"
