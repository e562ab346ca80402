// What a connection says of itself, and what it knows of the cluster.

#include "models/session/cluster_session.h"
#include "tests/models/session/fake_cluster.h"

#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::session;

namespace {

kube::Connection connectionTo(const std::string &server)
{
    kube::Connection connection;
    connection.context = QStringLiteral("c");
    connection.server = server;
    connection.defaultNamespace = "team-a";
    connection.token = "planted-secret";
    return connection;
}

} // namespace

class TestClusterSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_cluster = std::make_unique<test::FakeCluster>();
        m_session = std::make_unique<ClusterSession>(QStringLiteral("c"), core::systemClock());
    }
    void cleanup()
    {
        m_session.reset();
        m_cluster.reset();
    }

    void states_data()
    {
        QTest::addColumn<int>("status"); // of the answer; 0: nobody listens
        QTest::addColumn<ConnectionState>("state");
        QTest::addColumn<QString>("says");
        QTest::newRow("well") << 200 << ConnectionState::Connected << QStringLiteral("Connected, v1.35.2, ");
        QTest::newRow("not signed in") << 401 << ConnectionState::Unauthorised << QStringLiteral("Not signed in: ");
        QTest::newRow("no right to ask") << 403 << ConnectionState::Connected << QStringLiteral("Connected");
        QTest::newRow("nobody") << 0 << ConnectionState::Unreachable << QStringLiteral("127.0.0.1:1");
    }
    void states()
    {
        QFETCH(int, status);
        QFETCH(ConnectionState, state);
        QFETCH(QString, says);
        QCOMPARE(m_session->state(), ConnectionState::Connecting);
        m_cluster->refuseVersion(status);
        m_session->connectTo(connectionTo(status == 0 ? "https://127.0.0.1:1" : m_cluster->url()));
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), state, 30000);
        QVERIFY2(m_session->stateText().contains(says), qPrintable(m_session->stateText()));
        QVERIFY(!m_session->stateText().contains(QStringLiteral("planted-secret")));
        QCOMPARE(m_session->reason().isEmpty(), state == ConnectionState::Connected);
    }

    void namespaces()
    {
        m_session->connectTo(connectionTo(m_cluster->url()));
        QTRY_COMPARE_WITH_TIMEOUT(m_session->namespaces(),
                                  (QStringList{QStringLiteral("default"), QStringLiteral("zoo")}), 30000);
        QVERIFY(!m_session->areNamespacesForbidden());
        QCOMPARE(m_session->defaultNamespace(), std::string("team-a"));
    }

    void forbiddenNamespacesLeaveTheContexts()
    {
        m_cluster->forbidNamespaces();
        m_session->connectTo(connectionTo(m_cluster->url()));
        QTRY_VERIFY_WITH_TIMEOUT(m_session->areNamespacesForbidden(), 30000);
        QCOMPARE(m_session->namespaces(), QStringList{QStringLiteral("team-a")});
    }

    void whoWaitsIsTold()
    {
        int told = 0;
        QObject stays;
        auto goes = std::make_unique<QObject>();
        const auto count = [&told](const core::Result<kube::ApiClient *> &client) { told += client ? 1 : 100; };
        m_session->whenReady(&stays, count);
        m_session->whenReady(goes.get(), count);
        goes.reset();
        QCOMPARE(told, 0);
        m_session->connectTo(connectionTo(m_cluster->url()));
        QCOMPARE(told, 1);
        m_session->whenReady(&stays, count);
        QCOMPARE(told, 2);
        m_session->connectTo(connectionTo("http://127.0.0.1:1"));
        QCOMPARE(told, 2); // once each
    }

    // Runs that are followed have the client: a new token must reach them, another cluster must not.
    void aNewTokenIsForWhoHasTheClient()
    {
        kube::Connection connection = connectionTo(m_cluster->url());
        m_session->watchPods({});
        m_session->connectTo(connection);
        kube::ApiClient *client = m_session->client();
        connection.token = "renewed-secret";
        m_session->connectTo(connection);
        QCOMPARE(m_session->client(), client);
        QCOMPARE(client->connection().token, std::string("renewed-secret"));
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), ConnectionState::Connected, 30000);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->arePodsKnown(), 30000);
        m_session->connectTo(connectionTo("http://127.0.0.1:1"));
        QVERIFY(m_session->client() != client);
        QCOMPARE(client->connection().server, m_cluster->url());
    }

    void whoWaitsIsToldTheReason()
    {
        QString reason;
        const auto keep = [&reason](const core::Result<kube::ApiClient *> &client) {
            reason = client ? QString() : client.error().text();
        };
        m_session->whenReady(this, keep);
        m_session->connectTo(core::Error{.message = QStringLiteral("no such user")});
        QVERIFY(reason.contains(QStringLiteral("no such user")));
        QCOMPARE(m_session->state(), ConnectionState::Unreachable);
        reason.clear();
        m_session->whenReady(this, keep);
        QVERIFY(reason.contains(QStringLiteral("no such user")));
    }

    void podsAreWatched()
    {
        m_cluster->put(test::FakeCluster::ended({{"metadata", {{"name", "p"}, {"namespace", "default"}}}}));
        m_session->watchPods({});
        QVERIFY(!m_session->arePodsKnown());
        m_session->connectTo(connectionTo(m_cluster->url()));
        QTRY_VERIFY_WITH_TIMEOUT(m_session->arePodsKnown(), 30000);
        QCOMPARE(m_session->podCount(), size_t(1));
        QVERIFY(m_session->podsTrouble().isEmpty());
    }

    void forbiddenPodsAreSaid()
    {
        m_cluster->forbidPods();
        m_session->watchPods({.namespaces = {QStringLiteral("default")}});
        m_session->connectTo(connectionTo(m_cluster->url()));
        QTRY_VERIFY2_WITH_TIMEOUT(m_session->podsTrouble().contains(QStringLiteral("forbidden")),
                                  qPrintable(m_session->podsTrouble()), 30000);
        QVERIFY(!m_session->arePodsKnown());
    }

private:
    std::unique_ptr<test::FakeCluster> m_cluster;
    std::unique_ptr<ClusterSession> m_session;
};

QTEST_GUILESS_MAIN(TestClusterSession)
#include "tst_cluster_session.moc"
