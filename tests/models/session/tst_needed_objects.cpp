// What a task needs is made as the server takes it, and shown without its secrets.

#include "models/session/needed_objects.h"
#include "tests/support/fake_api_server.h"

#include <QTest>

using namespace podwright;
using namespace podwright::session;
using core::Json;

namespace {

constexpr int patient = 30000;

std::string fromBase64(const std::string &text)
{
    return QByteArray::fromBase64(QByteArray::fromStdString(text)).toStdString();
}

} // namespace

class TestNeededObjects : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void objectsHaveTheirPlaces_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("path");
        QTest::newRow("namespace") << QStringLiteral("Namespace") << QStringLiteral("/api/v1/namespaces");
        QTest::newRow("secret") << QStringLiteral("Secret") << QStringLiteral("/api/v1/namespaces/n/secrets");
        QTest::newRow("config map") << QStringLiteral("ConfigMap") << QStringLiteral("/api/v1/namespaces/n/configmaps");
        QTest::newRow("account") << QStringLiteral("ServiceAccount")
                                 << QStringLiteral("/api/v1/namespaces/n/serviceaccounts");
        QTest::newRow("role") << QStringLiteral("Role")
                              << QStringLiteral("/apis/rbac.authorization.k8s.io/v1/namespaces/n/roles");
        QTest::newRow("binding") << QStringLiteral("RoleBinding")
                                 << QStringLiteral("/apis/rbac.authorization.k8s.io/v1/namespaces/n/rolebindings");
    }
    void objectsHaveTheirPlaces()
    {
        QFETCH(QString, kind);
        QFETCH(QString, path);
        std::vector<Json> all = needed::worker("n", "etl");
        all.push_back(needed::ofNamespace("n"));
        all.push_back(needed::secret("n", "s", {}));
        all.push_back(needed::configMap("n", "c", {}));
        const auto found = std::ranges::find_if(
            all, [&kind](const Json &object) { return core::textAt(object, {"kind"}) == kind.toStdString(); });
        QVERIFY(found != all.end());
        QCOMPARE(needed::pathFor(*found), path.toStdString());
    }

    void aWorkerMayDoWhatTheOperatorDoes()
    {
        const std::vector<Json> made = needed::worker("n", "etl");
        QCOMPARE(made.size(), size_t(3));
        std::map<std::string, std::vector<std::string>> verbs;
        for (const Json &rule : made[1]["rules"]) {
            for (const Json &resource : rule["resources"])
                verbs[resource.get<std::string>()] = rule["verbs"].get<std::vector<std::string>>();
            QVERIFY(rule["apiGroups"] == Json::array({""}));
        }
        const auto may = [&verbs](const char *resource, const char *verb) {
            return std::ranges::find(verbs[resource], verb) != verbs[resource].end();
        };
        for (const char *verb : {"create", "get", "list", "watch", "patch", "delete"})
            QVERIFY2(may("pods", verb), verb);
        QVERIFY(may("pods/log", "get") && may("pods/exec", "create") && may("pods/exec", "get") &&
                may("events", "list"));
        QVERIFY(!verbs.contains("secrets"));
        QVERIFY(made[2]["roleRef"]["name"] == made[1]["metadata"]["name"]);
        QVERIFY(made[2]["subjects"][0]["name"] == made[0]["metadata"]["name"]);
        QVERIFY(made[2]["subjects"][0]["namespace"] == "n");
    }

    void registryCredentials()
    {
        const Json made = needed::pullSecret("n", "s", {}, "me", "pass:word");
        QVERIFY(made["type"] == "kubernetes.io/dockerconfigjson");
        const Json config = core::parseJson(fromBase64(made["data"][".dockerconfigjson"].get<std::string>()));
        const Json &entry = config["auths"]["https://index.docker.io/v1/"];
        QVERIFY(entry["username"] == "me");
        QCOMPARE(fromBase64(entry["auth"].get<std::string>()), std::string("me:pass:word"));
        const std::string text = needed::shown({made});
        QVERIFY(text.find("(hidden)") != std::string::npos);
        QVERIFY(text.find(made["data"][".dockerconfigjson"].get<std::string>()) == std::string::npos);
    }

    void dockerConfigs_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // the registries kept, or the error
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(expected);
        };
        row("two of three",
            R"({"auths": {"a.io": {"auth": "eA=="}, "b.io": {}, "c.io": {"username": "u", "password": "p"}},
            "credsStore": "x", "HttpHeaders": {"a": "b"}})",
            "a.io c.io");
        row("kept elsewhere", R"({"auths": {"a.io": {}}, "credsStore": "secretservice"})", "another program");
        row("helpers", R"({"credHelpers": {"a.io": "ecr-login"}})", "another program");
        row("empty", "{}", "docker login");
        row("auths no object", R"({"auths": [1]})", "docker login");
        row("no JSON", "auths:", "not a docker config");
    }
    void dockerConfigs()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto made = needed::pullSecretOf("n", "s", text.toStdString());
        if (!made) {
            QVERIFY2(made.error().text().contains(expected), qPrintable(made.error().text()));
            return;
        }
        const Json config = core::parseJson(fromBase64(made.value()["data"][".dockerconfigjson"].get<std::string>()));
        QStringList registries;
        for (const auto &[registry, entry] : config["auths"].items())
            registries += QString::fromStdString(registry);
        QCOMPARE(registries.join(u' '), expected);
        QCOMPARE(config.size(), size_t(1));
    }

    void oneAfterTheOther_data()
    {
        QTest::addColumn<QString>("refused"); // a collection
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("requests");
        QTest::addColumn<QString>("told");
        QTest::addColumn<QString>("field");
        const auto none = QString();
        QTest::newRow("all") << none << 0 << 3 << QStringLiteral("RoleBinding etl") << none;
        QTest::newRow("account was there") << QStringLiteral("serviceaccounts") << 409 << 3
                                           << QStringLiteral("ServiceAccount etl (was there)") << none;
        QTest::newRow("role forbidden") << QStringLiteral("roles") << 403 << 2
                                        << QStringLiteral("ServiceAccount etl is made, but Role etl is not: no, you")
                                        << none;
        QTest::newRow("role was there") << QStringLiteral("roles") << 409 << 2 << QStringLiteral("Role etl is not")
                                        << QStringLiteral("name");
        QTest::newRow("name refused") << QStringLiteral("serviceaccounts") << 422 << 1
                                      << QStringLiteral("metadata.name: Invalid value") << QStringLiteral("name");
    }
    void oneAfterTheOther()
    {
        QFETCH(QString, refused);
        QFETCH(int, status);
        QFETCH(int, requests);
        QFETCH(QString, told);
        QFETCH(QString, field);
        const std::string part = "/" + refused.toStdString();
        const support::FakeApiServer server({.isTls = false}, [&](const support::FakeRequest &request,
                                                                  support::FakeAnswer &answer) {
            if (refused.isEmpty() || !request.target.ends_with(part))
                return answer.replyJson(201, request.body);
            answer.replyJson(status,
                             Json{{"kind", "Status"},
                                  {"code", status},
                                  {"message", status == 422 ? "metadata.name: Invalid value: \"etl\": no" : "no, you"}}
                                 .dump());
        });
        kube::Connection connection;
        connection.server = server.url();
        kube::ApiClient client(connection);
        std::optional<core::Result<QString>> result;
        createAll(client, needed::worker("n", "etl"), this, [&result](const auto &made) { result = made; });
        QTRY_VERIFY_WITH_TIMEOUT(result, patient);
        QCOMPARE(server.requests().size(), size_t(requests));
        const QString text = result->ok() ? result->value() : result->error().message;
        QVERIFY2(text.contains(told), qPrintable(text));
        QCOMPARE(result->ok() ? QString() : needed::fieldOf(result->error()), field);
        QCOMPARE(result->ok(), requests == 3);
    }
};

QTEST_GUILESS_MAIN(TestNeededObjects)
#include "tst_needed_objects.moc"
