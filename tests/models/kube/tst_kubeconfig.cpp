#include "models/kube/kubeconfig.h"
#include "tests/support/kubeconfig_corpus.h"
#include "tests/support/test_certificates.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <vector>

using namespace podwright::kube;
using podwright::core::Error;
using podwright::support::CertificateAuthority;
using podwright::support::IssuedCertificate;

namespace {

QString config(const QString &cluster, const QString &user, const QString &tail = QStringLiteral("current-context: x"))
{
    return podwright::support::kubeconfigOf(cluster, user, tail);
}

void writeFile(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

constexpr const char *jsonConfig =
    R"({"clusters":[{"name":"c","cluster":{"server":"https://h"}}],"contexts":[{"name":"x","context":{"cluster":"c","namespace":"n"}}],"current-context":"x"})";

} // namespace

class TestKubeconfig : public QObject
{
    Q_OBJECT

    const CertificateAuthority m_authority;
    const IssuedCertificate m_client = m_authority.issue({.name = "dana"});
    const IssuedCertificate m_other = m_authority.issue({.name = "other"});
    const QString m_secret = QStringLiteral("planted-secret-3141592");

    QString filled(const QString &text) const
    {
        return podwright::support::filledKubeconfig(text, m_authority.pem(), m_client, m_other, m_secret);
    }

    static podwright::core::Result<Connection> resolved(const QString &text, const QString &context = {},
                                                        const QString &file = QStringLiteral("/home/u/.kube/config"))
    {
        const auto loaded = Kubeconfig::parse(text.toStdString(), file);
        if (!loaded)
            return loaded.error();
        return loaded.value().resolve(context);
    }

private Q_SLOTS:
    void whatDiffersInCredentialsOnly()
    {
        Connection one;
        one.server = "https://h";
        one.token = "a";
        Connection other = one;
        other.token = "b";
        other.clientCertificateData = "c";
        other.defaultNamespace = "n";
        QVERIFY(differsInCredentialsOnly(one, other));
        for (const auto &change : std::vector<std::function<void(Connection &)>>{
                 [](Connection &c) { c.server = "https://g"; }, [](Connection &c) { c.proxyUrl = "http://p"; },
                 [](Connection &c) { c.certificateAuthorityData = "x"; }, [](Connection &c) { c.tlsServerName = "t"; },
                 [](Connection &c) { c.insecureSkipTlsVerify = true; }, [](Connection &c) { c.impersonateUser = "u"; },
                 [](Connection &c) {
                     c.exec = {{"command", "plugin"}};
                 }}) {
            Connection changed = other;
            change(changed);
            QVERIFY(!differsInCredentialsOnly(one, changed));
            QVERIFY(!differsInCredentialsOnly(changed, one));
        }
    }

    void refusesWhatCannotWork_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("context");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("message"); // parts, separated by |
        for (const auto &damaged : podwright::support::damagedKubeconfigs())
            QTest::newRow(damaged.name) << damaged.text << damaged.context << damaged.line << damaged.message;
    }

    void refusesWhatCannotWork()
    {
        QFETCH(QString, text);
        QFETCH(QString, context);
        QFETCH(int, line);
        QFETCH(QString, message);
        const auto result = resolved(filled(text), context);
        QVERIFY(!result.ok());
        const Error &error = result.error();
        for (const QString &part : message.split(QLatin1Char('|')))
            QVERIFY2(error.text().contains(part), qPrintable(error.text()));
        QVERIFY2(!error.text().contains(m_secret), qPrintable(error.text()));
        QVERIFY2(!error.text().contains(QLatin1String("localhost")), qPrintable(error.text()));
        QCOMPARE(error.where, QStringLiteral("/home/u/.kube/config"));
        QCOMPARE(error.position.line, line);
        QCOMPARE(error.position.column > 0, line > 0);
    }

    void resolvesEverything()
    {
        const QString text = filled(config(
            QStringLiteral(
                "server: 'https://h:1/p/', tls-server-name: nn, certificate-authority-data: @CA@, proxy-url: "
                "'socks5://p:1', disable-compression: true, unknown: {a: 1}, extensions: [{name: "
                "client.authentication.k8s.io/exec, extension: {audience: z}}]"),
            QStringLiteral("token: t, client-certificate-data: @CERT@, client-key-data: @KEY@, as: a, as-uid: '7', "
                           "as-groups: [g, h], as-user-extra: {k: [v]}")));
        const auto result = resolved(text);
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().text()));
        Connection expected;
        expected.context = QStringLiteral("x");
        expected.server = "https://h:1/p/";
        expected.defaultNamespace = "default";
        expected.tlsServerName = "nn";
        expected.certificateAuthorityData = m_authority.pem();
        expected.proxyUrl = "socks5://p:1";
        expected.disableCompression = true;
        expected.execClusterConfig = Json{{"audience", "z"}};
        expected.clientCertificateData = m_client.certificate;
        expected.clientKeyData = m_client.key;
        expected.token = "t";
        expected.impersonateUser = "a";
        expected.impersonateUid = "7";
        expected.impersonateGroups = {"g", "h"};
        expected.impersonateExtra = {{"k", {"v"}}};
        QVERIFY(result.value() == expected);
    }

    void takesWhatKubectlTakes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("ns");
        QTest::addColumn<QString>("signIn");
        for (const auto &valid : podwright::support::validKubeconfigs())
            QTest::newRow(valid.name) << valid.text << valid.server << valid.ns << valid.signIn;
    }
    void takesWhatKubectlTakes()
    {
        QFETCH(QString, text);
        QFETCH(QString, server);
        QFETCH(QString, ns);
        QFETCH(QString, signIn);
        const auto loaded = Kubeconfig::parse(filled(text).toStdString(), QStringLiteral("/home/u/.kube/config"));
        QVERIFY2(loaded.ok(), loaded.ok() ? "" : qPrintable(loaded.error().text()));
        const auto connection = loaded.value().resolve();
        QVERIFY2(connection.ok(), connection.ok() ? "" : qPrintable(connection.error().text()));
        QCOMPARE(QString::fromStdString(connection.value().server), server);
        QCOMPARE(QString::fromStdString(connection.value().defaultNamespace), ns);
        const auto &contexts = loaded.value().contexts();
        const auto current = std::ranges::find(contexts, loaded.value().currentContext(), &ContextInfo::name);
        QVERIFY(current != contexts.end());
        QCOMPARE(current->signIn, signIn);
        QCOMPARE(current->skipsTlsVerify, connection.value().insecureSkipTlsVerify);
        QVERIFY(!current->signIn.contains(m_secret));
    }

    void readsJson()
    {
        const auto result = resolved(QString::fromLatin1(jsonConfig));
        QVERIFY(result.ok());
        QCOMPARE(result.value().server, std::string("https://h"));
        QCOMPARE(result.value().defaultNamespace, std::string("n"));
    }

    void takesTheSchemeFromTheCredentials_data()
    {
        QTest::addColumn<QString>("cluster");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("server");
        QTest::newRow("plain") << "server: 'h:1'"
                               << ""
                               << "http://h:1";
        QTest::newRow("token alone") << "server: 'h:1'"
                                     << "token: t"
                                     << "http://h:1";
        QTest::newRow("insecure") << "server: 'h:1', insecure-skip-tls-verify: true"
                                  << ""
                                  << "https://h:1";
        QTest::newRow("authority") << "server: 'h:1', certificate-authority-data: @CA@"
                                   << ""
                                   << "https://h:1";
        QTest::newRow("certificate") << "server: 'h:1'"
                                     << "client-certificate-data: @CERT@, client-key-data: @KEY@"
                                     << "https://h:1";
        QTest::newRow("given") << "server: 'http://h:1', insecure-skip-tls-verify: true"
                               << ""
                               << "http://h:1";
    }

    void takesTheSchemeFromTheCredentials()
    {
        QFETCH(QString, cluster);
        QFETCH(QString, user);
        QFETCH(QString, server);
        const auto result = resolved(filled(config(cluster, user)));
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().text()));
        QCOMPARE(QString::fromStdString(result.value().server), server);
    }

    void relativePathsBeginAtTheFile()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("k/ca.crt")), QByteArray::fromStdString(m_authority.pem()));
        writeFile(folder.filePath(QStringLiteral("k/c.crt")), QByteArray::fromStdString(m_client.certificate));
        writeFile(folder.filePath(QStringLiteral("k/c.key")), QByteArray::fromStdString(m_client.key));
        const QString file = folder.filePath(QStringLiteral("k/config"));
        const auto result =
            resolved(config(QStringLiteral("server: 'https://h', certificate-authority: ca.crt"),
                            QStringLiteral(
                                "client-certificate: ./c.crt, client-key: c.key, exec: {command: ./bin/p, apiVersion: "
                                "client.authentication.k8s.io/v1beta1}")),
                     {}, file);
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().text()));
        const std::string base = folder.filePath(QStringLiteral("k")).toStdString();
        QCOMPARE(result.value().certificateAuthority, base + "/ca.crt");
        QCOMPARE(result.value().clientCertificate, base + "/c.crt");
        QCOMPARE(result.value().clientKey, base + "/c.key");
        QCOMPARE(podwright::core::textAt(result.value().exec, {"command"}), base + "/bin/p");
        const auto bare = resolved(
            config(QStringLiteral("server: 'https://h'"), QStringLiteral("exec: {command: aws, apiVersion: "
                                                                         "client.authentication.k8s.io/v1beta1}")),
            {}, file);
        QCOMPARE(podwright::core::textAt(bare.value().exec, {"command"}), std::string("aws"));
    }

    void theFirstFileWins()
    {
        QTemporaryDir folder;
        const QString first = folder.filePath(QStringLiteral("a"));
        const QString second = folder.filePath(QStringLiteral("b"));
        writeFile(first, "clusters:\n- {name: c, cluster: {server: 'https://first'}}\ncontexts:\n- {name: x, context: "
                         "{cluster: c, user: u}}\n");
        writeFile(second,
                  "clusters:\n- {name: c, cluster: {server: 'https://second', proxy-url: 'http://p:1'}}\nusers:\n- "
                  "{name: u, user: {token: t}}\ncontexts:\n- {name: x, context: {cluster: z}}\n- {name: 'y', context: "
                  "{cluster: c}}\ncurrent-context: x\n");
        const QString missing = folder.filePath(QStringLiteral("none"));
        const auto loaded = Kubeconfig::load({missing, first, QString(), second, first});
        QVERIFY2(loaded.ok(), loaded.ok() ? "" : qPrintable(loaded.error().text()));
        QCOMPARE(loaded.value().missingFiles(), QStringList{missing});
        QCOMPARE(loaded.value().files(), (QStringList{first, second}));
        QCOMPARE(loaded.value().currentContext(), QStringLiteral("x"));
        QCOMPARE(loaded.value().contexts().size(), size_t(2));
        QCOMPARE(loaded.value().contexts()[0].file, first);
        QCOMPARE(loaded.value().contexts()[1].name, QStringLiteral("y"));
        const auto connection = loaded.value().resolve();
        QVERIFY2(connection.ok(), connection.ok() ? "" : qPrintable(connection.error().text()));
        QCOMPARE(connection.value().server, std::string("https://first"));
        QCOMPARE(connection.value().proxyUrl, std::string()); // no merge inside an entry
        QCOMPARE(connection.value().token, std::string("t"));
    }

    void oneBadFileFailsTheLoad()
    {
        QTemporaryDir folder;
        const QString good = folder.filePath(QStringLiteral("a"));
        const QString bad = folder.filePath(QStringLiteral("b"));
        writeFile(good, config(QStringLiteral("server: 'https://h'"), {}).toUtf8());
        writeFile(bad, "kind: Pod\n");
        const auto loaded = Kubeconfig::load({good, bad});
        QVERIFY(!loaded.ok());
        QCOMPARE(loaded.error().where, bad);
    }

    void searchesWhereKubectlDoes()
    {
        QTemporaryDir folder;
        Surroundings surroundings{.home = folder.path(),
                                  .serviceAccountFolder = folder.filePath(QStringLiteral("account"))};
        const auto nothing = Kubeconfig::loadDefault(surroundings);
        QVERIFY(nothing.ok());
        QVERIFY(!nothing.value().resolve().ok());
        QVERIFY2(nothing.value().resolve().error().text().contains(folder.path() + QStringLiteral("/.kube/config")),
                 qPrintable(nothing.value().resolve().error().text()));

        writeFile(folder.filePath(QStringLiteral(".kube/config")),
                  config(QStringLiteral("server: 'https://home'"), {}).toUtf8());
        QCOMPARE(Kubeconfig::loadDefault(surroundings).value().resolve().value().server, std::string("https://home"));

        const QString other = folder.filePath(QStringLiteral("other"));
        writeFile(other, config(QStringLiteral("server: 'https://other'"), {}).toUtf8());
        surroundings.environment.insert(QStringLiteral("KUBECONFIG"), QStringLiteral(":/none:%1").arg(other));
        const auto listed = Kubeconfig::loadDefault(surroundings);
        QCOMPARE(listed.value().resolve().value().server, std::string("https://other"));
        QCOMPARE(listed.value().missingFiles(), QStringList{QStringLiteral("/none")});
    }

    void findsTheServiceAccount()
    {
        QTemporaryDir folder;
        const QString account = folder.filePath(QStringLiteral("account"));
        Surroundings surroundings{.home = folder.path(), .serviceAccountFolder = account};
        surroundings.environment.insert(QStringLiteral("KUBERNETES_SERVICE_HOST"), QStringLiteral("fd00::1"));
        surroundings.environment.insert(QStringLiteral("KUBERNETES_SERVICE_PORT"), QStringLiteral("443"));
        QVERIFY(!Kubeconfig::loadDefault(surroundings).value().resolve().ok()); // no token, no account

        writeFile(account + QStringLiteral("/token"), "secret");
        writeFile(account + QStringLiteral("/ca.crt"), QByteArray::fromStdString(m_authority.pem()));
        writeFile(account + QStringLiteral("/namespace"), "team\n");
        const auto connection = Kubeconfig::loadDefault(surroundings).value().resolve();
        QVERIFY2(connection.ok(), connection.ok() ? "" : qPrintable(connection.error().text()));
        QCOMPARE(connection.value().context, QStringLiteral("in-cluster"));
        QCOMPARE(connection.value().server, std::string("https://[fd00::1]:443"));
        QCOMPARE(connection.value().tokenFile, account.toStdString() + "/token");
        QCOMPARE(connection.value().certificateAuthority, account.toStdString() + "/ca.crt");
        QCOMPARE(connection.value().defaultNamespace, std::string("team"));
        surroundings.environment.insert(QStringLiteral("POD_NAMESPACE"), QStringLiteral("mine"));
        QCOMPARE(Kubeconfig::loadDefault(surroundings).value().resolve().value().defaultNamespace, std::string("mine"));

        writeFile(folder.filePath(QStringLiteral(".kube/config")),
                  config(QStringLiteral("server: 'https://home'"), {}).toUtf8());
        QCOMPARE(Kubeconfig::loadDefault(surroundings).value().resolve().value().server, std::string("https://home"));
    }
};

QTEST_GUILESS_MAIN(TestKubeconfig)
#include "tst_kubeconfig.moc"
