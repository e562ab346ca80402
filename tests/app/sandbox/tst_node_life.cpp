#include "tests/app/sandbox/node_bench.h"
#include "tests/support/manual_clock.h"

#include <QElapsedTimer>
#include <QThread>

#include <algorithm>

namespace podwright::sandbox {
namespace {

void requestDeletion(NodeBench &bench, const std::string &name, int grace)
{
    bench.store.update("pods", "t", name, [&](Json &pod) {
        pod["metadata"]["deletionTimestamp"] = "2030-01-01T00:00:30Z";
        pod["metadata"]["deletionGracePeriodSeconds"] = grace;
    });
}

bool isRunning(const Json &pod)
{
    const Json &statuses = core::at(pod, {"status", "containerStatuses"});
    return !statuses.empty() && std::all_of(statuses.begin(), statuses.end(),
                                            [](const Json &entry) { return entry["state"].contains("running"); });
}

} // namespace

// What happens to pods over time: scheduling, images, restarts, stops, requests of clients.
class TestNodeLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesNotFit();
    void unreachableImage();
    void restartsWithBackoff();
    void deletion_data();
    void deletion();
    void forcedRemovalKills();
    void xcomSidecarEndsByInterrupt();
    void execHasInputOutputAndExitCode();
    void followsALog();
    void carriesFloodsOfOutput();
    void plainProcessesRefuseVolumes();
    void deadline();
};

void TestNodeLife::doesNotFit()
{
    NodeBench bench;
    const std::string cpus = std::to_string(QThread::idealThreadCount()) + "000m";
    const Json whole = Json::array({{{"name", "main"},
                                     {"image", "x"},
                                     {"command", {"sleep", "1000"}},
                                     {"resources", {{"requests", {{"cpu", cpus}}}}}}});
    bench.run("first", "", {{"containers", whole}});
    QVERIFY(bench.waitFor("first", isRunning));
    bench.run("second", "", {{"containers", whole}});
    const ObjectPtr pod = bench.waitFor("second", [](const Json &now) { return now["status"].contains("conditions"); });
    QVERIFY(pod);
    const Json condition = (*pod)["status"]["conditions"][0];
    QCOMPARE(condition["reason"].get<std::string>(), "Unschedulable");
    QCOMPARE(condition["message"].get<std::string>(), "0/1 nodes are available: 1 Insufficient cpu.");
    QTRY_VERIFY_WITH_TIMEOUT(bench.hasEvent("second", "FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu."),
                             30000);
    requestDeletion(bench, "first", 0);
    QVERIFY(bench.waitFor("second", isRunning));
}

void TestNodeLife::unreachableImage()
{
    support::ManualClock clock;
    NodeBench bench(RuntimeKind::Bubblewrap, clock);
    Json main = NodeBench::container("main", "true");
    main["image"] = "registry.invalid/x:1";
    bench.run("p", "", {{"containers", Json::array({main})}});
    const auto waitsFor = [](const char *reason) {
        return [reason](const Json &pod) {
            return pod["status"].contains("containerStatuses") &&
                   core::textAt(state(pod), {"waiting", "reason"}) == reason;
        };
    };
    QVERIFY(bench.waitFor("p", waitsFor("ErrImagePull")));
    QVERIFY(bench.hasEvent("p", "Failed: Failed to pull image \"registry.invalid/x:1\": "));
    try {
        bench.log("p");
        QFAIL("a log of a container that never started");
    } catch (const ApiError &error) {
        QCOMPARE(error.code, 400);
        QCOMPARE(error.message, "container \"main\" in pod \"p\" is waiting to start: image can't be pulled");
    }
    clock.advance(std::chrono::seconds(3));
    QVERIFY(bench.waitFor("p", waitsFor("ImagePullBackOff")));
    QVERIFY(bench.hasEvent("p", "BackOff: Back-off pulling image \"registry.invalid/x:1\""));
    clock.advance(std::chrono::seconds(8));
    QVERIFY(bench.waitFor("p", waitsFor("ErrImagePull")));
}

void TestNodeLife::restartsWithBackoff()
{
    support::ManualClock clock;
    NodeBench bench(RuntimeKind::Bubblewrap, clock);
    bench.run("p", "echo $RANDOM; exit 1", {{"restartPolicy", "OnFailure"}});
    const auto inBackoff = [](const char *delay) {
        return [delay](const Json &pod) {
            return pod["status"].contains("containerStatuses") &&
                   core::textAt(state(pod), {"waiting", "message"}).starts_with(std::string("back-off ") + delay);
        };
    };
    ObjectPtr pod = bench.waitFor("p", inBackoff("10s"));
    QVERIFY(pod);
    QCOMPARE((*pod)["status"]["containerStatuses"][0]["restartCount"].get<int>(), 1);
    QCOMPARE((*pod)["status"]["phase"].get<std::string>(), "Running");
    QCOMPARE(core::intAt((*pod)["status"]["containerStatuses"][0], {"lastState", "terminated", "exitCode"}), 1);
    QVERIFY(bench.log("p") != bench.log("p", {.previous = true}) || !bench.log("p").empty());
    clock.advance(std::chrono::milliseconds(9900));
    clock.advance(std::chrono::milliseconds(200));
    pod = bench.waitFor("p", inBackoff("20s"));
    QVERIFY(pod);
    QCOMPARE((*pod)["status"]["containerStatuses"][0]["restartCount"].get<int>(), 2);
}

void TestNodeLife::deletion_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("grace");
    QTest::addColumn<int>("code");
    QTest::newRow("listens to TERM") << "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done" << 20
                                     << 0;
    QTest::newRow("must be killed") << "trap '' TERM; echo up; while :; do sleep 0.05; done" << 1 << 137;
}

void TestNodeLife::deletion()
{
    QFETCH(QString, script);
    QFETCH(int, grace);
    QFETCH(int, code);
    NodeBench bench;
    bench.run("p", script.toStdString());
    QVERIFY(bench.waitFor("p", isRunning));
    bool isUp = false;
    std::stop_source enough;
    bench.node.readLog(
        "t", "p", "main", {.follow = true},
        [&](std::string_view) {
            isUp = true;
            return false;
        },
        enough.get_token());
    QVERIFY(isUp);
    const std::uint64_t before = bench.store.version();
    requestDeletion(bench, "p", grace);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.pod("p"), 30000);

    std::uint64_t scanned = 0;
    const std::vector<Change> changes = bench.store.changesAfter("pods", before, {}, {}, &scanned);
    QVERIFY(changes.size() >= 4);
    const Change &last = changes.back(), &finalMark = changes[changes.size() - 2], &ended = changes[changes.size() - 3];
    QVERIFY(last.type == Change::Type::Deleted && finalMark.type == Change::Type::Modified);
    QCOMPARE(core::intAt(*finalMark.object, {"metadata", "deletionGracePeriodSeconds"}, -1), 0);
    QCOMPARE(core::textAt(*finalMark.object, {"metadata", "deletionTimestamp"}),
             grace == 1 ? "2030-01-01T00:00:29Z" : "2030-01-01T00:00:10Z");
    QCOMPARE(core::intAt(*ended.object, {"metadata", "deletionGracePeriodSeconds"}), grace);
    QCOMPARE(state(*ended.object)["terminated"]["exitCode"].get<int>(), code);
    QCOMPARE(core::textAt(*ended.object, {"status", "phase"}), code == 0 ? "Succeeded" : "Failed");
    QVERIFY(bench.hasEvent("p", "Killing: Stopping container main"));
}

void TestNodeLife::forcedRemovalKills()
{
    NodeBench bench;
    const std::string mark = "sleep 7" + std::to_string(QCoreApplication::applicationPid()); // nobody else's
    bench.run("p", mark);
    QVERIFY(bench.waitFor("p", isRunning));
    bench.store.remove("pods", "t", "p");
    QTRY_COMPARE_WITH_TIMEOUT(std::system(("pgrep -xf '" + mark + "' > /dev/null").c_str()) == 0, false, 20000);
}

void TestNodeLife::xcomSidecarEndsByInterrupt()
{
    NodeBench bench;
    const Json mount = Json::array({{{"name", "xcom"}, {"mountPath", "/airflow/xcom"}}});
    Json main = NodeBench::container("base", "echo '{\"a\": 1}' > /airflow/xcom/return.json");
    Json sidecar = {{"name", "airflow-xcom-sidecar"},
                    {"image", "alpine"},
                    {"command", {"sh", "-c", "trap \"exit 0\" INT; while true; do sleep 1; done;"}}};
    main["volumeMounts"] = sidecar["volumeMounts"] = mount;
    bench.run("p", "",
              {{"containers", Json::array({main, sidecar})},
               {"volumes", Json::array({{{"name", "xcom"}, {"emptyDir", Json::object()}}})}});
    QVERIFY(bench.waitFor("p", [](const Json &pod) {
        return pod["status"].contains("containerStatuses") && state(pod).contains("terminated") &&
               state(pod, 1).contains("running");
    }));
    const auto ask = [&](std::vector<std::string> command, const std::string &input) {
        auto session =
            bench.node.exec("t", "p", "airflow-xcom-sidecar", {.command = std::move(command), .input = true});
        session->write(input);
        session->closeInput();
        std::string text, chunk;
        while (session->read(chunk) != ExecSession::Stream::End)
            text += chunk;
        return text;
    };
    QCOMPARE(ask({"/bin/sh", "-c", "if [ -s /airflow/xcom/return.json ]; then cat /airflow/xcom/return.json; fi"}, ""),
             "{\"a\": 1}\n");
    ask({"/bin/sh"}, "kill -2 $(pgrep -u $(id -u) -f 'sh')\n");
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
}

void TestNodeLife::execHasInputOutputAndExitCode()
{
    NodeBench bench;
    bench.run("p", "sleep 1000");
    QVERIFY(bench.waitFor("p", isRunning));
    auto session = bench.node.exec(
        "t", "p", "main",
        {.command = {"sh", "-c", "cat; echo problem >&2; ls /proc | grep -c ^1$; exit 7"}, .input = true});
    session->write("from outside\n");
    session->closeInput();
    std::string output, error, chunk;
    for (auto stream = session->read(chunk); stream != ExecSession::Stream::End; stream = session->read(chunk))
        (stream == ExecSession::Stream::Output ? output : error) += chunk;
    QCOMPARE(output, "from outside\n1\n");
    QCOMPARE(error, "problem\n");
    QCOMPARE(session->exitCode(), 7);
    auto remount = bench.node.exec("t", "p", "main", {.command = {"mount", "-o", "remount,rw", "/usr"}});
    while (remount->read(chunk) != ExecSession::Stream::End) {
    }
    QVERIFY(remount->exitCode() != 0);
    QVERIFY_THROWS_EXCEPTION(ApiError, bench.node.exec("t", "p", "main", {.command = {"nope"}}));
    auto endless = bench.node.exec("t", "p", "main", {.command = {"sleep", "1000"}});
    endless->cancel();
    QVERIFY(endless->read(chunk) == ExecSession::Stream::End);
}

void TestNodeLife::followsALog()
{
    NodeBench bench;
    bench.run("p", "for i in 1 2 3; do echo line $i; sleep 0.2; done; printf unfinished");
    QVERIFY(bench.waitFor("p", isRunning));
    QCOMPARE(bench.log("p", {.follow = true}), "line 1\nline 2\nline 3\nunfinished");
    QCOMPARE(bench.log("p", {.tailLines = 2}), "line 3\nunfinished");
}

void TestNodeLife::carriesFloodsOfOutput()
{
    NodeBench bench;
    QElapsedTimer watch;
    watch.start();
    bench.run("flood", "yes $(printf %099d 0) | head -n 300000; echo end; while :; do sleep 0.1; done");
    bench.run("beside", "exit 0");
    QVERIFY(bench.waitForPhase("beside", "Succeeded")); // the others go on
    std::string last;
    bench.node.readLog("t", "flood", "main", {.follow = true},
                       [&](std::string_view part) {
                           last = part;
                           return !last.ends_with("end\n");
                       },
                       {});
    qInfo("%.0f MB/s from a pod to its log", 30e3 / static_cast<double>(std::max<qint64>(1, watch.elapsed())));
    long long lines = 0;
    bench.node.readLog("t", "flood", "main", {},
                       [&](std::string_view part) {
                           lines += std::count(part.begin(), part.end(), '\n');
                           return true;
                       },
                       {});
    QCOMPARE(lines, 300001);
}

void TestNodeLife::plainProcessesRefuseVolumes()
{
    NodeBench bench(RuntimeKind::Process);
    bench.run("fine", "echo hello");
    QVERIFY(bench.waitForPhase("fine", "Succeeded"));
    QCOMPARE(bench.log("fine"), "hello\n");
    Json main = NodeBench::container("main", "true");
    main["volumeMounts"] = Json::array({{{"name", "v"}, {"mountPath", "/v"}}});
    bench.run("p", "",
              {{"containers", Json::array({main})},
               {"volumes", Json::array({{{"name", "v"}, {"emptyDir", Json::object()}}})}});
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    QVERIFY(core::textAt(*pod, {"status", "message"}).find("cannot mount volumes") != std::string::npos);
    QCOMPARE(core::textAt(*pod, {"status", "reason"}), "VolumesUnavailable");
    QVERIFY(!(*pod)["status"].contains("containerStatuses")); // they would hide the reason in a table
    QVERIFY(bench.hasEvent("p", "FailedMount: "));
}

void TestNodeLife::deadline()
{
    support::ManualClock clock;
    NodeBench bench(RuntimeKind::Bubblewrap, clock);
    bench.run("p", "trap 'exit 0' TERM; while :; do sleep 0.05; done", {{"activeDeadlineSeconds", 60}});
    QVERIFY(bench.waitFor("p", isRunning));
    clock.advance(std::chrono::seconds(61));
    QTRY_VERIFY_WITH_TIMEOUT(bench.hasEvent("p", "Killing: "), 30000);
    clock.advance(std::chrono::seconds(31)); // it may not have listened yet
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    QCOMPARE(core::textAt(*pod, {"status", "reason"}), "DeadlineExceeded");
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestNodeLife)
#include "tst_node_life.moc"
