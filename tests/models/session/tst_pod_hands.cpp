// What is done to pods beside their life as runs: evicting, deleting in a given time, a debug container, the same with
// kubectl; and one task on several contexts.

#include "models/core/files.h"
#include "models/session/debug_container.h"
#include "models/session/kubectl_line.h"
#include "models/session/multi_launch.h"
#include "models/session/run_comparison.h"
#include "tests/models/session/loaded_sessions.h"
#include "tests/support/fake_api_server.h"
#include "tests/support/manual_clock.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace podwright;
using namespace podwright::session;

namespace {

constexpr int longWait = 30000;

BulkTarget target(const std::string &pod)
{
    return {.context = QStringLiteral("here"), .ns = "team a", .pod = pod, .uid = "uid-" + pod};
}

std::string versionText(int minor)
{
    const std::string number = std::to_string(minor);
    return R"({"major":"1","minor":")" + number + R"(","gitVersion":"v1.)" + number + R"(.0"})";
}

} // namespace

class TestPodHands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void kubectlLines_data();
    void kubectlLines();
    void evictionSpeaksTheServersVersion_data();
    void evictionSpeaksTheServersVersion();
    void theBudgetIsTold();
    void graceIsSent_data();
    void graceIsSent();
    void debugContainersArePatchedIn();
    void debugNeedsTheServer_data();
    void debugNeedsTheServer();
    void oneContextThatRefusesStopsNoOther();
    void protectedContextsAreAskedFor();
    void runsAreCompared();
    void init() { m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere")); }
    void cleanup()
    {
        m_center.reset();
        m_history.reset();
        m_sessions.reset();
        m_home.reset();
    }

private:
    void connectTo(const QList<QByteArray> &urls); // contexts "here", "here1", "here2" …
    core::Result<QString> addDebug(const DebugWish &wish);

    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<SessionManager> m_sessions;
    std::unique_ptr<runs::History> m_history;
    std::unique_ptr<RunCenter> m_center;
};

void TestPodHands::kubectlLines_data()
{
    QTest::addColumn<int>("verb");
    QTest::addColumn<QString>("kubeconfig");
    QTest::addColumn<QString>("container");
    QTest::addColumn<QString>("line");
    const auto row = [](const char *name, KubectlVerb verb, const char *kubeconfig, const char *container,
                        const char *line) { QTest::newRow(name) << int(verb) << kubeconfig << container << line; };
    row("get", KubectlVerb::Get, "", "", "kubectl --context here -n 'team a' get pod p -o yaml");
    row("describe", KubectlVerb::Describe, "", "", "kubectl --context here -n 'team a' describe pod p");
    row("delete", KubectlVerb::Delete, "", "", "kubectl --context here -n 'team a' delete pod p");
    row("logs", KubectlVerb::Logs, "", "base", "kubectl --context here -n 'team a' logs p -f -c base");
    row("exec", KubectlVerb::Exec, "", "base", "kubectl --context here -n 'team a' exec -it p -c base -- sh");
    row("a file", KubectlVerb::Logs, "/run/it's/config", "",
        R"(kubectl --kubeconfig '/run/it'\''s/config' --context here -n 'team a' logs p -f)");
}

void TestPodHands::kubectlLines()
{
    QFETCH(int, verb);
    QFETCH(QString, kubeconfig);
    QFETCH(QString, container);
    QFETCH(QString, line);
    QCOMPARE(QString::fromStdString(kubectlLine(static_cast<KubectlVerb>(verb), target("p"), kubeconfig.toStdString(),
                                                container.toStdString())),
             line);
}

void TestPodHands::evictionSpeaksTheServersVersion_data()
{
    QTest::addColumn<int>("minor");
    QTest::addColumn<QString>("version");
    QTest::newRow("1.20") << 20 << "policy/v1beta1";
    QTest::newRow("1.21") << 21 << "policy/v1beta1";
    QTest::newRow("1.22") << 22 << "policy/v1";
    QTest::newRow("1.35") << 35 << "policy/v1";
}

void TestPodHands::evictionSpeaksTheServersVersion()
{
    QFETCH(int, minor);
    QFETCH(QString, version);
    const support::FakeApiServer server(
        {.isTls = false}, [minor](const support::FakeRequest &request, support::FakeAnswer &answer) {
            if (request.target == "/version")
                return answer.replyJson(200, versionText(minor));
            if (request.target.ends_with("/gone/eviction"))
                return answer.replyJson(404, R"({"kind":"Status","reason":"NotFound","code":404,"message":"gone"})");
            answer.replyJson(201, R"({"kind":"Status","status":"Success","code":201})");
        });
    connectTo({QByteArray::fromStdString(server.url())});
    QTRY_COMPARE_WITH_TIMEOUT(m_sessions->session(QStringLiteral("here"))->state(), ConnectionState::Connected,
                              longWait);
    BulkEvict action({target("p"), target("gone")}, *m_sessions);
    QSignalSpy finished(&action, &BulkAction::finished);
    action.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longWait);
    QVERIFY(action.failures().empty());
    bool isSeen = false;
    for (const support::FakeRequest &request : server.requests()) {
        if (request.target != "/api/v1/namespaces/team%20a/pods/p/eviction")
            continue;
        isSeen = true;
        const core::Json body = core::parseJson(request.body);
        QCOMPARE(request.method, std::string("POST"));
        QCOMPARE(core::textAt(body, {"apiVersion"}), version.toStdString());
        QCOMPARE(core::textAt(body, {"metadata", "name"}), std::string("p"));
        QCOMPARE(core::textAt(body, {"deleteOptions", "preconditions", "uid"}), std::string("uid-p"));
    }
    QVERIFY(isSeen);
}

void TestPodHands::theBudgetIsTold()
{
    const support::FakeApiServer server(
        {.isTls = false}, [](const support::FakeRequest &request, support::FakeAnswer &answer) {
            if (request.target == "/version")
                return answer.replyJson(200, versionText(35));
            answer.replyJson(429, R"({"kind":"Status","reason":"TooManyRequests","code":429,"message":
                "Cannot evict pod as it would violate the pod's disruption budget.","details":{"causes":[{"reason":"DisruptionBudget","message":"The disruption budget web needs 2 healthy pods and has 2 currently"}]}})");
        });
    connectTo({QByteArray::fromStdString(server.url())});
    BulkEvict action({target("p")}, *m_sessions);
    QSignalSpy finished(&action, &BulkAction::finished);
    action.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longWait);
    QCOMPARE(action.failures().size(), size_t(1));
    const QString reason = action.failures()[0].reason;
    QVERIFY2(reason.contains(QStringLiteral("The disruption budget web needs 2 healthy pods and has 2 currently")),
             qPrintable(reason));
}

void TestPodHands::graceIsSent_data()
{
    QTest::addColumn<int>("grace"); // -1: none
    QTest::newRow("their own") << -1;
    QTest::newRow("now") << 1;
    QTest::newRow("a while") << 90;
    QTest::newRow("by force") << 0;
}

void TestPodHands::graceIsSent()
{
    QFETCH(int, grace);
    const support::FakeApiServer server(
        {.isTls = false},
        [](const support::FakeRequest &, support::FakeAnswer &answer) { answer.replyJson(200, versionText(35)); });
    connectTo({QByteArray::fromStdString(server.url())});
    BulkDelete action({target("p")}, *m_sessions, grace < 0 ? std::nullopt : std::optional(grace));
    QSignalSpy finished(&action, &BulkAction::finished);
    action.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longWait);
    int deletions = 0;
    for (const support::FakeRequest &request : server.requests()) {
        if (request.method != "DELETE")
            continue;
        ++deletions;
        QCOMPARE(core::intAt(core::parseJson(request.body), {"gracePeriodSeconds"}, -1), grace);
    }
    QCOMPARE(deletions, 1);
}

core::Result<QString> TestPodHands::addDebug(const DebugWish &wish)
{
    std::optional<core::Result<QString>> answer;
    addDebugContainer(*m_sessions, target("p"), wish, this,
                      [&answer](const core::Result<QString> &name) { answer = name; });
    const bool hasCome = QTest::qWaitFor([&] { return answer.has_value(); }, longWait);
    return hasCome ? *answer : core::Error{.message = QStringLiteral("no answer")};
}

void TestPodHands::debugContainersArePatchedIn()
{
    const support::FakeApiServer server(
        {.isTls = false},
        [](const support::FakeRequest &, support::FakeAnswer &answer) { answer.replyJson(200, versionText(35)); });
    connectTo({QByteArray::fromStdString(server.url())});
    const auto name = addDebug({.image = "ubuntu", .command = {"sh", "-c", "ls"}, .target = "base"});
    QVERIFY2(name.ok(), name ? "" : qPrintable(name.error().text()));
    QVERIFY(name->startsWith(QStringLiteral("debugger-")));
    bool isSeen = false;
    for (const support::FakeRequest &request : server.requests()) {
        if (request.method != "PATCH")
            continue;
        isSeen = true;
        QCOMPARE(request.target, std::string("/api/v1/namespaces/team%20a/pods/p/ephemeralcontainers"));
        QCOMPARE(request.header("content-type"), std::string("application/strategic-merge-patch+json"));
        const core::Json body = core::parseJson(request.body);
        const core::Json expected{{"name", name->toStdString()},
                                  {"image", "ubuntu"},
                                  {"stdin", true},
                                  {"tty", true},
                                  {"command", {"sh", "-c", "ls"}},
                                  {"targetContainerName", "base"}};
        QVERIFY2(body["spec"]["ephemeralContainers"] == core::Json::array({expected}), request.body.c_str());
        QCOMPARE(core::textAt(body, {"metadata", "uid"}), std::string("uid-p"));
    }
    QVERIFY(isSeen);
}

void TestPodHands::debugNeedsTheServer_data()
{
    QTest::addColumn<int>("minor");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("message"); // of the server
    QTest::addColumn<QString>("told");
    QTest::newRow("too old") << 20 << 200 << ""
                             << "debug containers need Kubernetes 1.23 or newer; here is v1.20.0";
    QTest::newRow("switched off") << 24 << 404 << "the server could not find the requested resource"
                                  << "debug containers need Kubernetes 1.23 or newer; here is v1.24.0";
    QTest::newRow("no such pod") << 35 << 404 << "pods \\\"p\\\" not found"
                                 << "pods \"p\" not found";
    QTest::newRow("not allowed") << 35 << 403 << "you cannot patch resource \\\"pods/ephemeralcontainers\\\""
                                 << "cannot patch resource";
}

void TestPodHands::debugNeedsTheServer()
{
    QFETCH(int, minor);
    QFETCH(int, status);
    QFETCH(QString, message);
    QFETCH(QString, told);
    const std::string answerText =
        R"({"kind":"Status","code":)" + std::to_string(status) + R"(,"message":")" + message.toStdString() + R"("})";
    const support::FakeApiServer server({.isTls = false},
                                        [&](const support::FakeRequest &request, support::FakeAnswer &answer) {
                                            if (request.method == "PATCH")
                                                return answer.replyJson(status, answerText);
                                            answer.replyJson(200, versionText(minor));
                                        });
    connectTo({QByteArray::fromStdString(server.url())});
    QTRY_COMPARE_WITH_TIMEOUT(m_sessions->session(QStringLiteral("here"))->state(), ConnectionState::Connected,
                              longWait);
    const auto name = addDebug({});
    QVERIFY(!name);
    QVERIFY2(name.error().text().contains(told), qPrintable(name.error().text()));
}

void TestPodHands::oneContextThatRefusesStopsNoOther()
{
    const auto refuseAll = [](const support::FakeRequest &request, support::FakeAnswer &answer) {
        if (request.target == "/version")
            return answer.replyJson(200, versionText(35));
        answer.replyJson(403, R"({"kind":"Status","reason":"Forbidden","code":403,"message":"not you"})");
    };
    const support::FakeApiServer one({.isTls = false}, refuseAll), two({.isTls = false}, refuseAll);
    connectTo({QByteArray::fromStdString(one.url()), QByteArray::fromStdString(two.url())});
    task::Task task;
    task.arguments = {{"task_id", "many"}, {"name", "many"}, {"image", "ubuntu"}};
    MultiLaunch launch(*m_sessions, *m_center);
    std::vector<LaunchedOn> results;
    connect(&launch, &MultiLaunch::finished, this, [&](const std::vector<LaunchedOn> &all) { results = all; });
    launch.start(task, QStringLiteral("many"),
                 {QStringLiteral("here"), QStringLiteral("not there"), QStringLiteral("here1")});
    QTRY_COMPARE_WITH_TIMEOUT(results.size(), size_t(3), longWait);
    QCOMPARE(results[1].context, QStringLiteral("not there"));
    QVERIFY(results[1].runId.isEmpty());
    QVERIFY2(results[1].error.contains(QStringLiteral("not there")), qPrintable(results[1].error));
    for (const size_t i : {0, 2}) {
        QVERIFY2(results[i].error.isEmpty(), qPrintable(results[i].error));
        const RunItem *item = m_center->item(results[i].runId);
        QVERIFY(item);
        QCOMPARE(item->state().plan.context, results[i].context);
    }
    QVERIFY(results[0].runId != results[2].runId);
}

void TestPodHands::protectedContextsAreAskedFor()
{
    connectTo({"http://127.0.0.1:9", "http://127.0.0.1:9"});
    m_sessions->marks().setProtected(*m_sessions->find(QStringLiteral("here1")), true);
    MultiLaunch launch(*m_sessions, *m_center);
    QSignalSpy finished(&launch, &MultiLaunch::finished);
    task::Task task;
    task.arguments = {{"task_id", "many"}, {"image", "ubuntu"}};
    launch.start(task, QStringLiteral("many"), {QStringLiteral("here"), QStringLiteral("here1")});
    QCOMPARE(m_sessions->guard().context(), QStringLiteral("here1"));
    QCOMPARE(finished.size(), 0);
    QVERIFY(m_sessions->guard().answer(QStringLiteral("here1")));
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, longWait);
}

void TestPodHands::runsAreCompared()
{
    const core::Json pod = core::parseJson(R"({"metadata":{"name":"p","uid":"u"},"spec":{"nodeName":"n1","containers":[
        {"name":"work","image":"ubuntu:22.04"},{"name":"side","image":"other"}]},"status":{"phase":"Failed",
        "containerStatuses":[{"name":"work","state":{"terminated":{"exitCode":3,"reason":"Error",
        "startedAt":"2026-01-01T10:00:00Z","finishedAt":"2026-01-01T10:01:30Z"}}}]}})");
    support::ManualClock clock;
    RunComparison model(clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.set(1, comparedOf(QStringLiteral("gpu"), pod));
    model.set(0, {.context = QStringLiteral("local"), .pod = QStringLiteral("q"), .state = QStringLiteral("Running")});
    QCOMPARE(model.rowCount(), 2);
    const auto cell = [&model](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(cell(0, RunComparison::Context), QStringLiteral("local"));
    QCOMPARE(cell(0, RunComparison::Duration), QString());
    QCOMPARE(cell(0, RunComparison::ExitCode), QString());
    QCOMPARE(cell(1, RunComparison::State), QStringLiteral("Error"));
    QCOMPARE(cell(1, RunComparison::Duration), QStringLiteral("90s"));
    QCOMPARE(cell(1, RunComparison::ExitCode), QStringLiteral("3"));
    QCOMPARE(cell(1, RunComparison::Node), QStringLiteral("n1"));
    QCOMPARE(cell(1, RunComparison::Image), QStringLiteral("ubuntu:22.04"));
    QCOMPARE(model.index(1, RunComparison::State).data(tables::ToneRole).toInt(), int(tables::Tone::Bad));
    model.set(0,
              {.context = QStringLiteral("local"), .pod = QStringLiteral("q"), .state = QStringLiteral("Succeeded")});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(cell(0, RunComparison::State), QStringLiteral("Succeeded"));
}

void TestPodHands::connectTo(const QList<QByteArray> &urls)
{
    m_sessions = test::loadSessions(*m_home, test::kubeconfigOf(urls));
    m_history = std::make_unique<runs::History>(core::stateFolder());
    m_center = std::make_unique<RunCenter>(*m_sessions, *m_history, core::systemClock());
}

QTEST_GUILESS_MAIN(TestPodHands)
#include "tst_pod_hands.moc"
