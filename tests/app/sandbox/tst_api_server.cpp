#include "fake_exchange.h"

#include <QTest>

using namespace podwright;
using core::Json;
using core::textAt;
using support::FakeReply;
using support::FakeServer;
using support::message;
using support::pods;
using support::simplePod;

class TestApiServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strangersGetUnauthorized();
    void restrictedUserReadsItsNamespaceOnly();
    void createFillsDefaults();
    void createRefuses_data();
    void createRefuses();
    void patchesChange_data();
    void patchesChange();
    void staleReplaceConflicts();
    void deleteGoesThroughGrace();
    void dryRunStoresNothing();
    void quotaAndLimitRangeJudge();
    void unknownFieldsByMode();
};

void TestApiServer::strangersGetUnauthorized()
{
    FakeServer server;
    for (const char *token : {"", "admi", "adminn", "other"}) {
        server.token = token;
        const FakeReply reply = server.ask("GET", "/version");
        QCOMPARE(reply.code, 401);
        QCOMPARE(message(reply), std::string("Unauthorized"));
    }
}

void TestApiServer::restrictedUserReadsItsNamespaceOnly()
{
    FakeServer server;
    server.token = "restricted";
    QCOMPARE(server.ask("GET", "/api/v1/namespaces/team-a/pods").code, 200);
    const FakeReply list = server.ask("GET", pods);
    QCOMPARE(list.code, 403);
    QCOMPARE(message(list),
             std::string("pods is forbidden: User \"sandbox-restricted\" cannot list resource \"pods\" in "
                         "API group \"\" in the namespace \"default\""));
    const FakeReply log = server.ask("GET", pods + "/p/log");
    QVERIFY(message(log).find("cannot get resource \"pods/log\"") != std::string::npos);
    QCOMPARE(server.ask("POST", "/api/v1/namespaces/team-a/pods", simplePod("p")).code, 403);
    QCOMPARE(server.ask("GET", "/api/v1/namespaces/team-a/secrets").code, 403);
    QCOMPARE(server.ask("GET", "/api/v1/nodes").code, 403);
    QCOMPARE(server.ask("GET", "/version/").code, 200);
}

void TestApiServer::createFillsDefaults()
{
    FakeServer server;
    const FakeReply reply = server.ask("POST", pods + "?fieldManager=me", simplePod("p"));
    QCOMPARE(reply.code, 201);
    const Json pod = reply.json();
    QCOMPARE(textAt(pod, {"kind"}), std::string("Pod"));
    QCOMPARE(textAt(pod, {"spec", "restartPolicy"}), std::string("Always"));
    QCOMPARE(textAt(pod, {"spec", "serviceAccountName"}), std::string("default"));
    QVERIFY(core::at(pod, {"spec", "securityContext"}).is_object());
    QCOMPARE(core::at(pod, {"spec", "tolerations"}).size(), size_t(2));
    QCOMPARE(textAt(pod["spec"]["containers"][0], {"imagePullPolicy"}), std::string("Always"));
    QCOMPARE(textAt(pod, {"status", "phase"}), std::string("Pending"));
    QCOMPARE(textAt(pod, {"status", "qosClass"}), std::string("BestEffort"));
    QCOMPARE(textAt(pod["metadata"]["managedFields"][0], {"manager"}), std::string("me"));
    Json generated = simplePod("x");
    generated["metadata"] = {{"generateName", "job-"}};
    const std::string name = textAt(server.ask("POST", pods, generated).json(), {"metadata", "name"});
    QVERIFY(name.starts_with("job-") && name.size() == 9);
}

void TestApiServer::createRefuses_data()
{
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char *name, const char *patch, int code, const char *part) {
        QTest::newRow(name) << QByteArray(patch) << code << QByteArray(part);
    };
    row("no containers", R"({"spec":{"containers":[]}})", 422, "spec.containers: Required value");
    row("bad name", R"({"metadata":{"name":"A b"}})", 422,
        "Pod \"A b\" is invalid: metadata.name: Invalid value: \"A b\"");
    row("no image", R"({"spec":{"containers":[{"name":"a"}]}})", 422, "spec.containers[0].image: Required value");
    row("policy", R"({"spec":{"restartPolicy":"x"}})", 422,
        R"(spec.restartPolicy: Unsupported value: "x": supported values: "Always", "OnFailure", "Never")");
    row("mount", R"({"spec":{"containers":[{"name":"a","image":"b","volumeMounts":[{"name":"v","mountPath":"/x"}]}]}})",
        422, R"(spec.containers[0].volumeMounts[0].name: Not found: "v")");
    row("request over limit",
        R"({"spec":{"containers":[{"name":"a","image":"b","resources":{"requests":{"cpu":"2"},"limits":{"cpu":"1"}}}]}})",
        422,
        R"(spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1)");
    row("bad quantity", R"({"spec":{"containers":[{"name":"a","image":"b","resources":{"limits":{"cpu":"1g"}}}]}})",
        400, "quantities must match the regular expression");
    row("wrong type", R"({"spec":{"containers":[{"name":"a","image":5}]}})", 400,
        "json: cannot unmarshal number into Go struct field Container.spec.containers.image of type string");
    row("service account", R"({"spec":{"serviceAccountName":"ghost"}})", 403,
        "error looking up service account default/ghost: serviceaccount \"ghost\" not found");
    row("namespace", R"({"metadata":{"namespace":"other"}})", 400,
        "the namespace of the provided object does not match the namespace sent on the request");
    row("version", R"({"metadata":{"resourceVersion":"5"}})", 400, "resourceVersion should not be set");
    row("port", R"({"spec":{"containers":[{"name":"a","image":"b","ports":[{"containerPort":70000}]}]}})", 422,
        "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive");
    row("user", R"({"spec":{"securityContext":{"runAsUser":-1}}})", 422,
        "spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive");
}

void TestApiServer::createRefuses()
{
    QFETCH(QByteArray, patch);
    QFETCH(int, code);
    QFETCH(QByteArray, part);
    FakeServer server;
    Json pod = simplePod("p");
    pod.merge_patch(core::parseJson(patch.toStdString()));
    const FakeReply reply = server.ask("POST", pods, pod);
    QCOMPARE(reply.code, code);
    QVERIFY2(message(reply).find(part.toStdString()) != std::string::npos, message(reply).c_str());
    QVERIFY(server.store.list("pods", "").empty());
}

void TestApiServer::patchesChange_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("image");
    QTest::newRow("strategic merges containers by name")
        << QByteArray("strategic-merge-patch+json")
        << QByteArray(R"({"spec":{"containers":[{"name":"main","image":"new"}]}})") << 200 << QByteArray("new");
    QTest::newRow("json") << QByteArray("json-patch+json")
                          << QByteArray(R"([{"op":"replace","path":"/spec/containers/0/image","value":"new"}])") << 200
                          << QByteArray("new");
    QTest::newRow("json test fails") << QByteArray("json-patch+json")
                                     << QByteArray(R"([{"op":"test","path":"/spec/x","value":1}])") << 422
                                     << QByteArray("ubuntu");
    QTest::newRow("merge replaces lists")
        << QByteArray("merge-patch+json") << QByteArray(R"({"spec":{"containers":[{"name":"x","image":"new"}]}})")
        << 422 << QByteArray("ubuntu");
    QTest::newRow("apply of another's field")
        << QByteArray("apply-patch+yaml")
        << QByteArray(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":)"
                      R"({"containers":[{"name":"main","image":"new"}]}})")
        << 409 << QByteArray("ubuntu");
    QTest::newRow("unknown type") << QByteArray("text") << QByteArray("{}") << 415 << QByteArray("ubuntu");
}

void TestApiServer::patchesChange()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, patch);
    QFETCH(int, code);
    QFETCH(QByteArray, image);
    FakeServer server;
    server.ask("POST", pods, simplePod("p"));
    const FakeReply reply = server.ask("PATCH", pods + "/p?fieldManager=t", Json(patch.toStdString()),
                                       {{"content-type", "application/" + type.toStdString()}});
    QVERIFY2(reply.code == code, reply.body.c_str());
    const auto pod = server.store.get("pods", "default", "p");
    QCOMPARE(textAt((*pod)["spec"]["containers"][0], {"image"}), image.toStdString());
}

void TestApiServer::staleReplaceConflicts()
{
    FakeServer server;
    Json pod = server.ask("POST", pods, simplePod("p")).json();
    server.store.update("pods", "default", "p", [](Json &object) { object["metadata"]["labels"]["x"] = "y"; });
    const FakeReply stale = server.ask("PUT", pods + "/p", pod);
    QCOMPARE(stale.code, 409);
    QCOMPARE(message(stale), std::string("Operation cannot be fulfilled on pods \"p\": the object has been modified; "
                                         "please apply your changes to the latest version and try again"));
    pod["metadata"].erase("resourceVersion");
    QCOMPARE(server.ask("PUT", pods + "/p", pod).code, 200);
    QCOMPARE(server.ask("PUT", pods + "/q", pod).code, 400);
}

void TestApiServer::deleteGoesThroughGrace()
{
    FakeServer server;
    server.ask("POST", pods, simplePod("p"));
    server.store.update("pods", "default", "p", [](Json &pod) { pod["spec"]["nodeName"] = "n"; });
    const Json first = server.ask("DELETE", pods + "/p", {{"gracePeriodSeconds", 20}}).json();
    QCOMPARE(core::intAt(first, {"metadata", "deletionGracePeriodSeconds"}), 20);
    const Json longer = server.ask("DELETE", pods + "/p", {{"gracePeriodSeconds", 25}}).json();
    QCOMPARE(core::intAt(longer, {"metadata", "deletionGracePeriodSeconds"}), 20);
    const Json fromQuery = server.ask("DELETE", pods + "/p?gracePeriodSeconds=7").json();
    QCOMPARE(core::intAt(fromQuery, {"metadata", "deletionGracePeriodSeconds"}), 7);
    const FakeReply wrong = server.ask("DELETE", pods + "/p", {{"preconditions", {{"uid", "other"}}}});
    QCOMPARE(wrong.code, 409);
    QCOMPARE(server.ask("DELETE", pods + "/p", {{"gracePeriodSeconds", 0}}).code, 200);
    QCOMPARE(server.ask("GET", pods + "/p").code, 404);
    QCOMPARE(server.ask("DELETE", pods + "/p").code, 404);
}

void TestApiServer::dryRunStoresNothing()
{
    FakeServer server;
    const FakeReply reply = server.ask("POST", pods + "?dryRun=All", simplePod("p"));
    QCOMPARE(reply.code, 201);
    QVERIFY(!textAt(reply.json(), {"metadata", "uid"}).empty());
    QVERIFY(server.store.list("pods", "").empty());
    QCOMPARE(server.ask("POST", pods + "?dryRun=x", simplePod("p")).code, 422);
}

void TestApiServer::quotaAndLimitRangeJudge()
{
    FakeServer server;
    const std::string ns = "/api/v1/namespaces/default/";
    QCOMPARE(server
                 .ask("POST", ns + "limitranges",
                      {{"metadata", {{"name", "l"}}},
                       {"spec", {{"limits", {{{"type", "Container"}, {"max", {{"cpu", "1"}}}}}}}}})
                 .code,
             201);
    const FakeReply filled = server.ask("POST", pods, simplePod("filled"));
    QCOMPARE(textAt(filled.json()["spec"]["containers"][0], {"resources", "requests", "cpu"}), std::string("1"));
    Json large = simplePod("large");
    large["spec"]["containers"][0]["resources"] = {{"limits", {{"cpu", "2"}}}};
    const FakeReply refused = server.ask("POST", pods, large);
    QCOMPARE(message(refused),
             std::string("pods \"large\" is forbidden: maximum cpu usage per Container is 1, but limit "
                         "is 2"));
    QCOMPARE(server
                 .ask("POST", ns + "resourcequotas",
                      {{"metadata", {{"name", "q"}}}, {"spec", {{"hard", {{"requests.cpu", "1500m"}}}}}})
                 .code,
             201);
    const FakeReply over = server.ask("POST", pods, simplePod("more"));
    QCOMPARE(over.code, 403);
    QCOMPARE(message(over),
             std::string("pods \"more\" is forbidden: exceeded quota: q, requested: requests.cpu=1, used: "
                         "requests.cpu=1, limited: requests.cpu=1500m"));
    QCOMPARE(server.ask("POST", pods + "?dryRun=All", simplePod("more")).code, 403);
}

void TestApiServer::unknownFieldsByMode()
{
    FakeServer server;
    Json pod = simplePod("p");
    pod["spec"]["foo"] = 1;
    pod["spec"]["containers"][0]["bar"] = 2;
    const FakeReply strict = server.ask("POST", pods + "?fieldValidation=Strict", pod);
    QCOMPARE(strict.code, 400);
    QCOMPARE(message(strict),
             std::string("Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown "
                         "field \"spec.containers[0].bar\", unknown field \"spec.foo\""));
    const FakeReply warned = server.ask("POST", pods, pod);
    QCOMPARE(warned.code, 201);
    QCOMPARE(warned.headers.size(), size_t(2));
    QCOMPARE(warned.headers[1].second, std::string("299 - \"unknown field \\\"spec.foo\\\"\""));
    QVERIFY(!warned.json()["spec"].contains("foo"));
}

QTEST_GUILESS_MAIN(TestApiServer)
#include "tst_api_server.moc"
