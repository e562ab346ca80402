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

class TestApiReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pagesShowOneSnapshot();
    void expiredPagesSaySo();
    void watchBeginsWithTheState();
    void watchListEndsWithABookmark();
    void watchFollowsTheSelector();
    void oldWatchGetsAnErrorEvent();
    void tablesHaveKubectlsColumns();
    void eventsInBothForms();
    void reviewsAnswer();
    void discoveryInBothForms();
    void unknownPaths();
};

void TestApiReading::pagesShowOneSnapshot()
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

void TestApiReading::expiredPagesSaySo()
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

void TestApiReading::watchBeginsWithTheState()
{
    FakeServer server;
    server.ask("POST", pods, simplePod("a"));
    const FakeReply reply = server.ask("GET", pods + "?watch=true&timeoutSeconds=1");
    QCOMPARE(reply.chunks.size(), size_t(1));
    QCOMPARE(textAt(reply.event(0), {"type"}), std::string("ADDED"));
    QCOMPARE(textAt(reply.event(0), {"object", "metadata", "name"}), std::string("a"));
    QCOMPARE(textAt(reply.event(0), {"object", "apiVersion"}), std::string("v1"));
}

void TestApiReading::watchListEndsWithABookmark()
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

void TestApiReading::watchFollowsTheSelector()
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

void TestApiReading::oldWatchGetsAnErrorEvent()
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

void TestApiReading::tablesHaveKubectlsColumns()
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

void TestApiReading::eventsInBothForms()
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

void TestApiReading::reviewsAnswer()
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

void TestApiReading::discoveryInBothForms()
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

void TestApiReading::unknownPaths()
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

QTEST_GUILESS_MAIN(TestApiReading)
#include "tst_api_reading.moc"
