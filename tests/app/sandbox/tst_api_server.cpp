#include "fake_exchange.h"

#include <QTest>

using namespace podwright;
using core::Json;
using core::textAt;
using support::FakeReply;
using support::FakeServer;
using support::simplePod;

namespace {

const std::string pods = "/api/v1/namespaces/default/pods";

std::string message(const FakeReply &reply)
{
    return textAt(reply.json(), {"message"});
}

} // namespace

class TestApiServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strangersGetUnauthorized();
    void restrictedUserReadsItsNamespaceOnly();
    void createFillsDefaults();
    void createRefuses_data();
    void createRefuses();
    void pagesShowOneSnapshot();
    void expiredPagesSaySo();
    void watchBeginsWithTheState();
    void watchListEndsWithABookmark();
    void watchFollowsTheSelector();
    void oldWatchGetsAnErrorEvent();
    void patchesChange_data();
    void patchesChange();
    void staleReplaceConflicts();
    void deleteGoesThroughGrace();
    void dryRunStoresNothing();
    void quotaAndLimitRangeJudge();
    void unknownFieldsByMode();
    void tablesHaveKubectlsColumns();
    void eventsInBothForms();
    void reviewsAnswer();
    void discoveryInBothForms();
    void unknownPaths();
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

void TestApiServer::pagesShowOneSnapshot()
{
    FakeServer server;
    for (const char *name : {"a", "b", "c"})
        server.ask("POST", pods, simplePod(name));
    const Json first = server.ask("GET", pods + "?limit=2").json();
    QCOMPARE(first["items"].size(), size_t(2));
    QCOMPARE(core::intAt(first, {"metadata", "remainingItemCount"}), 1);
    server.ask("POST", pods, simplePod("d"));
    server.ask("DELETE", pods + "/c");
    const std::string next = textAt(first, {"metadata", "continue"});
    const Json second = server.ask("GET", pods + "?limit=2&continue=" + next).json();
    QCOMPARE(second["items"].size(), size_t(1));
    QCOMPARE(textAt(second["items"][0], {"metadata", "name"}), std::string("c"));
    QCOMPARE(textAt(second, {"metadata", "resourceVersion"}), textAt(first, {"metadata", "resourceVersion"}));
    QVERIFY(!second["metadata"].contains("continue"));
    QCOMPARE(server.ask("GET", pods + "?limit=1&resourceVersion=0").json()["items"].size(), size_t(3));
}

void TestApiServer::expiredPagesSaySo()
{
    FakeServer server;
    for (const char *name : {"a", "b"})
        server.ask("POST", pods, simplePod(name));
    const Json first = server.ask("GET", pods + "?limit=1").json();
    server.ask("POST", pods, simplePod("c"));
    server.store.compact();
    const FakeReply reply = server.ask("GET", pods + "?limit=1&continue=" + textAt(first, {"metadata", "continue"}));
    QCOMPARE(reply.code, 410);
    QCOMPARE(textAt(reply.json(), {"reason"}), std::string("Expired"));
    QCOMPARE(server.ask("GET", pods + "?continue=nonsense").code, 400);
    QCOMPARE(server.ask("GET", pods + "?limit=x").code, 400);
}

void TestApiServer::watchBeginsWithTheState()
{
    FakeServer server;
    server.ask("POST", pods, simplePod("a"));
    const FakeReply reply = server.ask("GET", pods + "?watch=true&timeoutSeconds=1");
    QCOMPARE(reply.chunks.size(), size_t(1));
    QCOMPARE(textAt(reply.event(0), {"type"}), std::string("ADDED"));
    QCOMPARE(textAt(reply.event(0), {"object", "metadata", "name"}), std::string("a"));
    QCOMPARE(textAt(reply.event(0), {"object", "apiVersion"}), std::string("v1"));
}

void TestApiServer::watchListEndsWithABookmark()
{
    FakeServer server;
    server.ask("POST", pods, simplePod("a"));
    const std::string query =
        "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    const FakeReply reply = server.ask("GET", pods + query, nullptr, {}, 2);
    const Json bookmark = reply.event(1);
    QCOMPARE(textAt(bookmark, {"type"}), std::string("BOOKMARK"));
    QCOMPARE(textAt(bookmark, {"object", "metadata", "annotations", "k8s.io/initial-events-end"}), std::string("true"));
    QCOMPARE(textAt(bookmark, {"object", "metadata", "resourceVersion"}), std::to_string(server.store.version()));
    QCOMPARE(server.ask("GET", pods + "?watch=true&sendInitialEvents=true").code, 422);
    QCOMPARE(server.ask("GET", pods + "?sendInitialEvents=true").code, 422);
}

void TestApiServer::watchFollowsTheSelector()
{
    FakeServer server;
    const std::string start = std::to_string(server.store.version());
    server.ask("POST", pods, simplePod("a"));
    const auto relabel = [&](const char *value) {
        server.store.update("pods", "default", "a", [value](Json &pod) { pod["metadata"]["labels"]["app"] = value; });
    };
    relabel("b");
    relabel("c");
    relabel("b");
    server.ask("DELETE", pods + "/a");
    const FakeReply reply =
        server.ask("GET", pods + "?watch=1&labelSelector=app%3Db&resourceVersion=" + start, nullptr, {}, 5);
    const char *expected[] = {"ADDED", "DELETED", "ADDED", "MODIFIED", "DELETED"};
    QCOMPARE(reply.chunks.size(), size_t(5));
    for (size_t i = 0; i < 5; ++i)
        QCOMPARE(textAt(reply.event(i), {"type"}), std::string(expected[i]));
    QCOMPARE(textAt(reply.event(1), {"object", "metadata", "labels", "app"}), std::string("b"));
    QCOMPARE(core::intAt(reply.event(3), {"object", "metadata", "deletionGracePeriodSeconds"}, -1), 0);
}

void TestApiServer::oldWatchGetsAnErrorEvent()
{
    FakeServer server;
    server.ask("POST", pods, simplePod("a"));
    server.store.compact();
    const FakeReply reply = server.ask("GET", pods + "?watch=1&resourceVersion=1", nullptr, {}, 5);
    QCOMPARE(reply.code, 200);
    QCOMPARE(reply.chunks.size(), size_t(1));
    QCOMPARE(textAt(reply.event(0), {"type"}), std::string("ERROR"));
    QCOMPARE(core::intAt(reply.event(0), {"object", "code"}), 410);
    QCOMPARE(textAt(reply.event(0), {"object", "reason"}), std::string("Expired"));
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
    QTest::newRow("apply merges") << QByteArray("apply-patch+yaml")
                                  << QByteArray(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":)"
                                                R"({"containers":[{"name":"main","image":"new"}]}})")
                                  << 200 << QByteArray("new");
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

void TestApiServer::tablesHaveKubectlsColumns()
{
    FakeServer server;
    server.ask("POST", pods, simplePod("p"));
    const sandbox::Headers accept = {{"accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"}};
    const Json table = server.ask("GET", pods, nullptr, accept).json();
    QCOMPARE(textAt(table, {"kind"}), std::string("Table"));
    QCOMPARE(textAt(table["columnDefinitions"][2], {"name"}), std::string("Status"));
    QCOMPARE(table["rows"][0]["cells"].size(), table["columnDefinitions"].size());
    QVERIFY(table["rows"][0]["cells"][1] == Json("0/1"));
    QVERIFY(table["rows"][0]["cells"][2] == Json("Pending"));
    QCOMPARE(textAt(table["rows"][0], {"object", "kind"}), std::string("PartialObjectMetadata"));
    const FakeReply watch = server.ask("GET", pods + "?watch=1", nullptr, accept);
    QCOMPARE(textAt(watch.event(0), {"object", "kind"}), std::string("Table"));
    QCOMPARE(server.ask("GET", pods, nullptr, {{"accept", "text/html"}}).code, 406);
    QCOMPARE(server.ask("GET", pods, nullptr, {{"accept", "application/vnd.kubernetes.protobuf"}}).code, 200);
}

void TestApiServer::eventsInBothForms()
{
    FakeServer server;
    server.store.create("events", {{"metadata", {{"namespace", "default"}, {"name", "e"}}},
                                   {"involvedObject", {{"kind", "Pod"}, {"name", "p"}}},
                                   {"reason", "Started"},
                                   {"message", "Started container main"}});
    const Json modern = server
                            .ask("GET", "/apis/events.k8s.io/v1/namespaces/default/events"
                                        "?fieldSelector=regarding.name%3Dp")
                            .json();
    QCOMPARE(textAt(modern["items"][0], {"note"}), std::string("Started container main"));
    QCOMPARE(textAt(modern["items"][0], {"regarding", "name"}), std::string("p"));
    const std::string events = "/api/v1/namespaces/default/events?fieldSelector=";
    QCOMPARE(server.ask("GET", events + "involvedObject.name=q").json()["items"].size(), size_t(0));
    QCOMPARE(server.ask("GET", events + "action=q").code, 400);
}

void TestApiServer::reviewsAnswer()
{
    FakeServer server;
    const std::string path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    const auto ask = [&](const char *verb, const char *ns) {
        const Json spec = {{"resourceAttributes", {{"verb", verb}, {"resource", "pods"}, {"namespace", ns}}}};
        const FakeReply reply = server.ask("POST", path, {{"spec", spec}});
        return reply.code == 201 && core::boolAt(reply.json(), {"status", "allowed"});
    };
    QVERIFY(ask("create", "default"));
    server.token = "restricted";
    QVERIFY(ask("list", "team-a"));
    QVERIFY(!ask("list", "default"));
    QVERIFY(!ask("create", "team-a"));
    QCOMPARE(server.ask("GET", path).code, 403);
}

void TestApiServer::discoveryInBothForms()
{
    FakeServer server;
    QCOMPARE(textAt(server.ask("GET", "/api").json(), {"kind"}), std::string("APIVersions"));
    const std::string type = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    const FakeReply aggregated =
        server.ask("GET", "/apis?timeout=32s", nullptr, {{"accept", type + ",application/json"}});
    QCOMPARE(aggregated.contentType, type);
    QVERIFY(aggregated.json()["items"].size() >= 4);
    QCOMPARE(textAt(server.ask("GET", "/api/v1").json(), {"groupVersion"}), std::string("v1"));
    QCOMPARE(textAt(server.ask("GET", "/apis/scheduling.k8s.io/v1").json()["resources"][0], {"name"}),
             std::string("priorityclasses"));
    QCOMPARE(server.ask("GET", "/openapi/v2").body, std::string());
    QVERIFY(server.ask("GET", "/openapi/v3/api/v1?hash=1")
                .json()["paths"]
                .contains("/api/v1/namespaces/{namespace}/pods/{name}"));
}

void TestApiServer::unknownPaths()
{
    FakeServer server;
    QCOMPARE(server.ask("GET", "/apis/apps/v1").code, 404);
    const FakeReply resource = server.ask("GET", "/api/v1/namespaces/default/widgets");
    QCOMPARE(resource.code, 404);
    QCOMPARE(message(resource), std::string("the server could not find the requested resource"));
    QCOMPARE(server.ask("PUT", pods).code, 405);
    QCOMPARE(server.ask("GET", "/api/v1/namespaces/nowhere/pods").code, 200);
    const FakeReply create = server.ask("POST", "/api/v1/namespaces/nowhere/pods", simplePod("p"));
    QCOMPARE(message(create), std::string("namespaces \"nowhere\" not found"));
    QCOMPARE(server.ask("GET", pods + "/p/log?tailLines=-1").code, 404);
}

QTEST_GUILESS_MAIN(TestApiServer)
#include "tst_api_server.moc"
