// Ports of a pod that really runs: on the sandbox, or on the context that PODWRIGHT_TEST_CONTEXT names of KUBECONFIG.

#include "models/session/port_forwards.h"
#include "tests/support/private_home.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace podwright;
using namespace podwright::session;
using core::Json;

namespace {

constexpr int patience = 120000;
constexpr int closedPort = 9; // nobody listens there

// Says back what it is told, to several at once; a connection that begins with "bye" is ended at once.
const std::string echoProgram = "import socket, sys, threading\n"
                                "def serve(c):\n"
                                "    while True:\n"
                                "        d = c.recv(65536)\n"
                                "        if not d or d == b'bye': break\n"
                                "        c.sendall(d)\n"
                                "    c.close()\n"
                                "s = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
                                "print('listening', flush=True)\n"
                                "while True:\n"
                                "    c, _ = s.accept()\n"
                                "    threading.Thread(target=serve, args=(c,), daemon=True).start()\n";

QByteArray pattern(qint64 size, int seed)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qint64 i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 31 + i / 257 + seed);
    return bytes;
}

int freePort()
{
    QTcpServer server; // pods of the sandbox share the machine's network
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

} // namespace

class TestPortForward : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_context = qEnvironmentVariable("PODWRIGHT_TEST_CONTEXT", sandboxContext);
        const QByteArray kubeconfig = qgetenv("KUBECONFIG");
        m_home = std::make_unique<support::PrivateHome>();
        if (m_context != sandboxContext)
            qputenv("KUBECONFIG", kubeconfig);
        m_sessions = std::make_unique<SessionManager>(core::systemClock());
        m_forwards = std::make_unique<PortForwards>(*m_sessions, core::systemClock());
        new QAbstractItemModelTester(m_forwards.get(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     m_forwards.get());
        m_sessions->load();
        QTRY_VERIFY_WITH_TIMEOUT(m_sessions->isLoaded(), patience);
        m_port = freePort();
        makePod();
    }

    void cleanupTestCase()
    {
        if (m_client) {
            bool isDone = false;
            m_client->deletePod("default", m_pod, {.gracePeriodSeconds = 0}, this,
                                [&](const core::Result<Json> &) { isDone = true; });
            QTRY_VERIFY_WITH_TIMEOUT(isDone, patience);
        }
        m_forwards.reset();
        m_sessions.reset();
        m_home.reset();
    }

    void twentyMegabytesBothWaysOverSeveralConnections()
    {
        const int local = forward(m_port);
        QVERIFY(local > 0);
        constexpr int connections = 4;
        constexpr qint64 size = 20 * 1024 * 1024;
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        std::vector<QByteArray> got(connections);
        for (int i = 0; i < connections; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            QTcpSocket *socket = sockets.back().get();
            connect(socket, &QTcpSocket::readyRead, this, [&got, i, socket] { got[size_t(i)] += socket->readAll(); });
            socket->connectToHost(QHostAddress::LocalHost, static_cast<quint16>(local));
            socket->write(pattern(size / connections, i));
        }
        for (int i = 0; i < connections; ++i) {
            QTRY_COMPARE_WITH_TIMEOUT(got[size_t(i)].size(), size / connections, patience);
            QVERIFY(got[size_t(i)] == pattern(size / connections, i));
        }
        for (const auto &socket : sockets)
            socket->disconnectFromHost();
        QTRY_COMPARE_WITH_TIMEOUT(text(0, PortForwards::Connections), QStringLiteral("0 of 4"), patience);
        QCOMPARE(text(0, PortForwards::Bytes), QStringLiteral("20.0 MiB in, 20.0 MiB out"));
        QCOMPARE(text(0, PortForwards::State), QStringLiteral("Open"));
    }

    void theEndThatThePodMakesIsPassedOn()
    {
        const int local = forward(m_port);
        QTcpSocket socket;
        QSignalSpy disconnected(&socket, &QTcpSocket::disconnected);
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(local));
        socket.write("bye");
        QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, patience);
        QCOMPARE(socket.error(), QAbstractSocket::RemoteHostClosedError);
    }

    void aClosedPortIsToldOf()
    {
        const int local = forward(closedPort);
        const int row = m_forwards->rowCount() - 1;
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(local));
        QTRY_VERIFY2_WITH_TIMEOUT(text(row, PortForwards::State).contains(QStringLiteral("refused")),
                                  qPrintable(text(row, PortForwards::State)), patience);
        QVERIFY(text(row, PortForwards::State).startsWith(QStringLiteral("Open")));
        m_forwards->stop(row);
        QCOMPARE(text(row, PortForwards::State), QStringLiteral("Ended: stopped"));
        m_forwards->remove(row);
        QCOMPARE(m_forwards->rowCount(), row);
    }

    void aTakenPortIsNotForwarded()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        std::optional<core::Result<int>> answer;
        m_forwards->start(wish(m_port, other.serverPort()), this, [&](const auto &port) { answer = port; });
        QVERIFY(answer && !*answer);
        QCOMPARE(answer->error().kind, core::Error::Kind::Conflict);
    }

    void aProtectedContextIsAskedFor()
    {
        m_sessions->marks().setProtected(*m_sessions->find(m_context), true);
        std::optional<core::Result<int>> answer;
        m_forwards->start(wish(m_port), this, [&](const auto &port) { answer = port; });
        QVERIFY(!answer);
        QVERIFY(!m_sessions->guard().answer(QStringLiteral("no")));
        QVERIFY(!answer);
        QVERIFY(m_sessions->guard().answer(m_context));
        m_sessions->marks().setProtected(*m_sessions->find(m_context), false);
        QVERIFY(answer && *answer);
        m_forwards->remove(m_forwards->rowCount() - 1);
    }

    void aForwardEndsWithItsPod()
    {
        const int before = m_forwards->openCount();
        QVERIFY(before > 0);
        QSignalSpy ended(m_forwards.get(), &PortForwards::ended);
        m_client->deletePod("default", m_pod, {.gracePeriodSeconds = 0}, this, [](const core::Result<Json> &) {});
        QTRY_COMPARE_WITH_TIMEOUT(m_forwards->openCount(), 0, patience);
        QCOMPARE(ended.size(), before);
        QVERIFY2(text(0, PortForwards::State).startsWith(QStringLiteral("Ended: the pod")),
                 qPrintable(text(0, PortForwards::State)));
    }

private:
    void makePod()
    {
        m_sessions->session(m_context)->whenReady(
            this, [this](const core::Result<kube::ApiClient *> &client) { m_client = client ? *client : nullptr; });
        QTRY_VERIFY_WITH_TIMEOUT(m_client, patience);
        const Json pod{
            {"apiVersion", "v1"},
            {"kind", "Pod"},
            {"metadata", {{"name", m_pod}}},
            {"spec",
             {{"restartPolicy", "Never"},
              {"containers",
               {{{"name", "echo"},
                 {"image", "ubuntu"},
                 {"imagePullPolicy", "IfNotPresent"},
                 {"readinessProbe", {{"exec", {{"command", {"python3", "-c", readiness()}}}}, {"periodSeconds", 1}}},
                 {"command", {"python3", "-c", echoProgram, std::to_string(m_port)}}}}}}}};
        QString trouble;
        m_client->createPod("default", pod, this,
                            [&](const core::Result<Json> &made) { trouble = made ? QString() : made.error().text(); });
        QTRY_VERIFY2_WITH_TIMEOUT(isReady(), qPrintable(trouble + m_status), patience);
    }

    std::string readiness() const
    {
        return "import socket; socket.create_connection(('127.0.0.1', " + std::to_string(m_port) + ")).close()";
    }

    bool isReady()
    {
        if (!m_asking.isActive())
            m_asking = m_client->getPod("default", m_pod, this, [this](const core::Result<Json> &pod) {
                if (!pod)
                    return;
                m_status = QString::fromStdString(core::at(*pod, {"status"}).dump());
                m_uid = core::textAt(*pod, {"metadata", "uid"});
                for (const Json &condition : core::at(*pod, {"status", "conditions"}))
                    m_isReady = m_isReady || (core::textAt(condition, {"type"}) == "Ready" &&
                                              core::textAt(condition, {"status"}) == "True");
            });
        return m_isReady;
    }

    ForwardWish wish(int remote, int local = 0) const
    {
        return {.context = m_context,
                .ns = "default",
                .pod = m_pod,
                .uid = m_uid,
                .remotePort = remote,
                .localPort = local};
    }

    // The local port, 0 if it is none.
    int forward(int remote)
    {
        int local = 0;
        m_forwards->start(wish(remote), this, [&](const core::Result<int> &port) { local = port ? *port : 0; });
        return local;
    }

    QString text(int row, int column) const { return m_forwards->index(row, column).data().toString(); }

    const std::string m_pod = "echo-" + std::to_string(QCoreApplication::applicationPid());
    QString m_context, m_status;
    std::string m_uid;
    int m_port = 0;
    bool m_isReady = false;
    kube::RequestHandle m_asking;
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<SessionManager> m_sessions;
    std::unique_ptr<PortForwards> m_forwards;
    kube::ApiClient *m_client = nullptr;
};

QTEST_GUILESS_MAIN(TestPortForward)
#include "tst_port_forward.moc"
