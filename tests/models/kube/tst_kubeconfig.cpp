#include "models/kube/kubeconfig.h"
#include "tests/support/test_certificates.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright::kube;
using podwright::core::Error;
using podwright::support::CertificateAuthority;
using podwright::support::IssuedCertificate;

namespace {

QString base64(const std::string &text)
{
    return QString::fromLatin1(QByteArray::fromStdString(text).toBase64());
}

void writeFile(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

// A whole kubeconfig of one cluster and one user, the cluster on line 4, the user on line 6, the context on line 8.
QString config(const QString &cluster, const QString &user, const QString &tail = QStringLiteral("current-context: x"))
{
    return QStringLiteral("apiVersion: v1\nkind: Config\nclusters:\n- {name: c, cluster: {%1}}\nusers:\n- {name: u, "
                          "user: {%2}}\ncontexts:\n- {name: x, context: {cluster: c, user: u}}\n%3\n")
        .arg(cluster, user, tail);
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

    QString filled(QString text) const
    {
        text.replace(QLatin1String("@CA@"), base64(m_authority.pem()));
        text.replace(QLatin1String("@CERT@"), base64(m_client.certificate));
        text.replace(QLatin1String("@KEY@"), base64(m_client.key));
        text.replace(QLatin1String("@OTHERKEY@"), base64(m_other.key));
        return text.replace(QLatin1String("@SECRET@"), m_secret);
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
    void refusesWhatCannotWork_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("context");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("message"); // parts, separated by |
        const QString good = QStringLiteral("server: 'https://h:6443'");
        const auto row = [](const char *name, const QString &text, int line, const char *message,
                            const char *context = "") {
            QTest::newRow(name) << text << QString::fromLatin1(context) << line << QString::fromLatin1(message);
        };
        const auto cluster = [&](const char *name, const char *fields, int line, const char *message) {
            row(name, config(QString::fromLatin1(fields), {}), line, message);
        };
        const auto user = [&](const char *name, const char *fields, int line, const char *message) {
            row(name, config(good, QString::fromLatin1(fields)), line, message);
        };
        const QString lines = config(good, {});

        row("empty", {}, 0, "no contexts");
        row("bad YAML", QStringLiteral("clusters: [a, b\nusers: c: d"), 2, "/home/u/.kube/config:");
        row("plain text", QStringLiteral("hello"), 1, "not a kubeconfig");
        row("a list", QStringLiteral("- a"), 1, "not a kubeconfig");
        row("another kind", QStringLiteral("apiVersion: v1\nkind: Pod"), 2, "kind is not Config");
        row("another version", QStringLiteral("kind: Config\napiVersion: v2"), 2, "apiVersion|not v1");
        row("two documents", lines + QStringLiteral("---\nkind: Config\n"), 11, "document");
        row("no current context", config(good, {}, {}), 0, "no current-context|\"x\"");
        row("current context is a number", config(good, {}, QStringLiteral("current-context: 5")), 9,
            "current-context must be a string");
        row("current context unknown", config(good, {}, QStringLiteral("current-context: zzz")), 0,
            "no context named \"zzz\"");
        row("context misspelt", lines, 0, "no context named \"X1\"", "X1");
        row("clusters no list", QStringLiteral("kind: Config\nclusters: {a: b}"), 2, "clusters must be a list");
        row("cluster without a name", QStringLiteral("clusters:\n- cluster: {server: 'https://h'}"), 2,
            "cluster here has no name");
        row("name is a number", QStringLiteral("clusters:\n- name: 12\n  cluster: {}"), 2, "has no name|quotes");
        row("cluster no mapping", QStringLiteral("clusters:\n- name: c\n  cluster: https://h"), 3,
            "cluster \"c\" must be a mapping");
        row("duplicate cluster",
            QStringLiteral("clusters:\n- {name: c, cluster: {}}\n- {name: c, cluster: {server: 'https://h'}}"), 3,
            "cluster \"c\" is there twice|line 2");
        row("duplicate user", QStringLiteral("users:\n- {name: u, user: {}}\n- {name: u, user: {}}"), 3,
            "user \"u\" is there twice");
        row("duplicate context", QStringLiteral("contexts:\n- {name: x, context: {}}\n- {name: x, context: {}}"), 3,
            "context \"x\" is there twice");
        row("context without a cluster", QStringLiteral("contexts:\n- {name: x, context: {}}\ncurrent-context: x"), 2,
            "context \"x\" names no cluster");
        row("cluster unknown",
            QStringLiteral("clusters:\n- {name: prod, cluster: {server: 'https://h'}}\ncontexts:\n- {name: x, context: "
                           "{cluster: prd}}\ncurrent-context: x"),
            4, "names the cluster \"prd\"|did you mean \"prod\"");
        row("user unknown",
            QStringLiteral("users:\n- {name: dana, user: {}}\ncontexts:\n- {name: x, context: {cluster: c, user: "
                           "dnaa}}\ncurrent-context: x"),
            4, "names the user \"dnaa\"|did you mean \"dana\"");
        cluster("server missing", "", 4, "cluster \"c\" has no server");
        cluster("server misspelt", "sever: 'https://h'", 4, "cluster \"c\" has no server|\"sever\" on line 4");
        cluster("server is a number", "server: 5", 4, "server of cluster \"c\" must be a string");
        cluster("server is ftp", "server: 'ftp://h'", 4, "server of cluster \"c\"|https://host:6443");
        cluster("server without a host", "server: 'https://'", 4, "server of cluster \"c\"");
        cluster("server with a password", "server: 'https://a:@SECRET@@h'", 4, "holds a user name or password");
        cluster("authority missing", "server: 'https://h', certificate-authority: /no/such.crt", 4,
                "certificate-authority of cluster \"c\"|/no/such.crt|does not exist");
        cluster("authority bad base64", "server: 'https://h', certificate-authority-data: '%%%'", 4,
                "certificate-authority-data of cluster \"c\" is not valid base64");
        cluster("authority half base64", "server: 'https://h', certificate-authority-data: QUJ", 4, "not valid base64");
        cluster("authority no PEM", "server: 'https://h', certificate-authority-data: aGVsbG8=", 4,
                "certificate authority of cluster \"c\"|no PEM certificate");
        cluster("authority twice",
                "server: 'https://h', certificate-authority: /ca.crt, certificate-authority-data: @CA@", 4,
                "cluster \"c\" has both certificate-authority and certificate-authority-data");
        cluster("insecure with authority",
                "server: 'https://h', insecure-skip-tls-verify: true, certificate-authority-data: @CA@", 4,
                "certificate authority and insecure-skip-tls-verify");
        cluster("insecure no flag", "server: 'https://h', insecure-skip-tls-verify: maybe", 4, "must be true or false");
        cluster("proxy ftp", "server: 'https://h', proxy-url: 'ftp://x'", 4,
                "proxy-url of cluster \"c\" has the scheme \"ftp\"|socks5");
        cluster("proxy no URL", "server: 'https://h', proxy-url: 'nonsense'", 4, "proxy-url of cluster \"c\"");
        user("token and basic", "token: @SECRET@, username: a, password: @SECRET@", 6, "user \"u\" has two ways");
        user("tokenFile and basic", "tokenFile: /t, username: a", 6, "user \"u\" has two ways");
        user("tokenFile missing", "tokenFile: /no/such/token", 6, "tokenFile of user \"u\"|/no/such/token");
        user("token is a number", "token: 12345", 6, "token of user \"u\" must be a string");
        user("certificate without key", "client-certificate-data: @CERT@", 6, "user \"u\"|no key|client-key");
        user("certificate missing", "client-certificate: /no/c.crt, client-key: /no/c.key", 6,
             "client-certificate of user \"u\"|/no/c.crt");
        user("certificate twice", "client-certificate: /c.crt, client-certificate-data: @CERT@, client-key-data: @KEY@",
             6, "both client-certificate and client-certificate-data");
        user("certificate bad base64", "client-certificate-data: '*', client-key-data: @KEY@", 6,
             "client-certificate-data of user \"u\" is not valid base64");
        user("key of another certificate", "client-certificate-data: @CERT@, client-key-data: @OTHERKEY@", 6,
             "does not belong to its client certificate");
        user("key no PEM", "client-certificate-data: @CERT@, client-key-data: aGVsbG8=", 6, "key of user \"u\"");
        user("exec no mapping", "exec: aws", 6, "exec of user \"u\" must be a mapping");
        user("exec without command", "exec: {apiVersion: client.authentication.k8s.io/v1beta1}", 6, "has no command");
        user("exec without version", "exec: {command: aws}", 6, "exec entry of user \"u\" has no apiVersion");
        user("exec old version", "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1alpha1}", 6,
             "v1alpha1|v1beta1");
        user("exec v1 without mode", "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}", 6,
             "has no interactiveMode");
        user("exec unknown mode",
             "exec: {command: a, apiVersion: client.authentication.k8s.io/v1beta1, interactiveMode: Never2}", 6,
             "interactiveMode");
        user("exec arguments", "exec: {command: a, args: [1], apiVersion: client.authentication.k8s.io/v1beta1}", 6,
             "exec.args of user \"u\" must be a list of strings");
        user("exec environment", "exec: {command: a, env: [{value: b}], apiVersion: v1}", 6, "exec.env of user \"u\"");
        user("exec environment without a name",
             "exec: {command: a, env: [{name: '', value: @SECRET@}], apiVersion: v1}", 6, "has no name");
        user("exec and provider", "exec: {command: a}, auth-provider: {name: oidc}", 6, "both an exec entry and");
        user("removed provider", "auth-provider: {name: gcp}", 6, "auth-provider \"gcp\"|gke-gcloud-auth-plugin");
        user("groups without as", "as-groups: [g]", 6, "user \"u\" has as-groups but no \"as\"");
        user("uid without as", "as-uid: '1'", 6, "as-uid");
        user("extra without as", "as-user-extra: {a: [b]}", 6, "as-user-extra");
        user("groups no list", "as: a, as-groups: g", 6, "as-groups of user \"u\" must be a list of strings");
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
