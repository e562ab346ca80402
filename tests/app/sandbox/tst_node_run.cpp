#include "tests/app/sandbox/node_bench.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace podwright::sandbox {

// Pods that really run: order of states, events, logs, exit codes, volumes, environment, confinement.
class TestNodeRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheWholeStoryOfAPod();
    void exitCodes_data();
    void exitCodes();
    void initContainersComeFirst();
    void failedInitContainerFailsThePod();
    void containersShareAnEmptyDir();
    void filesOfConfigMapsAndSecrets();
    void environment();
    void missingSecretWaits();
    void confinement();
    void terminationMessage();
};

void TestNodeRun::tellsTheWholeStoryOfAPod()
{
    NodeBench bench;
    const std::uint64_t before = bench.store.version();
    bench.run("echo", "set -x; echo hello");
    QVERIFY(bench.waitForPhase("echo", "Succeeded"));

    std::uint64_t scanned = 0;
    std::vector<std::string> story;
    for (const Change &change : bench.store.changesAfter("pods", before, {}, {}, &scanned)) {
        const Json &pod = *change.object;
        std::string line = core::textAt(pod, {"status", "phase"});
        if (pod["status"].contains("containerStatuses"))
            line += ' ' + std::string(state(pod).begin().key());
        else if (pod["spec"].contains("nodeName"))
            line += " bound";
        if (story.empty() || story.back() != line)
            story.push_back(line);
    }
    const std::vector<std::string> expected = {"Pending", "Pending bound", "Pending waiting", "Running running",
                                               "Succeeded terminated"};
    QCOMPARE(story, expected);
    for (const char *event : {"Scheduled: Successfully assigned t/echo to podwright-sandbox",
                              "Pulled: ", "Created: Created container main", "Started: Started container main"})
        QVERIFY2(bench.hasEvent("echo", event), event);
    QCOMPARE(bench.log("echo"), "+ echo hello\nhello\n");
    const std::string stamped = bench.log("echo", {.timestamps = true});
    QVERIFY(QRegularExpression("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z \\+ echo hello\n")
                .match(QString::fromStdString(stamped))
                .hasMatch());
    const Json status = (*bench.pod("echo"))["status"];
    QCOMPARE(core::textAt(status, {"qosClass"}), "BestEffort");
    QVERIFY(core::textAt(status["containerStatuses"][0], {"containerID"}).starts_with("podwright://"));
    QCOMPARE(status["conditions"][2]["reason"].get<std::string>(), "PodCompleted");
}

void TestNodeRun::exitCodes_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::newRow("success") << R"(["true"])" << 0 << "Completed";
    QTest::newRow("three") << R"(["sh", "-c", "exit 3"])" << 3 << "Error";
    QTest::newRow("crash") << R"J(["python3", "-c", "import ctypes; ctypes.string_at(0)"])J" << 139 << "Error";
    QTest::newRow("no program") << R"(["nope"])" << 128 << "StartError";
    QTest::newRow("no file") << R"(["/nope"])" << 128 << "StartError";
    QTest::newRow("no permission") << R"(["/etc/passwd"])" << 128 << "StartError";
    QTest::newRow("looks like the runtime") << R"(["sh", "-c", "echo bwrap: hm >&2; exit 1"])" << 1 << "Error";
}

void TestNodeRun::exitCodes()
{
    QFETCH(QString, command);
    QFETCH(int, code);
    QFETCH(QString, reason);
    NodeBench bench;
    Json container = NodeBench::container("main", "");
    container["command"] = core::parseJson(command.toStdString());
    bench.run("p", "", {{"containers", Json::array({container})}});
    const ObjectPtr pod = bench.waitForPhase("p", code == 0 ? "Succeeded" : "Failed");
    QVERIFY(pod);
    const Json &ended = state(*pod)["terminated"];
    QCOMPARE(ended["exitCode"].get<int>(), code);
    QCOMPARE(ended["reason"].get<std::string>(), reason.toStdString());
    QCOMPARE(bench.log("p").find("execvp"), std::string::npos);
    if (reason == "StartError")
        QVERIFY(ended["message"].get<std::string>().find("exec: \"" + container["command"][0].get<std::string>()) !=
                std::string::npos);
}

void TestNodeRun::initContainersComeFirst()
{
    NodeBench bench;
    const Json mount = Json::array({{{"name", "v"}, {"mountPath", "/work/data"}}});
    Json first = NodeBench::container("first", "echo 1 > /work/data/x"),
         main = NodeBench::container("main", "cat /work/data/x");
    first["volumeMounts"] = main["volumeMounts"] = mount;
    bench.run("p", "",
              {{"initContainers", Json::array({first})},
               {"containers", Json::array({main})},
               {"volumes", Json::array({{{"name", "v"}, {"emptyDir", Json::object()}}})}});
    const ObjectPtr pod = bench.waitForPhase("p", "Succeeded");
    QVERIFY(pod);
    QCOMPARE(bench.log("p"), "1\n");
    QCOMPARE(state(*pod, 0, "initContainerStatuses")["terminated"]["reason"].get<std::string>(), "Completed");
}

void TestNodeRun::failedInitContainerFailsThePod()
{
    NodeBench bench;
    bench.run("p", "echo never", {{"initContainers", Json::array({NodeBench::container("first", "exit 4")})}});
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    QCOMPARE(state(*pod)["waiting"]["reason"].get<std::string>(), "PodInitializing");
    QVERIFY_THROWS_EXCEPTION(ApiError, bench.log("p"));
}

void TestNodeRun::containersShareAnEmptyDir()
{
    NodeBench bench;
    const Json mount = Json::array({{{"name", "xcom"}, {"mountPath", "/airflow/xcom"}}});
    Json writer = NodeBench::container("main", "mkfifo /airflow/xcom/ready; echo 42 > /airflow/xcom/ready");
    Json reader =
        NodeBench::container("other", "until [ -p /airflow/xcom/ready ]; do sleep 0.05; done; cat /airflow/xcom/ready");
    writer["volumeMounts"] = reader["volumeMounts"] = mount;
    bench.run("p", "",
              {{"containers", Json::array({writer, reader})},
               {"volumes", Json::array({{{"name", "xcom"}, {"emptyDir", Json::object()}}})}});
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    QCOMPARE(bench.log("p", {}, "other"), "42\n");
}

void TestNodeRun::filesOfConfigMapsAndSecrets()
{
    NodeBench bench;
    const auto object = [](const char *name, Json data) -> Json {
        return {{"metadata", {{"name", name}, {"namespace", "t"}}}, {"data", std::move(data)}};
    };
    bench.store.create("configmaps", object("c", {{"k", "v\n"}, {"other", "x"}}));
    bench.store.create("secrets", object("s", {{"pass", "cGFzc3dvcmQ="}}));
    Json main =
        NodeBench::container("main", "ls /c /s; cat /c/renamed /usr/share/podwright-test/s/pass; stat -c %a "
                                     "/usr/share/podwright-test/s/pass; touch /c/new 2>/dev/null || echo read-only; "
                                     "ls /usr/share | wc -l > /dev/null && bash -c 'echo tools work'");
    main["volumeMounts"] = Json::array({{{"name", "c"}, {"mountPath", "/c"}},
                                        {{"name", "s"}, {"mountPath", "/s"}},
                                        {{"name", "s"}, {"mountPath", "/usr/share/podwright-test/s"}}});
    const Json items = Json::array({{{"key", "k"}, {"path", "renamed"}}});
    bench.run("p", "",
              {{"containers", Json::array({main})},
               {"volumes", Json::array({{{"name", "c"}, {"configMap", {{"name", "c"}, {"items", items}}}},
                                        {{"name", "s"}, {"secret", {{"secretName", "s"}, {"defaultMode", 256}}}}})}});
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    const std::string log = bench.log("p");
    QVERIFY2(log.find("/c:\nrenamed\n") != std::string::npos, log.c_str());
    QVERIFY2(log.find("v\npassword400\n") != std::string::npos, log.c_str());
    QVERIFY2(log.find("read-only\ntools work\n") != std::string::npos, log.c_str());
}

void TestNodeRun::environment()
{
    NodeBench bench;
    bench.store.create("configmaps", {{"metadata", {{"name", "c"}, {"namespace", "t"}}}, {"data", {{"KEY", "value"}}}});
    Json main = NodeBench::container("main", "");
    main["command"] = {"sh", "-c", "echo $A $B $(C)$HOSTNAME $P_KEY $POD $CPU $(pwd) $(id -u) $LD_PRELOAD"};
    main["workingDir"] = "/somewhere/else";
    main["securityContext"] = {{"runAsUser", 1234}};
    main["resources"] = {{"limits", {{"cpu", "500m"}}}};
    main["envFrom"] = Json::array({{{"prefix", "P_"}, {"configMapRef", {{"name", "c"}}}}});
    main["env"] = Json::array(
        {{{"name", "A"}, {"value", "1"}},
         {{"name", "B"}, {"value", "$(A)2$$(A)"}},
         {{"name", "C"}, {"value", "c-"}},
         {{"name", "POD"}, {"valueFrom", {{"fieldRef", {{"fieldPath", "metadata.name"}}}}}},
         {{"name", "CPU"}, {"valueFrom", {{"resourceFieldRef", {{"resource", "limits.cpu"}, {"divisor", "1m"}}}}}}});
    bench.run("p", "", {{"containers", Json::array({main})}});
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    QCOMPARE(bench.log("p"), "1 12$(A) c-p value p 500 /somewhere/else 1234\n");
}

void TestNodeRun::missingSecretWaits()
{
    NodeBench bench;
    Json main = NodeBench::container("main", "true");
    main["envFrom"] = Json::array({{{"secretRef", {{"name", "s"}}}}});
    bench.run("p", "", {{"containers", Json::array({main})}});
    const ObjectPtr pod = bench.waitFor("p", [](const Json &now) {
        return now["status"].contains("containerStatuses") &&
               core::textAt(state(now), {"waiting", "reason"}) == "CreateContainerConfigError";
    });
    QVERIFY(pod);
    QCOMPARE(state(*pod)["waiting"]["message"].get<std::string>(), "secret \"s\" not found");
    QVERIFY(bench.hasEvent("p", "Failed: Error: secret \"s\" not found"));
}

void TestNodeRun::confinement()
{
    NodeBench bench;
    QTemporaryDir outside(QDir::homePath() + "/podwright-test-XXXXXX");
    QFile file(outside.filePath("secret"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("secret") == 6);
    file.close();
    const std::string script =
        "cat " + file.fileName().toStdString() + " && echo BAD-home; ls " + bench.folder.path().toStdString() +
        " && echo BAD-state; touch /usr/x && echo BAD-usr; "
        "mount -o remount,rw /usr && echo BAD-mount; echo x > /proc/sys/kernel/core_pattern && echo BAD-proc; "
        "cat /etc/shadow && echo BAD-shadow; [ $(ps ax | wc -l) -lt 6 ] || echo BAD-pids; "
        "touch /root/fine /tmp/fine /fine && echo end";
    bench.run("p", script);
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    const std::string log = bench.log("p");
    QVERIFY2(log.find("BAD") == std::string::npos && log.ends_with("end\n"), log.c_str());
}

void TestNodeRun::terminationMessage()
{
    NodeBench bench;
    Json main = NodeBench::container("main", "echo last words > /dev/termination-log; exit 1");
    Json other = NodeBench::container("other", "echo from the log; exit 2");
    other["terminationMessagePolicy"] = "FallbackToLogsOnError";
    bench.run("p", "", {{"containers", Json::array({main, other})}});
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    QCOMPARE(state(*pod)["terminated"]["message"].get<std::string>(), "last words\n");
    QCOMPARE(state(*pod, 1)["terminated"]["message"].get<std::string>(), "from the log\n");
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestNodeRun)
#include "tst_node_run.moc"
