#include "tests/app/sandbox/node_bench.h"
#include "tests/support/manual_clock.h"

#include <QTcpServer>

namespace podwright::sandbox {
namespace {

constexpr const char *untilTold = "trap 'exit 0' TERM; echo up; while :; do sleep 0.05; done";

Json shell(const std::string &script)
{
    return {{"exec", {{"command", {"sh", "-c", script}}}}};
}

Json with(const std::string &script, const char *field, Json value)
{
    Json container = NodeBench::container("main", script);
    container[field] = std::move(value);
    return {{"containers", Json::array({container})}};
}

Json probe(Json handler, const Json &settings)
{
    handler.update(settings);
    return handler;
}

bool hasCondition(const Json &pod, const std::string &type, const std::string &value)
{
    for (const Json &condition : core::at(pod, {"status", "conditions"})) {
        if (core::textAt(condition, {"type"}) == type)
            return core::textAt(condition, {"status"}) == value;
    }
    return false;
}

std::function<bool(const Json &)> readyIs(const std::string &value)
{
    return [value](const Json &pod) {
        return core::at(pod, {"status", "containerStatuses"}).size() == 1 && state(pod).contains("running") &&
               hasCondition(pod, "Ready", value) && hasCondition(pod, "ContainersReady", value);
    };
}

void requestDeletion(NodeBench &bench, const std::string &name, int grace)
{
    bench.store.update("pods", "t", name, [&](Json &pod) {
        pod["metadata"]["deletionTimestamp"] = "2030-01-01T00:00:30Z";
        pod["metadata"]["deletionGracePeriodSeconds"] = grace;
    });
}

void runInside(NodeBench &bench, const std::string &name, const std::string &script)
{
    const auto session = bench.node.exec("t", name, "main", {.command = {"sh", "-c", script}});
    std::string chunk;
    while (session->read(chunk) != ExecSession::Stream::End) {
    }
}

int freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

} // namespace

// Probes and hooks of pods that really run.
class TestNodeProbes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readinessComesAndGoes();
    void livenessRestarts();
    void livenessEndsAPodThatNeverRestarts();
    void startupHoldsTheOthersBack();
    void slowCommandTimesOut();
    void networkProbes_data();
    void networkProbes();
    void postStartComesBeforeRunning();
    void failedPostStartKills();
    void preStopComesBeforeTheSignal();
    void preStopCountsIntoTheGracePeriod();
};

void TestNodeProbes::readinessComesAndGoes()
{
    support::ManualClock clock;
    NodeBench bench(RuntimeKind::Bubblewrap, clock);
    const Json settings = {{"periodSeconds", 10}, {"failureThreshold", 1}};
    bench.run("p", "",
              with(untilTold, "readinessProbe", probe(shell("cat /tmp/ready || { echo oops; exit 1; }"), settings)));
    QVERIFY(bench.waitFor("p", readyIs("False")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.hasEvent("p", "Unhealthy: Readiness probe failed: "), 30000);
    runInside(bench, "p", "echo > /tmp/ready");
    clock.advance(std::chrono::seconds(11));
    QVERIFY(bench.waitFor("p", readyIs("True")));
    QVERIFY((*bench.pod("p"))["status"]["containerStatuses"][0]["ready"].get<bool>());
    runInside(bench, "p", "rm /tmp/ready");
    clock.advance(std::chrono::seconds(11));
    QVERIFY(bench.waitFor("p", readyIs("False")));
    QCOMPARE((*bench.pod("p"))["status"]["containerStatuses"][0]["restartCount"].get<int>(), 0);
}

void TestNodeProbes::livenessRestarts()
{
    support::ManualClock clock;
    NodeBench bench(RuntimeKind::Bubblewrap, clock);
    Json spec = with(untilTold, "livenessProbe", probe(shell("echo bad; exit 1"), {{"failureThreshold", 2}}));
    spec["restartPolicy"] = "Always";
    bench.run("p", "", spec);
    QTRY_VERIFY_WITH_TIMEOUT(bench.hasEvent("p", "Unhealthy: Liveness probe failed: bad\n"), 30000);
    QVERIFY(bench.waitFor("p", readyIs("True"))); // one failure is not enough
    clock.advance(std::chrono::seconds(11));
    QVERIFY(bench.waitFor("p", [](const Json &pod) {
        return core::intAt(pod["status"]["containerStatuses"][0], {"restartCount"}) == 1 &&
               state(pod).contains("running");
    }));
    QVERIFY(bench.hasEvent("p", "Killing: Container main failed liveness probe, will be restarted"));
}

void TestNodeProbes::livenessEndsAPodThatNeverRestarts()
{
    NodeBench bench;
    bench.run("p", "",
              with("trap '' TERM; sleep 1000", "livenessProbe",
                   probe(shell("exit 1"), {{"failureThreshold", 1}, {"terminationGracePeriodSeconds", 1}})));
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    QCOMPARE(state(*pod)["terminated"]["exitCode"].get<int>(), 137);
    QCOMPARE(state(*pod)["terminated"]["reason"].get<std::string>(), "Error");
}

void TestNodeProbes::startupHoldsTheOthersBack()
{
    support::ManualClock clock;
    NodeBench bench(RuntimeKind::Bubblewrap, clock);
    Json spec = with(untilTold, "startupProbe", shell("cat /tmp/up"));
    spec["containers"][0]["livenessProbe"] = probe(shell("cat /tmp/up"), {{"failureThreshold", 1}});
    bench.run("p", "", spec);
    QTRY_VERIFY_WITH_TIMEOUT(bench.hasEvent("p", "Unhealthy: Startup probe failed: "), 30000);
    QVERIFY(bench.waitFor("p", readyIs("False")));
    QCOMPARE((*bench.pod("p"))["status"]["containerStatuses"][0]["started"].get<bool>(), false);
    runInside(bench, "p", "echo > /tmp/up");
    clock.advance(std::chrono::seconds(11));
    QVERIFY(bench.waitFor("p", readyIs("True")));
    QCOMPARE((*bench.pod("p"))["status"]["containerStatuses"][0]["started"].get<bool>(), true);
    QVERIFY(!bench.hasEvent("p", "Unhealthy: Liveness"));
}

void TestNodeProbes::slowCommandTimesOut()
{
    NodeBench bench;
    bench.run("p", "", with(untilTold, "readinessProbe", shell("sleep 1000")));
    QTRY_VERIFY_WITH_TIMEOUT(
        bench.hasEvent("p",
                       "Unhealthy: Readiness probe failed: command timed out: \"sh -c sleep 1000\" timed out after 1s"),
        30000);
}

void TestNodeProbes::networkProbes_data()
{
    QTest::addColumn<QString>("handler"); // PORT: where the pod's server listens, SHUT: a port where nobody does
    QTest::addColumn<QString>("event");   // empty: it becomes ready
    QTest::newRow("http") << R"({"httpGet": {"path": "/", "port": PORT}})"
                          << "";
    QTest::newRow("http by name") << R"({"httpGet": {"path": "/", "port": "web"}})"
                                  << "";
    QTest::newRow("http status") << R"({"httpGet": {"path": "/nope", "port": PORT}})"
                                 << "Readiness probe failed: HTTP probe failed with statuscode: 404";
    QTest::newRow("http refused") << R"({"httpGet": {"path": "/x", "port": SHUT}})"
                                  << "Readiness probe failed: Get \"http://127.0.0.1:SHUT/x\": dial tcp "
                                     "127.0.0.1:SHUT: connect: connection refused";
    QTest::newRow("tcp") << R"({"tcpSocket": {"port": PORT}})"
                         << "";
    QTest::newRow("tcp refused") << R"({"tcpSocket": {"port": SHUT}})"
                                 << "Readiness probe failed: dial tcp 127.0.0.1:SHUT: connect: connection refused";
    QTest::newRow("elsewhere") << R"({"tcpSocket": {"host": "192.0.2.1", "port": 80}})"
                               << "Readiness probe errored: the sandbox connects to 127.0.0.1 only, not to 192.0.2.1";
    QTest::newRow("grpc") << R"({"grpc": {"port": PORT}})"
                          << "Readiness probe errored: the sandbox cannot ask by grpc";
}

void TestNodeProbes::networkProbes()
{
    QFETCH(QString, handler);
    QFETCH(QString, event);
    const int port = freePort(), shut = freePort();
    const auto filled = [&](QString text) {
        return text.replace("PORT", QString::number(port)).replace("SHUT", QString::number(shut)).toStdString();
    };
    NodeBench bench;
    const std::string script = "exec python3 -m http.server --bind 127.0.0.1 " + std::to_string(port);
    Json spec = with(script, "readinessProbe", probe(core::parseJson(filled(handler)), {{"periodSeconds", 1}}));
    spec["containers"][0]["ports"] = Json::array({{{"name", "web"}, {"containerPort", port}}});
    bench.run("p", "", spec);
    if (event.isEmpty()) {
        QVERIFY(bench.waitFor("p", readyIs("True")));
        return;
    }
    QTRY_VERIFY_WITH_TIMEOUT(bench.hasEvent("p", "Unhealthy: " + filled(event)), 30000);
    QVERIFY(hasCondition(*bench.pod("p"), "Ready", "False"));
}

void TestNodeProbes::postStartComesBeforeRunning()
{
    NodeBench bench;
    const Json hooks = {{"postStart", shell("until [ -f /tmp/go ]; do sleep 0.05; done; echo hook > /proc/1/fd/1")}};
    bench.run("p", "", with("touch /tmp/started; " + std::string(untilTold), "lifecycle", hooks));
    QTRY_VERIFY_WITH_TIMEOUT(bench.hasEvent("p", "Started: Started container main"), 30000);
    QCOMPARE(bench.phase("p"), "Pending");
    QVERIFY(state(*bench.pod("p")).contains("waiting"));
    bench.store.remove("pods", "t", "p"); // a hook that never ends does not hold a removal up

    const Json quick = {{"postStart", shell("echo hook > /proc/1/fd/1")}};
    bench.run("q", "", with(untilTold, "lifecycle", quick));
    QVERIFY(bench.waitFor("q", readyIs("True")));
    QVERIFY(bench.log("q").find("hook\n") != std::string::npos);
}

void TestNodeProbes::failedPostStartKills()
{
    NodeBench bench;
    bench.run("p", "",
              with("trap 'exit 5' TERM; while :; do sleep 0.05; done", "lifecycle",
                   {{"postStart", shell("sleep 0.3; echo ps; exit 7")}}));
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    const std::string uid = core::textAt(*pod, {"metadata", "uid"});
    QVERIFY(bench.hasEvent("p", "FailedPostStartHook: Exec lifecycle hook ([sh -c sleep 0.3; echo ps; exit 7]) for "
                                "Container \"main\" in Pod \"p_t(" +
                                    uid +
                                    ")\" failed - error: command 'sh -c sleep 0.3; echo ps; exit 7' exited with 7: , "
                                    "message: \"ps\\n\""));
    QVERIFY(bench.hasEvent("p", "Killing: FailedPostStartHook"));
}

void TestNodeProbes::preStopComesBeforeTheSignal()
{
    NodeBench bench;
    bench.run("p", "",
              with("trap 'cat /tmp/hook; exit 0' TERM; echo up; while :; do sleep 0.05; done", "lifecycle",
                   {{"preStop", shell("sleep 0.2; echo hook > /tmp/hook; exit 3")}}));
    QVERIFY(bench.waitFor("p", readyIs("True")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.log("p").starts_with("up"), 30000);
    bench.store.update("pods", "t", "p", [](Json &pod) { pod["metadata"]["finalizers"] = {"example.org/hold"}; });
    requestDeletion(bench, "p", 20);
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    QCOMPARE(bench.log("p"), "up\nhook\n");
    QVERIFY(bench.hasEvent("p", "FailedPreStopHook: Exec lifecycle hook ("));
}

void TestNodeProbes::preStopCountsIntoTheGracePeriod()
{
    support::ManualClock clock;
    NodeBench bench(RuntimeKind::Bubblewrap, clock);
    bench.run("p", "",
              with("trap '' TERM; echo up; while :; do sleep 0.05; done", "lifecycle",
                   {{"preStop", {{"sleep", {{"seconds", 1000}}}}}}));
    QVERIFY(bench.waitFor("p", readyIs("True")));
    QTRY_VERIFY_WITH_TIMEOUT(bench.log("p").starts_with("up"), 30000);
    requestDeletion(bench, "p", 10);
    QTRY_VERIFY_WITH_TIMEOUT(bench.hasEvent("p", "Killing: Stopping container main"), 30000);
    clock.advance(std::chrono::seconds(9));
    QVERIFY(bench.pod("p"));
    clock.advance(std::chrono::seconds(2)); // over: TERM now, and what a process gets at least
    QTRY_VERIFY_WITH_TIMEOUT((clock.advance(std::chrono::milliseconds(500)), !bench.pod("p")), 30000);
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestNodeProbes)
#include "tst_node_probes.moc"
