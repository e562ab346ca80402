#include "tests/app/sandbox/fake_exchange.h"
#include "tests/app/sandbox/node_bench.h"
#include "tests/support/manual_clock.h"

#include <QTest>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;
using support::FakeReply;
using support::FakeServer;

constexpr const char *tokenPath = "/api/v1/namespaces/default/serviceaccounts/default/token";

Json tokenRequest(const Json &spec)
{
    return {{"kind", "TokenRequest"}, {"apiVersion", "authentication.k8s.io/v1"}, {"spec", spec}};
}

std::string tokenOf(const FakeReply &reply)
{
    return textAt(reply.json(), {"status", "token"});
}

} // namespace

// Tokens of service accounts: how they are asked for, what they open, when they die; how pods get theirs.
class TestServiceTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openTheApiForTheirAccount();
    void refusals_data();
    void refusals();
    void die();
    void podsGetAMount();
    void filesInsideAContainer();
};

void TestServiceTokens::openTheApiForTheirAccount()
{
    FakeServer server;
    const FakeReply made = server.ask("POST", tokenPath, tokenRequest({{"expirationSeconds", 600}}));
    QCOMPARE(made.code, 201);
    QCOMPARE(textAt(made.json(), {"kind"}), "TokenRequest");
    QVERIFY(!textAt(made.json(), {"status", "expirationTimestamp"}).empty());
    server.token = tokenOf(made);
    const FakeReply who = server.ask("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", Json::object());
    QCOMPARE(who.code, 201);
    QCOMPARE(textAt(who.json(), {"status", "userInfo", "username"}), "system:serviceaccount:default:default");
    for (const char *path : {"/api/v1/namespaces/default/pods", "/api/v1/namespaces/team-a/pods"}) {
        const FakeReply pods = server.ask("GET", path);
        QCOMPARE(pods.code, 403);
        QVERIFY(textAt(pods.json(), {"message"})
                    .starts_with("pods is forbidden: User \"system:serviceaccount:default:default\" cannot list"));
    }
    QCOMPARE(server.ask("GET", "/version").code, 200);
    QCOMPARE(server.ask("POST", tokenPath, tokenRequest(Json::object())).code, 403);
}

void TestServiceTokens::refusals_data()
{
    QTest::addColumn<QString>("account");
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<int>("code");
    QTest::newRow("no such account") << "nobody" << QByteArray("{}") << 404;
    QTest::newRow("too short") << "default" << QByteArray(R"({"expirationSeconds": 599})") << 422;
    QTest::newRow("too long") << "default" << QByteArray(R"({"expirationSeconds": 4294967297})") << 422;
    QTest::newRow("no such pod") << "default" << QByteArray(R"({"boundObjectRef": {"kind": "Pod", "name": "x"}})")
                                 << 404;
    QTest::newRow("other object") << "default" << QByteArray(R"({"boundObjectRef": {"kind": "Secret", "name": "x"}})")
                                  << 400;
}

void TestServiceTokens::refusals()
{
    QFETCH(QString, account);
    QFETCH(QByteArray, spec);
    QFETCH(int, code);
    FakeServer server;
    const std::string path = "/api/v1/namespaces/default/serviceaccounts/" + account.toStdString() + "/token";
    QCOMPARE(server.ask("POST", path, tokenRequest(core::parseJson(spec.toStdString()))).code, code);
}

void TestServiceTokens::die()
{
    Store store;
    support::ManualClock clock;
    const ServiceTokens tokens(store, clock), strangers(store, clock);
    const auto createAccount = [&] {
        store.create("serviceaccounts", {{"metadata", {{"namespace", "t"}, {"name", "a"}}}});
    };
    createAccount();
    const ObjectPtr pod = store.create("pods", {{"metadata", {{"namespace", "t"}, {"name", "p"}}}});
    const auto bearer = [&](const TokenWish &wish) { return "Bearer " + tokens.issue(wish).text; };
    const std::string plain = bearer({.ns = "t", .account = "a", .seconds = 600});
    const std::string bound = bearer(
        {.ns = "t", .account = "a", .podName = "p", .podUid = textAt(*pod, {"metadata", "uid"}), .seconds = 6000});
    QVERIFY(tokens.userOf(plain) && tokens.userOf(bound));
    QVERIFY(!strangers.userOf(plain));
    QVERIFY(!tokens.userOf(plain + "A") && !tokens.userOf("Bearer a.b") && !tokens.userOf("Bearer ..") &&
            !tokens.userOf({}));
    QVERIFY(!tokens.userOf(bearer({.ns = "t", .account = "a", .audiences = {"vault"}})));
    clock.advance(std::chrono::seconds(601));
    QVERIFY(!tokens.userOf(plain) && tokens.userOf(bound));
    store.remove("pods", "t", "p");
    QVERIFY(!tokens.userOf(bound));
    const std::string old = bearer({.ns = "t", .account = "a"});
    store.remove("serviceaccounts", "t", "a");
    createAccount(); // another one of the same name
    QVERIFY(!tokens.userOf(old));
}

void TestServiceTokens::podsGetAMount()
{
    FakeServer server;
    const auto mountsOf = [&](Json pod) {
        const FakeReply made = server.ask("POST", "/api/v1/namespaces/default/pods", pod);
        return at(made.json(), {"spec", "containers"})[0].value("volumeMounts", Json::array());
    };
    const Json mounts = mountsOf(support::simplePod("a"));
    QCOMPARE(mounts.size(), 1u);
    QCOMPARE(textAt(mounts[0], {"mountPath"}), "/var/run/secrets/kubernetes.io/serviceaccount");
    QVERIFY(mounts[0]["readOnly"].get<bool>());
    Json without = support::simplePod("b");
    without["spec"]["automountServiceAccountToken"] = false;
    QVERIFY(mountsOf(without).empty());
    server.store.update("serviceaccounts", "default", "default",
                        [](Json &account) { account["automountServiceAccountToken"] = false; });
    QVERIFY(mountsOf(support::simplePod("c")).empty());
    Json wanted = support::simplePod("d");
    wanted["spec"]["automountServiceAccountToken"] = true;
    QCOMPARE(mountsOf(wanted).size(), 1u);
}

void TestServiceTokens::filesInsideAContainer()
{
    NodeBench bench;
    bench.store.create("serviceaccounts", {{"metadata", {{"namespace", "t"}, {"name", "default"}}}});
    bench.store.create(
        "configmaps", {{"metadata", {{"namespace", "t"}, {"name", "kube-root-ca.crt"}}}, {"data", {{"ca.crt", "CA"}}}});
    Json main =
        NodeBench::container("main", "cd /var/run/secrets/kubernetes.io/serviceaccount && cat ca.crt namespace && "
                                     "echo && cat token && echo && echo $KUBERNETES_SERVICE_HOST:"
                                     "$KUBERNETES_SERVICE_PORT; touch x 2>/dev/null || echo read-only; sleep 1000");
    main["volumeMounts"] =
        Json::array({{{"name", "token"}, {"mountPath", "/var/run/secrets/kubernetes.io/serviceaccount"}}});
    const Json sources = core::parseJson(R"([{"serviceAccountToken": {"path": "token", "expirationSeconds": 3607}},
        {"configMap": {"name": "kube-root-ca.crt"}},
        {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"fieldPath": "metadata.namespace"}}]}}])");
    bench.run("p", "",
              {{"containers", Json::array({main})},
               {"volumes", Json::array({{{"name", "token"}, {"projected", {{"sources", sources}}}}})}});
    QVERIFY(bench.waitForPhase("p", "Running"));
    QTRY_VERIFY_WITH_TIMEOUT(bench.log("p").find("read-only") != std::string::npos, 30000);
    const QStringList lines = QString::fromStdString(bench.log("p")).split(QLatin1Char('\n'));
    QCOMPARE(lines[0], QStringLiteral("CAt"));
    QCOMPARE(lines[2], QStringLiteral("127.0.0.1:6443"));
    const auto user = bench.tokens.userOf("Bearer " + lines[1].toStdString());
    QVERIFY(user);
    QCOMPARE(user->name, "system:serviceaccount:t:default");
    bench.store.remove("pods", "t", "p");
    QVERIFY(!bench.tokens.userOf("Bearer " + lines[1].toStdString()));
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestServiceTokens)
#include "tst_service_tokens.moc"
