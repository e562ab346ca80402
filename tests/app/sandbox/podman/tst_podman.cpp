#include "tests/app/sandbox/node_bench.h"

#include <QDir>
#include <QFile>
#include <QProcess>

namespace podwright::sandbox {
namespace {

constexpr const char *image = "localhost/podwright-busybox:test";

Json container(const std::string &name, std::vector<std::string> command)
{
    return {{"name", name}, {"image", image}, {"imagePullPolicy", "Never"}, {"command", std::move(command)}};
}

std::string readAll(ExecSession &session)
{
    std::string text, chunk;
    while (session.read(chunk) != ExecSession::Stream::End)
        text += chunk;
    return text;
}

} // namespace

// The podman runtime with an image of its own.
class TestPodman : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void runsTheImage();
    void failsToStart();
    void volumesEnvironmentAndExec();
    void stops();
};

void TestPodman::initTestCase()
{
    QTemporaryDir root;
    QVERIFY(QDir(root.path()).mkpath("bin") && QDir(root.path()).mkpath("tmp"));
    QVERIFY(QFile::copy(QStringLiteral(PODWRIGHT_BUSYBOX), root.filePath("bin/busybox")));
    for (const char *name : {"sh", "cat", "echo", "sleep", "id", "ls", "touch"})
        QVERIFY(QFile::link(QStringLiteral("busybox"), root.filePath(QStringLiteral("bin/") + QLatin1String(name))));
    const QString archive = root.filePath("root.tar");
    QCOMPARE(QProcess::execute("tar", {"-C", root.path(), "-cf", archive, "bin", "tmp"}), 0);
    QCOMPARE(QProcess::execute("podman", {"import", archive, QLatin1String(image)}), 0);
}

void TestPodman::runsTheImage()
{
    NodeBench bench(RuntimeKind::Podman);
    Json main = container("main", {"sh", "-c", "set -x; echo hello; ls /; exit 3"});
    bench.run("p", "", {{"containers", Json::array({main})}});
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    QCOMPARE(state(*pod)["terminated"]["exitCode"].get<int>(), 3);
    const std::string log = bench.log("p");
    QVERIFY2(log.find("+ echo hello\nhello\n") != std::string::npos, log.c_str());
    QVERIFY2(log.find("usr") == std::string::npos, log.c_str()); // its own files, not this machine's
}

void TestPodman::failsToStart()
{
    NodeBench bench(RuntimeKind::Podman);
    bench.run("p", "", {{"containers", Json::array({container("main", {"/nope"})})}});
    const ObjectPtr pod = bench.waitForPhase("p", "Failed");
    QVERIFY(pod);
    QCOMPARE(state(*pod)["terminated"]["reason"].get<std::string>(), "StartError");
}

void TestPodman::volumesEnvironmentAndExec()
{
    NodeBench bench(RuntimeKind::Podman);
    Json main = container("main", {"sh", "-c", "echo $GREETING $(id -u) > /data/x; touch /x && echo BAD; sleep 1000"});
    main["env"] = Json::array({{{"name", "GREETING"}, {"value", "hi"}}});
    main["securityContext"] = {{"runAsUser", 1234}, {"readOnlyRootFilesystem", true}};
    main["volumeMounts"] = Json::array({{{"name", "v"}, {"mountPath", "/data"}}});
    bench.run("p", "",
              {{"containers", Json::array({main})},
               {"volumes", Json::array({{{"name", "v"}, {"emptyDir", Json::object()}}})}});
    QVERIFY(bench.waitForPhase("p", "Running"));
    const auto content = [&] { return readAll(*bench.node.exec("t", "p", "main", {.command = {"cat", "/data/x"}})); };
    QTRY_COMPARE_WITH_TIMEOUT(content(), "hi 1234\n", 30000);
    const auto session = bench.node.exec("t", "p", "main", {.command = {"sh", "-c", "cat; exit 7"}, .input = true});
    session->write("in\n");
    session->closeInput();
    QCOMPARE(readAll(*session), "in\n");
    QCOMPARE(session->exitCode(), 7);
    QCOMPARE(bench.log("p").find("BAD"), std::string::npos);
}

void TestPodman::stops()
{
    NodeBench bench(RuntimeKind::Podman);
    bench.run("p", "",
              {{"containers",
                Json::array({container(
                    "main", {"sh", "-c", "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.1; done"})})}});
    QVERIFY(bench.waitForPhase("p", "Running"));
    QTRY_VERIFY_WITH_TIMEOUT(bench.log("p").starts_with("up"), 30000);
    bench.store.update("pods", "t", "p", [](Json &pod) {
        pod["metadata"]["finalizers"] = {"example.org/hold"};
        pod["metadata"]["deletionTimestamp"] = "2030-01-01T00:00:30Z";
        pod["metadata"]["deletionGracePeriodSeconds"] = 20;
    });
    QVERIFY(bench.waitForPhase("p", "Succeeded"));
    QCOMPARE(bench.log("p"), "up\nbye\n");
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestPodman)
#include "tst_podman.moc"
