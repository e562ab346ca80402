#include "app/sandbox/network_files.h"
#include "app/sandbox/pod_warnings.h"
#include "tests/app/sandbox/fake_exchange.h"
#include "tests/app/sandbox/node_bench.h"

#include <algorithm>

namespace podwright::sandbox {

using core::textAt;

// What a pod may ask beyond commands and volumes: it works, or the sandbox says that it does not.
class TestNodeWishes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readOnlyRoot();
    void memoryLimitKills();
    void ownHostsAndResolver();
    void resolverTexts();
    void sidecarServesAndEnds();
    void customTerminationMessagePath();
    void variablesOfThePod();
    void missingPullSecretIsTold();
    void unmetWishesAreNamed_data();
    void unmetWishesAreNamed();
    void refusals();
};

void TestNodeWishes::readOnlyRoot()
{
    NodeBench bench;
    Json main =
        NodeBench::container("main", "for f in / /tmp /etc /opt /data; do touch $f/x 2>/dev/null && echo $f; done");
    main["securityContext"] = {{"readOnlyRootFilesystem", true}};
    main["volumeMounts"] = Json::array({{{"name", "v"}, {"mountPath", "/data"}}});
    bench.run("p", "",
              {{"containers", Json::array({main})},
               {"volumes", Json::array({{{"name", "v"}, {"emptyDir", Json::object()}}})}});
    QVERIFY(bench.waitFor("p", [](const Json &pod) { return textAt(pod, {"status", "phase"}) != "Pending"; }));
    QVERIFY(bench.waitFor("p", [](const Json &pod) { return state(pod).contains("terminated"); }));
    QCOMPARE(bench.log("p"), "/data\n");
}

void TestNodeWishes::memoryLimitKills()
{
    NodeBench bench;
    Json main = NodeBench::container("main", "");
    main["command"] = {"sh", "-c", "python3 -c 'import time; x = bytearray(200 << 20); time.sleep(1000)'; sleep 1000"};
    main["resources"] = {{"limits", {{"memory", "64Mi"}}}};
    Json modest = NodeBench::container("modest", "sleep 2");
    modest["resources"] = main["resources"];
    bench.run("p", "", {{"containers", Json::array({main, modest})}});
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    QCOMPARE(state(*pod)["terminated"]["reason"].get<std::string>(), "OOMKilled");
    QCOMPARE(state(*pod)["terminated"]["exitCode"].get<int>(), 137);
    QCOMPARE(state(*pod, 1)["terminated"]["reason"].get<std::string>(), "Completed");
}

void TestNodeWishes::ownHostsAndResolver()
{
    NodeBench bench;
    Json spec = {
        {"containers", Json::array({NodeBench::container("main", "tail -1 /etc/hosts; cat /etc/resolv.conf")})},
        {"hostAliases", Json::array({{{"ip", "192.0.2.7"}, {"hostnames", {"db", "db.example"}}}})},
        {"dnsPolicy", "None"},
        {"dnsConfig", {{"nameservers", {"192.0.2.1"}}, {"searches", {"a", "b"}}}}};
    bench.run("p", "", spec);
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    QCOMPARE(bench.log("p"), "192.0.2.7\tdb\tdb.example\nnameserver 192.0.2.1\nsearch a b\n");
}

void TestNodeWishes::resolverTexts()
{
    const Json config = {{"searches", {"s"}},
                         {"options", Json::array({{{"name", "ndots"}, {"value", "2"}}, {{"name", "edns0"}}})}};
    QCOMPARE(resolverText("nameserver 1\n", {{"dnsPolicy", "ClusterFirst"}, {"dnsConfig", config}}),
             "nameserver 1\nsearch s\noptions ndots:2 edns0\n");
    QCOMPARE(hostsText("127.0.0.1 localhost", Json::array()),
             "127.0.0.1 localhost\n\n# Entries added by HostAliases.\n");
}

void TestNodeWishes::sidecarServesAndEnds()
{
    NodeBench bench;
    Json sidecar = NodeBench::container(
        "helper", "trap 'echo bye; exit 0' TERM; echo up > /shared/up; while :; do sleep 0.05; done");
    sidecar["restartPolicy"] = "Always";
    sidecar["startupProbe"] = {{"exec", {{"command", {"cat", "/shared/up"}}}}, {"periodSeconds", 1}};
    Json main = NodeBench::container("main", "cat /shared/up");
    sidecar["volumeMounts"] = main["volumeMounts"] = Json::array({{{"name", "v"}, {"mountPath", "/shared"}}});
    bench.run("p", "",
              {{"initContainers", Json::array({sidecar})},
               {"containers", Json::array({main})},
               {"volumes", Json::array({{{"name", "v"}, {"emptyDir", Json::object()}}})}});
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    QCOMPARE(bench.log("p"), "up\n"); // it waited for the sidecar to be up
    QCOMPARE(bench.log("p", {}, "helper"), "bye\n");
}

void TestNodeWishes::customTerminationMessagePath()
{
    NodeBench bench;
    Json main = NodeBench::container("main", "printf why > /some/where; exit 1");
    main["terminationMessagePath"] = "/some/where";
    bench.run("p", "", {{"containers", Json::array({main})}});
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    QCOMPARE(textAt(state(*pod), {"terminated", "message"}), "why");
}

void TestNodeWishes::variablesOfThePod()
{
    NodeBench bench;
    Json main = NodeBench::container("main", "echo $IP $HOST $NODE $ACCOUNT $LABEL $KUBERNETES_SERVICE_HOST $API");
    const auto field = [](const char *name, const char *path) -> Json {
        return {{"name", name}, {"valueFrom", {{"fieldRef", {{"fieldPath", path}}}}}};
    };
    main["env"] = Json::array({field("IP", "status.podIP"),
                               field("HOST", "status.hostIP"),
                               field("NODE", "spec.nodeName"),
                               field("ACCOUNT", "spec.serviceAccountName"),
                               field("LABEL", "metadata.labels['app']"),
                               {{"name", "API"}, {"value", "$(KUBERNETES_SERVICE_PORT)"}}});
    Json pod = {
        {"metadata", {{"name", "p"}, {"namespace", "t"}, {"labels", {{"app", "x"}}}}},
        {"spec", {{"restartPolicy", "Never"}, {"serviceAccountName", "a"}, {"containers", Json::array({main})}}},
        {"status", {{"phase", "Pending"}}}};
    bench.store.create("pods", pod);
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    QCOMPARE(bench.log("p"), "127.0.0.1 127.0.0.1 podwright-sandbox a x 127.0.0.1 6443\n");
}

void TestNodeWishes::missingPullSecretIsTold()
{
    NodeBench bench;
    bench.run("p", "true", {{"imagePullSecrets", Json::array({{{"name", "nowhere"}}})}});
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    QVERIFY(
        bench.hasEvent("p", "FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (nowhere)"));
}

void TestNodeWishes::unmetWishesAreNamed_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("start"); // of the only warning; empty: none
    const auto row = [](const char *name, const char *spec, const char *start) {
        QTest::newRow(name) << QByteArray(spec) << QByteArray(start);
    };
    row("nothing", R"({"containers": [{"resources": {"limits": {"memory": "1Gi"}}}]})", "");
    row("false", R"({"shareProcessNamespace": false, "hostPID": false})", "");
    row("shared", R"({"shareProcessNamespace": true})", "the sandbox ignores spec.shareProcessNamespace: ");
    row("group", R"({"securityContext": {"fsGroup": 5}})", "the sandbox ignores spec.securityContext.fsGroup: ");
    row("cpu", R"({"containers": [{}, {"resources": {"limits": {"cpu": "1"}}}]})",
        "the sandbox ignores spec.containers[1].resources.limits.cpu: ");
    row("privileged", R"({"initContainers": [{"securityContext": {"privileged": true}}]})",
        "the sandbox ignores spec.initContainers[0].securityContext.privileged: ");
    row("capabilities", R"({"containers": [{"securityContext": {"capabilities": {"add": ["NET_ADMIN"]}}}]})",
        "the sandbox ignores spec.containers[0].securityContext.capabilities.add: ");
    row("size", R"({"volumes": [{"name": "v", "emptyDir": {"sizeLimit": "1Gi"}}]})",
        "the sandbox ignores spec.volumes[0].emptyDir.sizeLimit: ");
    row("grpc", R"({"containers": [{"livenessProbe": {"grpc": {"port": 1}}}]})",
        "the sandbox ignores spec.containers[0].livenessProbe.grpc: ");
}

void TestNodeWishes::unmetWishesAreNamed()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, start);
    const auto warnings = unmetWishes({{"spec", core::parseJson(spec.toStdString())}}, true);
    QCOMPARE(warnings.size(), start.isEmpty() ? 0u : 1u);
    if (!start.isEmpty())
        QVERIFY2(warnings.front().starts_with(start.toStdString()), warnings.front().c_str());
}

void TestNodeWishes::refusals()
{
    support::FakeServer server;
    const std::string pods = "/api/v1/namespaces/default/pods";
    Json classed = support::simplePod("a");
    classed["spec"]["runtimeClassName"] = "gvisor";
    const auto refused = server.ask("POST", pods, classed);
    QCOMPARE(refused.code, 403);
    QCOMPARE(textAt(refused.json(), {"message"}),
             "pods \"a\" is forbidden: pod rejected: RuntimeClass \"gvisor\" not found");

    Json shared = support::simplePod("b");
    shared["spec"]["shareProcessNamespace"] = true;
    const auto warned = server.ask("POST", pods, shared);
    QCOMPARE(warned.code, 201);
    QVERIFY(std::any_of(warned.headers.begin(), warned.headers.end(), [](const auto &header) {
        return header.first == "Warning" && header.second.find("spec.shareProcessNamespace") != std::string::npos;
    }));
    const Json patch = core::parseJson(R"({"spec": {"ephemeralContainers": [{"name": "d", "image": "busybox"}]}})");
    const Headers strategic = {{"content-type", "application/strategic-merge-patch+json"}};
    QCOMPARE(server.ask("PATCH", pods + "/b", patch, strategic).code, 422);

    Json gated = support::simplePod("c");
    gated["spec"]["schedulingGates"] = Json::array({{{"name", "example.org/wait"}}});
    const Json made = server.ask("POST", pods, gated).json();
    QCOMPARE(made["status"]["conditions"][0]["reason"].get<std::string>(), "SchedulingGated");
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestNodeWishes)
#include "tst_node_wishes.moc"
