// Who we are and what is there, as servers of all ages tell it, without a secret's value.

#include "models/session/cluster_facts.h"
#include "models/session/namespace_objects.h"
#include "tests/support/fake_api_server.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace podwright;
using namespace podwright::session;
using core::Json;

namespace {

constexpr int patient = 30000;
const std::string planted = "planted-value-577215";

std::string notFound()
{
    return R"({"kind": "Status", "reason": "NotFound", "code": 404, "message": "the server could not find it"})";
}

std::string tableOf(const std::vector<std::string> &columns, const std::vector<Json> &rows)
{
    Json table{{"kind", "Table"}, {"apiVersion", "meta.k8s.io/v1"}, {"columnDefinitions", Json::array()}};
    for (const std::string &name : columns)
        table["columnDefinitions"].push_back({{"name", name}, {"type", "string"}});
    table["rows"] = Json::array();
    for (const Json &cells : rows)
        table["rows"].push_back({{"cells", cells}});
    return table.dump();
}

// Answers as a server of one age, for a user with some rights.
class OldServer
{
public:
    explicit OldServer(std::string reviewVersion)
        : m_reviewVersion(std::move(reviewVersion))
        , m_server(support::FakeServerOptions{.isTls = false},
                   [this](const support::FakeRequest &request, support::FakeAnswer &answer) { serve(request, answer); })
    {}
    std::string url() const { return m_server.url(); }
    std::vector<support::FakeRequest> requests() const { return m_server.requests(); }

private:
    void serve(const support::FakeRequest &request, support::FakeAnswer &answer) const
    {
        const auto asks = [&request](const std::string &part) {
            return request.target.find(part) != std::string::npos;
        };
        if (request.target.starts_with("/version"))
            answer.replyJson(200, R"({"major": "1", "gitVersion": "v1.20.0"})");
        else if (asks("/selfsubjectreviews"))
            review(request, answer);
        else if (asks("/selfsubjectaccessreviews"))
            access(request, answer);
        else if (asks("/secrets"))
            answer.replyJson(200, tableOf({"Name", "Type", "Data", "Age"},
                                          {Json::array({"acme-regcred", "kubernetes.io/dockerconfigjson", 1, "3d"}),
                                           Json::array({"warehouse", "Opaque", 2, "5m"})}));
        else if (asks("/configmaps"))
            answer.replyJson(403, R"({"kind": "Status", "reason": "Forbidden", "code": 403, "message": "no"})");
        else if (asks("/serviceaccounts")) // a server that knows no tables
            answer.replyJson(200,
                             Json{{"kind", "ServiceAccountList"},
                                  {"items", Json::array({{{"metadata", {{"name", "etl-kpo"}}}, {"secret", planted}}})}}
                                 .dump());
        else if (asks("/resourcequotas"))
            answer.replyJson(
                200, tableOf({"Name", "Age", "Request", "Limit"}, {Json::array({"batch", "1d", "pods: 9/50", ""})}));
        else
            answer.replyJson(404, notFound());
    }

    void review(const support::FakeRequest &request, support::FakeAnswer &answer) const
    {
        if (m_reviewVersion.empty() || request.target.find("/" + m_reviewVersion + "/") == std::string::npos)
            return answer.replyJson(404, notFound());
        answer.replyJson(
            201, R"({"status": {"userInfo": {"username": "dana", "groups": ["etl", "system:authenticated"]}}})");
    }

    static void access(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        const Json asked = core::parseJson(request.body);
        const std::string verb = core::textAt(asked, {"spec", "resourceAttributes", "verb"});
        const std::string resource = core::textAt(asked, {"spec", "resourceAttributes", "resource"});
        const bool isAllowed = verb != "delete" && resource != "namespaces" && resource != "secrets";
        answer.replyJson(201, Json{{"status", {{"allowed", isAllowed}}}}.dump());
    }

    const std::string m_reviewVersion;
    support::FakeApiServer m_server;
};

QStringList lines(const tables::FactTableModel &model)
{
    QStringList result;
    for (const tables::FactRow &row : model.rows())
        result += QStringList{row.title, row.name, row.detail}.join(u'|');
    return result;
}

} // namespace

class TestClusterFacts : public QObject
{
    Q_OBJECT

    static kube::Connection connectionTo(const OldServer &server)
    {
        kube::Connection connection;
        connection.context = QStringLiteral("x");
        connection.server = server.url();
        return connection;
    }

    static kube::Identity identityWith(const OldServer &server, const kube::Connection &connection)
    {
        ClusterSession session(QStringLiteral("x"), core::systemClock());
        ClusterFacts facts;
        facts.show(&session, QStringLiteral("team"));
        if (facts.isIdentityKnown())
            qFatal("known before it was asked for");
        session.connectTo(connection);
        if (!QTest::qWaitFor([&facts] { return facts.isIdentityKnown(); }, patient))
            qFatal("no identity");
        for (const support::FakeRequest &request : server.requests()) {
            if (request.method == "POST" && request.target.find("selfsubject") == std::string::npos)
                qFatal("something was created");
        }
        return facts.identity();
    }

private Q_SLOTS:
    void serversOfAllAgesTellWhoWeAre_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("user");
        for (const char *version : {"v1", "v1beta1", "v1alpha1"})
            QTest::newRow(version) << QString::fromLatin1(version) << QStringLiteral("dana");
        QTest::newRow("none of them") << QString() << QString();
    }
    void serversOfAllAgesTellWhoWeAre()
    {
        QFETCH(QString, version);
        QFETCH(QString, user);
        const OldServer server(version.toStdString());
        const kube::Identity identity = identityWith(server, connectionTo(server));
        QCOMPARE(identity.user, user);
        QCOMPARE(identity.groups.contains(QStringLiteral("etl")), !user.isEmpty());
    }

    void credentialsTellWhereTheServerDoesNot_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::addColumn<QString>("user");
        QTest::newRow("certificate") << QByteArray("certificate") << QStringLiteral("dana");
        QTest::newRow("web token") << QByteArray("token") << QStringLiteral("system:serviceaccount:a:b");
        QTest::newRow("opaque token") << QByteArray("opaque") << QString();
        QTest::newRow("password") << QByteArray("password") << QStringLiteral("bob");
        QTest::newRow("impersonation") << QByteArray("as") << QStringLiteral("eve");
    }
    void credentialsTellWhereTheServerDoesNot()
    {
        QFETCH(QByteArray, part);
        QFETCH(QString, user);
        const OldServer server({});
        kube::Connection connection = connectionTo(server);
        const support::CertificateAuthority authority;
        const auto issued = authority.issue({.name = "dana"});
        if (part == "certificate")
            connection.clientCertificateData = issued.certificate, connection.clientKeyData = issued.key;
        const QByteArray claims = QByteArray(R"({"sub": "system:serviceaccount:a:b"})")
                                      .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        if (part == "token")
            connection.token = "eyJhbGciOiJub25lIn0." + claims.toStdString() + ".c2ln";
        if (part == "opaque")
            connection.token = planted;
        if (part == "password")
            connection.username = "bob", connection.password = planted;
        if (part == "as")
            connection.impersonateUser = "eve", connection.token = planted;
        const kube::Identity identity = identityWith(server, connection);
        QCOMPARE(identity.user, user);
        QVERIFY(!identity.source.contains(QString::fromStdString(planted)));
    }

    void rightsAndObjectsAreListed()
    {
        const OldServer server("v1");
        ClusterSession session(QStringLiteral("x"), core::systemClock());
        ClusterFacts facts;
        const QAbstractItemModelTester rightTester(facts.rights(),
                                                   QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QAbstractItemModelTester objectTester(facts.objects(),
                                                    QAbstractItemModelTester::FailureReportingMode::Fatal);
        facts.show(&session, QStringLiteral("team"));
        QCOMPARE(facts.rights()->rowCount(), 0);
        session.connectTo(connectionTo(server));
        QTRY_VERIFY_WITH_TIMEOUT(facts.rights()->rowCount() > 0 &&
                                     !lines(*facts.rights()).join(u'\n').contains(QStringLiteral("asking")),
                                 patient);
        const QStringList rights = lines(*facts.rights());
        QVERIFY2(rights.contains(QStringLiteral("Create, watch and delete pods||no · delete pods")),
                 qPrintable(rights.join(u'\n')));
        QVERIFY2(rights.contains(QStringLiteral("Exec (needed for XCom)||yes")), qPrintable(rights.join(u'\n')));
        QVERIFY2(rights.contains(QStringLiteral("List namespaces||no · type a name")), qPrintable(rights.join(u'\n')));
        QTRY_COMPARE_WITH_TIMEOUT(
            lines(*facts.objects()),
            (QStringList{QStringLiteral("Service account|etl-kpo|"), QStringLiteral("Pull secret|acme-regcred|"),
                         QStringLiteral("Secret|warehouse|2 keys"),
                         QStringLiteral("Config map||you may not list these"), QStringLiteral("Quota|batch|pods: 9/50"),
                         QStringLiteral("Limit range||the server could not find it")}),
            patient);
        for (const support::FakeRequest &request : server.requests()) {
            if (request.target.find("/secrets") != std::string::npos)
                QVERIFY(request.header("accept").find("as=Table") != std::string::npos);
        }
        facts.show(nullptr, {});
        QCOMPARE(facts.rights()->rowCount() + facts.objects()->rowCount(), 0);
    }

    void keysAreReadWithoutTheirValues()
    {
        const Json metadata = core::parseJson(R"({"metadata": {"managedFields": [
            {"fieldsV1": {"f:data": {".": {}, "f:user": {}, "f:password": {}}, "f:type": {}}},
            {"fieldsV1": {"f:data": {"f:user": {}}, "f:binaryData": {"f:cert": {}}}}]}})");
        QCOMPARE(keysOf(metadata), (std::vector<std::string>{"cert", "password", "user"}));
        QVERIFY(keysOf(Json::object()).empty());
        QVERIFY(keysRequest("secrets", "a/b", "c").accept.find("PartialObjectMetadata") != std::string::npos);
        QCOMPARE(keysRequest("secrets", "a/b", "c").path, std::string("/api/v1/namespaces/a%2Fb/secrets/c"));
    }
};

QTEST_GUILESS_MAIN(TestClusterFacts)
#include "tst_cluster_facts.moc"
