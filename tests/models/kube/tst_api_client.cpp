#include "models/kube/api_client.h"
#include "tests/support/await.h"
#include "tests/support/fake_api_server.h"

#include <QTest>

using namespace podwright::kube;
using namespace podwright::support;
using podwright::core::Error;
using podwright::core::Result;

class TestApiClient : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeApiServer> m_server;
    std::unique_ptr<ApiClient> m_client;
    int m_status = 200;
    std::string m_body;

    FakeRequest asked() const { return m_server->requests().back(); }
    Json askedBody() const { return podwright::core::parseJson(asked().body); }
    void answer(int status, const std::string &body)
    {
        m_status = status;
        m_body = body;
    }
    Result<Json> json(const std::function<void(ApiClient::JsonCallback)> &start) { return await<Json>(start); }

private Q_SLOTS:
    void init()
    {
        answer(200, R"({"kind":"Pod","metadata":{"name":"p"}})");
        m_server = std::make_unique<FakeApiServer>(
            FakeServerOptions{.isTls = false},
            [this](const FakeRequest &, FakeAnswer &reply) { reply.replyJson(m_status, m_body); });
        Connection connection;
        connection.server = m_server->url();
        m_client = std::make_unique<ApiClient>(connection);
    }

    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void readsPods()
    {
        const auto pod = json([&](auto done) { m_client->getPod("ns", "p", nullptr, done); });
        QVERIFY2(pod.ok(), pod.ok() ? "" : qPrintable(pod.error().text()));
        QCOMPARE(podwright::core::textAt(pod.value(), {"metadata", "name"}), std::string("p"));
        QCOMPARE(asked().method + " " + asked().target, std::string("GET /api/v1/namespaces/ns/pods/p"));
        QVERIFY(json([&](auto done) { m_client->listPods("", "a=b,c", nullptr, done); }).ok());
        QCOMPARE(asked().target, std::string("/api/v1/pods?labelSelector=a%3Db%2Cc"));
        QVERIFY(json([&](auto done) { m_client->listPods("ns", "", nullptr, done); }).ok());
        QCOMPARE(asked().target, std::string("/api/v1/namespaces/ns/pods"));
        QVERIFY(json([&](auto done) { m_client->listEvents("ns", "p", "u-1", nullptr, done); }).ok());
        QCOMPARE(asked().target, std::string("/api/v1/namespaces/ns/events?fieldSelector=involvedObject.name%3Dp%"
                                             "2CinvolvedObject.namespace%3Dns%2CinvolvedObject.uid%3Du-1"));
        QVERIFY(json([&](auto done) { m_client->listEvents("ns", "p", "", nullptr, done); }).ok());
        QVERIFY(!asked().target.ends_with("uid%3D"));
    }

    void writesPods()
    {
        answer(201, R"({"kind":"Pod"})");
        const Json pod{{"kind", "Pod"}, {"metadata", {{"name", "p"}}}};
        QVERIFY(json([&](auto done) { m_client->createPod("ns", pod, nullptr, done); }).ok());
        QCOMPARE(asked().method + " " + asked().target, std::string("POST /api/v1/namespaces/ns/pods"));
        QCOMPARE(asked().header("content-type"), std::string("application/json"));
        QVERIFY(askedBody() == pod);

        const Json patch{{"metadata", {{"labels", {{"a", nullptr}}}}}};
        QVERIFY(json([&](auto done) { m_client->mergePatchPod("ns", "p", patch, nullptr, done); }).ok());
        QCOMPARE(asked().method + " " + asked().target, std::string("PATCH /api/v1/namespaces/ns/pods/p"));
        QCOMPARE(asked().header("content-type"), std::string("application/merge-patch+json"));
        QVERIFY(askedBody() == patch);
    }

    void deletesPods()
    {
        QVERIFY(json([&](auto done) { m_client->deletePod("ns", "p", {}, nullptr, done); }).ok());
        QCOMPARE(asked().method + " " + asked().target, std::string("DELETE /api/v1/namespaces/ns/pods/p"));
        QVERIFY(!askedBody().contains("gracePeriodSeconds"));
        QVERIFY(!askedBody().contains("preconditions"));
        const DeleteOptions options{.gracePeriodSeconds = 0, .uid = "u"};
        QVERIFY(json([&](auto done) { m_client->deletePod("ns", "p", options, nullptr, done); }).ok());
        QCOMPARE(asked().target, std::string("/api/v1/namespaces/ns/pods/p")); // nothing in the query
        QVERIFY(askedBody()["gracePeriodSeconds"] == 0);
        QVERIFY(askedBody()["preconditions"]["uid"] == "u");
    }

    void asksForVersionNamespacesAndRights()
    {
        answer(200, R"({"major":"1","minor":"31+","gitVersion":"v1.31.4-gke.1"})");
        const auto version = await<ServerVersion>([&](auto done) { m_client->version(nullptr, done); });
        QVERIFY(version.ok());
        QCOMPARE(version.value().minor, 31);
        QCOMPARE(version.value().gitVersion, QStringLiteral("v1.31.4-gke.1"));
        answer(200, R"({"items":[{"metadata":{"name":"a"}},{"metadata":{}},{"metadata":{"name":"b"}}]})");
        const auto names = await<std::vector<std::string>>([&](auto done) { m_client->listNamespaces(nullptr, done); });
        QVERIFY(names.ok());
        QVERIFY((names.value() == std::vector<std::string>{"a", "b"}));
        for (const bool isAllowed : {true, false}) {
            answer(201, isAllowed ? R"({"status":{"allowed":true}})" : R"({"status":{"allowed":false}})");
            const Json wanted{{"verb", "create"}, {"resource", "pods"}, {"namespace", "ns"}};
            const auto right = await<bool>([&](auto done) { m_client->mayI(wanted, nullptr, done); });
            QVERIFY(right.ok());
            QCOMPARE(right.value(), isAllowed);
            QCOMPARE(asked().target, std::string("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"));
            QVERIFY(askedBody()["spec"]["resourceAttributes"] == wanted);
        }
    }

    void errorsAreTheServersWords()
    {
        answer(404, Json{{"kind", "Status"}, {"message", "pods \"p\" not found"}, {"code", 404}}.dump());
        const auto pod = json([&](auto done) { m_client->getPod("ns", "p", nullptr, done); });
        QVERIFY(!pod.ok());
        QCOMPARE(pod.error().kind, Error::Kind::NotFound);
        QCOMPARE(pod.error().message, QStringLiteral("pods \"p\" not found"));
        QCOMPARE(pod.error().where, QStringLiteral("/api/v1/namespaces/ns/pods/p"));
    }

    void anAnswerThatEndsEarlyIsWorthAnotherTry()
    {
        for (const char *body : {"", "{\"kind\": \"Pod\", \"metadata\": {\"na"}) {
            answer(200, body);
            const auto pod = json([&](auto done) { m_client->getPod("ns", "p", nullptr, done); });
            QVERIFY(!pod.ok());
            QCOMPARE(pod.error().kind, Error::Kind::Network);
            QVERIFY(pod.error().transient);
        }
    }

    void refusesWhatIsNoApiServer()
    {
        answer(200, "<html>");
        const auto pod = json([&](auto done) { m_client->getPod("ns", "p", nullptr, done); });
        QCOMPARE(pod.error().kind, Error::Kind::Invalid);
        QVERIFY(pod.error().message.contains(QLatin1String("not JSON")));
        answer(200, R"({"hello":1})");
        const auto version = await<ServerVersion>([&](auto done) { m_client->version(nullptr, done); });
        QCOMPARE(version.error().kind, Error::Kind::Invalid);
    }
};

QTEST_GUILESS_MAIN(TestApiClient)
#include "tst_api_client.moc"
