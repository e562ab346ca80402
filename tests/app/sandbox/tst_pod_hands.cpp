// Hands on a running pod: what it takes, a debug container beside it, its eviction.

#include "app/sandbox/container_meter.h"
#include "tests/app/sandbox/fake_exchange.h"
#include "tests/app/sandbox/node_bench.h"

namespace podwright::sandbox {

using core::textAt;
using namespace std::chrono_literals;

namespace {

const std::string podsRoot = "/api/v1/namespaces/default/pods";
const Headers strategicPatch = {{"content-type", "application/strategic-merge-patch+json"}};

Json readyPod(const std::string &name, bool isReady = true)
{
    Json pod = support::simplePod(name);
    pod["metadata"]["namespace"] = "default";
    pod["metadata"]["labels"] = {{"app", "web"}};
    pod["spec"]["nodeName"] = "n";
    pod["status"] = {{"phase", "Running"},
                     {"conditions", Json::array({{{"type", "Ready"}, {"status", isReady ? "True" : "False"}}})}};
    return pod;
}

Json eviction(const std::string &name, const Json &options = nullptr)
{
    Json body = {{"apiVersion", "policy/v1"}, {"kind", "Eviction"}, {"metadata", {{"name", name}}}};
    if (!options.is_null())
        body["deleteOptions"] = options;
    return body;
}

} // namespace

class TestPodHands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMeterMakesRates();
    void metricsAreInTheDiscovery();
    void whatRunsIsMeasured();
    void evictionMindsTheBudget_data();
    void evictionMindsTheBudget();
    void evictionTakesDeleteOptions();
    void ephemeralContainersCanBeAdded();
    void ephemeralRules_data();
    void ephemeralRules();
    void aDebugContainerRunsBesideItsTarget();
};

void TestPodHands::theMeterMakesRates()
{
    const ContainerMeter::Time start{};
    ContainerMeter meter(start);
    QCOMPARE(meter.take(5, 100ms, start + 100ms), (ContainerUse{.memory = 5})); // too early for a rate
    QCOMPARE(meter.take(6, 1s, start + 2s), (ContainerUse{6, 500'000'000, 2s}));
    QCOMPARE(meter.take(7, 2s, start + 10s), (ContainerUse{7, 200'000'000, 10s}));
    // The next window begins where the first was long enough.
    QCOMPARE(meter.take(7, 3s, start + 11s), (ContainerUse{7, 1'000'000'000, 1s}));
    QCOMPARE(meter.take(8, 0s, start + 15s), (ContainerUse{8, 0, 5s})); // children that were lost from sight
}

void TestPodHands::metricsAreInTheDiscovery()
{
    support::FakeServer server;
    const Json groups = server.ask("GET", "/apis").json();
    const auto found = std::find_if(groups["groups"].begin(), groups["groups"].end(),
                                    [](const Json &group) { return textAt(group, {"name"}) == "metrics.k8s.io"; });
    QVERIFY(found != groups["groups"].end());
    QCOMPARE(textAt(*found, {"preferredVersion", "groupVersion"}), "metrics.k8s.io/v1beta1");
    const Json list = server.ask("GET", "/apis/metrics.k8s.io/v1beta1").json();
    QCOMPARE(textAt(list, {"groupVersion"}), "metrics.k8s.io/v1beta1");
    QCOMPARE(textAt(list["resources"][0], {"kind"}), "PodMetrics");
    QCOMPARE(server.ask("GET", "/apis/metrics.k8s.io/v1").code, 404);
    // A pod of which nothing runs has no figures.
    server.store.create("pods", readyPod("a"));
    const std::string metrics = "/apis/metrics.k8s.io/v1beta1/namespaces/default/pods";
    QCOMPARE(server.ask("GET", metrics).json()["items"].size(), size_t(0));
    const auto none = server.ask("GET", metrics + "/a");
    QCOMPARE(none.code, 404);
    QCOMPARE(textAt(none.json(), {"message"}), "pods.metrics.k8s.io \"a\" not found");
    QCOMPARE(server.ask("POST", metrics, readyPod("b")).code, 405);
    server.token = "restricted";
    QCOMPARE(server.ask("GET", metrics).code, 403);
}

void TestPodHands::whatRunsIsMeasured()
{
    NodeBench bench;
    const Json busy = NodeBench::container("busy", "while :; do :; done");
    const Json large =
        NodeBench::container("large", "exec python3 -c 'import time; x = bytearray(64 << 20); time.sleep(1000)'");
    const ObjectPtr made = bench.run("p", "", {{"containers", Json::array({busy, large})}});
    const std::string uid = textAt(*made, {"metadata", "uid"});
    QVERIFY(bench.waitForPhase("p", "Running"));
    const auto use = [&](const std::string &name) {
        for (const auto &[container, figures] : bench.node.use(uid)) {
            if (container == name)
                return figures;
        }
        return ContainerUse();
    };
    QTRY_VERIFY_WITH_TIMEOUT(use("large").memory > (64 << 20), 30000);
    QTRY_VERIFY_WITH_TIMEOUT(use("busy").nanocores > 10'000'000, 30000); // of a machine that may be busy
    QVERIFY(use("large").memory < (512 << 20));
    QVERIFY(use("busy").memory < use("large").memory);
    QVERIFY(use("busy").nanocores < 2'000'000'000);
    QVERIFY(use("busy").window >= 500ms);
    QVERIFY(bench.node.use("nobody").empty());
}

void TestPodHands::evictionMindsTheBudget_data()
{
    QTest::addColumn<QString>("rule"); // of the budget
    QTest::addColumn<int>("ready");    // of three pods
    QTest::addColumn<QString>("cause");
    QTest::newRow("enough left") << R"({"minAvailable": 2})" << 3 << "";
    QTest::newRow("too few left") << R"({"minAvailable": 2})" << 2
                                  << "The disruption budget keep needs 2 healthy pods and has 2 currently";
    QTest::newRow("share") << R"({"minAvailable": "50%"})" << 2
                           << "The disruption budget keep needs 2 healthy pods and has 2 currently";
    QTest::newRow("one may go") << R"({"maxUnavailable": 1})" << 3 << "";
    QTest::newRow("one has gone") << R"({"maxUnavailable": 1})" << 2
                                  << "The disruption budget keep needs 2 healthy pods and has 2 currently";
}

void TestPodHands::evictionMindsTheBudget()
{
    QFETCH(QString, rule);
    QFETCH(int, ready);
    QFETCH(QString, cause);
    support::FakeServer server;
    for (int i = 0; i < 3; ++i)
        server.store.create("pods", readyPod("p" + std::to_string(i), i < ready));
    Json spec = core::parseJson(rule.toStdString());
    spec["selector"] = {{"matchExpressions", Json::array({{{"key", "app"}, {"operator", "In"}, {"values", {"web"}}}})}};
    const auto made = server.ask("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
                                 {{"apiVersion", "policy/v1"},
                                  {"kind", "PodDisruptionBudget"},
                                  {"metadata", {{"name", "keep"}}},
                                  {"spec", spec}});
    QCOMPARE(made.code, 201);
    const auto answer = server.ask("POST", podsRoot + "/p0/eviction", eviction("p0"));
    const bool isGone = server.store.get("pods", "default", "p0")->at("metadata").contains("deletionTimestamp");
    if (cause.isEmpty()) {
        QCOMPARE(answer.code, 201);
        QVERIFY(isGone);
        return;
    }
    QCOMPARE(answer.code, 429);
    QVERIFY(!isGone);
    QCOMPARE(textAt(answer.json(), {"message"}), "Cannot evict pod as it would violate the pod's disruption budget.");
    QCOMPARE(textAt(answer.json()["details"]["causes"][0], {"message"}), cause.toStdString());
}

void TestPodHands::evictionTakesDeleteOptions()
{
    support::FakeServer server;
    const ObjectPtr pod = server.store.create("pods", readyPod("p"));
    const auto other =
        server.ask("POST", podsRoot + "/p/eviction", eviction("p", {{"preconditions", {{"uid", "of another pod"}}}}));
    QCOMPARE(other.code, 409);
    QCOMPARE(server.ask("POST", podsRoot + "/p/eviction", eviction("q")).code, 400);
    QCOMPARE(server.ask("POST", podsRoot + "/p/eviction?dryRun=All", eviction("p")).code, 201);
    QVERIFY(!server.store.get("pods", "default", "p")->at("metadata").contains("deletionTimestamp"));
    const Json options = {{"gracePeriodSeconds", 7}, {"preconditions", {{"uid", textAt(*pod, {"metadata", "uid"})}}}};
    QCOMPARE(server.ask("POST", podsRoot + "/p/eviction", eviction("p", options)).code, 201);
    QCOMPARE(core::intAt(*server.store.get("pods", "default", "p"), {"metadata", "deletionGracePeriodSeconds"}), 7);
}

void TestPodHands::ephemeralContainersCanBeAdded()
{
    support::FakeServer server;
    server.store.create("pods", readyPod("p"));
    const Json patch = {{"spec",
                         {{"containers", Json::array({{{"name", "main"}, {"image", "of another kind"}}})},
                          {"ephemeralContainers", Json::array({{{"name", "d"}, {"image", "busybox"}}})}}}};
    const auto added = server.ask("PATCH", podsRoot + "/p/ephemeralcontainers", patch, strategicPatch);
    QCOMPARE(added.code, 200);
    const Json spec = added.json()["spec"];
    QCOMPARE(spec["ephemeralContainers"].size(), size_t(1));
    QCOMPARE(textAt(spec["ephemeralContainers"][0], {"imagePullPolicy"}), "Always");
    const auto &image = spec["containers"][0]["image"];
    QVERIFY(image != "of another kind"); // nothing else comes this way
    QVERIFY(server.ask("GET", podsRoot + "/p/ephemeralcontainers").json()["spec"] == spec);
}

void TestPodHands::ephemeralRules_data()
{
    QTest::addColumn<QString>("container");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("no name") << R"({"image": "busybox"})"
                             << "spec.ephemeralContainers[1].name: Required value";
    QTest::newRow("no image") << R"({"name": "e"})"
                              << "spec.ephemeralContainers[1].image: Required value";
    QTest::newRow("a name in use") << R"({"name": "main", "image": "b"})"
                                   << "spec.ephemeralContainers[1].name: Duplicate value: \"main\"";
    QTest::newRow("ports") << R"({"name": "e", "image": "b", "ports": [{"containerPort": 80}]})"
                           << "spec.ephemeralContainers[1].ports: Forbidden: cannot be set for an Ephemeral Container";
    QTest::newRow("no such target") << R"({"name": "e", "image": "b", "targetContainerName": "nobody"})"
                                    << "spec.ephemeralContainers[1].targetContainerName: Not found: \"nobody\"";
    QTest::newRow("changed") << R"({"name": "d", "image": "another"})"
                             << "existing ephemeral containers \"d\" may not be changed";
}

void TestPodHands::ephemeralRules()
{
    QFETCH(QString, container);
    QFETCH(QString, complaint);
    support::FakeServer server;
    Json pod = readyPod("p");
    pod["spec"]["containers"][0]["name"] = "main";
    server.store.create("pods", pod);
    const auto patch = [&](const Json &entry) {
        const Json body = {{"spec", {{"ephemeralContainers", Json::array({entry})}}}};
        return server.ask("PATCH", podsRoot + "/p/ephemeralcontainers", body, strategicPatch);
    };
    QCOMPARE(patch({{"name", "d"}, {"image", "busybox"}}).code, 200);
    const auto refused = patch(core::parseJson(container.toStdString()));
    QVERIFY2(refused.code == 422 || refused.code == 400, refused.body.c_str());
    if (container.contains(QStringLiteral("name")) && refused.code == 422)
        QVERIFY2(textAt(refused.json(), {"message"}).find(complaint.toStdString()) != std::string::npos,
                 refused.body.c_str());
    QCOMPARE(server.store.get("pods", "default", "p")->at("spec")["ephemeralContainers"].size(), size_t(1));
}

void TestPodHands::aDebugContainerRunsBesideItsTarget()
{
    NodeBench bench;
    bench.run("p", "exec -a the-target sleep 1000");
    QVERIFY(bench.waitForPhase("p", "Running"));
    const auto debug = [](const char *name, const char *script) {
        Json container = NodeBench::container(name, script);
        container["image"] = "busybox";
        return container;
    };
    Json inside = debug("inside", "cat /proc/1/cmdline; exit 4");
    inside["targetContainerName"] = "main";
    bench.store.update("pods", "t", "p", [&](Json &pod) {
        pod["spec"]["ephemeralContainers"] =
            Json::array({inside, debug("alone", "cat /proc/1/cmdline"), debug("stays", "sleep 1000")});
    });
    const auto hasEnded = [](size_t index) {
        return [index](const Json &pod) {
            const Json &all = core::at(pod, {"status", "ephemeralContainerStatuses"});
            return index < all.size() && all[index]["state"].contains("terminated");
        };
    };
    QVERIFY(bench.waitFor("p", hasEnded(0)));
    const ObjectPtr pod = bench.waitFor("p", hasEnded(1));
    QVERIFY(pod);
    QCOMPARE(core::intAt(state(*pod, 0, "ephemeralContainerStatuses"), {"terminated", "exitCode"}), 4);
    QVERIFY(bench.log("p", {}, "inside").find("the-target") != std::string::npos);
    QVERIFY(bench.log("p", {}, "alone").find("the-target") == std::string::npos);
    QCOMPARE(textAt(*pod, {"status", "phase"}), "Running"); // they count for nothing
    QVERIFY(bench.hasEvent("p", "Started: Started container inside"));
    // The pod's end is theirs.
    bench.store.update("pods", "t", "p", [](Json &object) {
        object["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        object["metadata"]["deletionGracePeriodSeconds"] = 1;
    });
    QTRY_COMPARE_WITH_TIMEOUT(bench.phase("p"), "gone", 30000);
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestPodHands)
#include "tst_pod_hands.moc"
