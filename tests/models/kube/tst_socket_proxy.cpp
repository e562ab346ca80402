// What goes over WebSocket takes the same way to the server as the rest: through proxies of both kinds, named by the
// kubeconfig or by variables.

#include "models/kube/api_client.h"
#include "tests/models/kube/exec_server.h"
#include "tests/support/relay_proxy.h"

#include <QTest>

using namespace podwright;
using namespace podwright::kube;
using support::RelayProxy;
using test::FakeExecServer;

class TestSocketProxy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup()
    {
        for (const char *name : {"HTTPS_PROXY", "https_proxy", "NO_PROXY"})
            qunsetenv(name);
    }

    void arrivesThroughAProxyThatForwards_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QByteArray>("variable"); // empty: the kubeconfig says it
        const int socks = int(RelayProxy::Kind::Socks5), http = int(RelayProxy::Kind::HttpConnect);
        QTest::newRow("SOCKS5") << socks << QStringLiteral("socks5") << QByteArray();
        QTest::newRow("HTTP") << http << QStringLiteral("http") << QByteArray();
        QTest::newRow("SOCKS5 by variable") << socks << QStringLiteral("socks5") << QByteArray("HTTPS_PROXY");
        QTest::newRow("HTTP by variable") << http << QStringLiteral("http") << QByteArray("HTTPS_PROXY");
        QTest::newRow("HTTP by variable in lower case") << http << QStringLiteral("http") << QByteArray("https_proxy");
    }
    void arrivesThroughAProxyThatForwards()
    {
        QFETCH(int, kind);
        QFETCH(QString, scheme);
        QFETCH(QByteArray, variable);
        const RelayProxy proxy(static_cast<RelayProxy::Kind>(kind));
        const std::string url = scheme.toStdString() + "://127.0.0.1:" + std::to_string(proxy.port());
        const support::CertificateAuthority authority;
        FakeExecServer server(test::bothProtocols, authority.issue({.dns = {"cluster.invalid"}, .addresses = {}}));
        server.answers = {"\1through", test::success};
        // A name nobody has: only through the proxy is there anybody.
        Connection connection = server.connection();
        const std::string port = connection.server.substr(connection.server.rfind(':'));
        connection.server = "https://cluster.invalid" + port;
        connection.certificateAuthorityData = authority.pem();
        if (variable.isEmpty())
            connection.proxyUrl = url;
        else
            qputenv(variable.constData(), QByteArray::fromStdString(url));
        ApiClient client(connection);
        std::optional<core::Result<ExecOutput>> outcome;
        client.exec("ns", "p", "c", {"true"}, {}, nullptr,
                    [&](const core::Result<ExecOutput> &result) { outcome = result; });
        QTRY_VERIFY_WITH_TIMEOUT(outcome, 30000);
        QVERIFY2(outcome->ok(), outcome->ok() ? "" : qPrintable(outcome->error().text()));
        QCOMPARE(outcome->value().standardOutput, "through");
        QVERIFY(!proxy.targets().empty());
        QCOMPARE(proxy.targets().back(), "cluster.invalid" + port);
    }

    void exceptionsGoStraight()
    {
        const RelayProxy proxy(RelayProxy::Kind::HttpConnect);
        qputenv("HTTPS_PROXY", "http://127.0.0.1:" + QByteArray::number(proxy.port()));
        qputenv("NO_PROXY", "cluster.invalid");
        Connection connection;
        connection.server = "https://cluster.invalid:1";
        ApiClient client(connection);
        std::optional<core::Result<ExecOutput>> outcome;
        client.exec("ns", "p", "c", {"true"}, {}, nullptr,
                    [&](const core::Result<ExecOutput> &result) { outcome = result; });
        QTRY_VERIFY_WITH_TIMEOUT(outcome, 30000);
        QVERIFY(!outcome->ok());
        QVERIFY(proxy.targets().empty());
    }
};

QTEST_GUILESS_MAIN(TestSocketProxy)
#include "tst_socket_proxy.moc"
