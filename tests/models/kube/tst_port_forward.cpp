#include "models/kube/port_forward.h"
#include "tests/support/fake_api_server.h"

#include <QCryptographicHash>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryFile>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace podwright;
using namespace podwright::kube;
using core::Error;

namespace {

constexpr int patience = 30000;
constexpr qint64 megabyte = 1024 * 1024;

QByteArray pattern(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qint64 i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 31 + i / 257);
    return bytes;
}

// An API server with one pod, whose port does what the test says.
class FakePod
{
public:
    explicit FakePod(const QStringList &protocols = {QStringLiteral("v4.channel.k8s.io")})
        : m_server(QStringLiteral("pod"), QWebSocketServer::NonSecureMode)
    {
        m_server.setSupportedSubprotocols(protocols);
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server, [this] { accept(); });
    }

    Connection connection() const
    {
        Connection target;
        target.server = "http://127.0.0.1:" + std::to_string(m_server.serverPort());
        return target;
    }

    std::function<void(QWebSocket &)> opened = [](QWebSocket &) {};
    std::function<void(QWebSocket &, const QByteArray &)> received = [](QWebSocket &socket, const QByteArray &bytes) {
        socket.sendBinaryMessage('\0' + bytes);
    };
    QUrl url;
    int connections = 0, disconnections = 0;

private:
    void accept()
    {
        while (QWebSocket *socket = m_server.nextPendingConnection()) {
            ++connections;
            url = socket->requestUrl();
            QObject::connect(socket, &QWebSocket::disconnected, socket, [this, socket] {
                ++disconnections;
                socket->deleteLater();
            });
            QObject::connect(socket, &QWebSocket::binaryMessageReceived, socket,
                             [this, socket](const QByteArray &message) {
                                 if (message.startsWith('\0'))
                                     received(*socket, message.mid(1));
                             });
            for (const char channel : {'\0', '\1'})
                socket->sendBinaryMessage(QByteArray(1, channel) + QByteArray("\x90\x1f", 2)); // 8080
            opened(*socket);
        }
    }

    QWebSocketServer m_server;
};

// A forward to it, with what it told.
struct Forward
{
    explicit Forward(const Connection &connection)
        : client(connection)
        , forward({.ns = "ns", .pod = "p", .port = 8080}, [this] { return isThere ? &client : nullptr; })
    {
        QObject::connect(&forward, &PortForward::failed, &forward, [this](const Error &error) { errors << error; });
        QObject::connect(&forward, &PortForward::succeeded, &forward, [this] { ++successes; });
        const auto listening = forward.listen(0);
        if (!listening)
            qFatal("%s", qPrintable(listening.error().text()));
    }

    std::unique_ptr<QTcpSocket> connectTo() const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QHostAddress::LocalHost, static_cast<quint16>(forward.localPort()));
        return socket;
    }

    bool isThere = true;
    ApiClient client;
    PortForward forward;
    QList<Error> errors;
    int successes = 0;
};

// A server that opens the WebSocket and never reads from it.
void openAndStall(const support::FakeRequest &request, support::FakeAnswer &answer)
{
    const QByteArray key = QByteArray::fromStdString(request.header("sec-websocket-key"));
    const QByteArray accept =
        QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64();
    answer.raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Protocol: v4.channel.k8s.io\r\nSec-WebSocket-Accept: " +
               accept.toStdString() + "\r\n\r\n");
    answer.stall();
}

} // namespace

class TestPortForward : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bytesGoBothWays()
    {
        FakePod pod;
        Forward forward(pod.connection());
        auto socket = forward.connectTo();
        const QByteArray sent = pattern(5 * megabyte);
        socket->write(sent);
        QByteArray got;
        connect(socket.get(), &QTcpSocket::readyRead, this, [&] { got += socket->readAll(); });
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), sent.size(), patience);
        QVERIFY(got == sent);
        QCOMPARE(pod.url.path(), "/api/v1/namespaces/ns/pods/p/portforward");
        QCOMPARE(pod.url.query(), "ports=8080");
        QCOMPARE(forward.forward.bytesToPod(), sent.size());
        QCOMPARE(forward.forward.bytesFromPod(), sent.size());
        QCOMPARE(forward.forward.openConnections(), 1);
        socket->disconnectFromHost();
        QTRY_COMPARE_WITH_TIMEOUT(forward.forward.openConnections(), 0, patience);
        QTRY_COMPARE_WITH_TIMEOUT(pod.disconnections, 1, patience);
        QCOMPARE(forward.successes, 1);
        QVERIFY(forward.errors.isEmpty());
    }

    void whatWasSaidBeforeLeavingArrives()
    {
        FakePod pod;
        QByteArray arrived;
        pod.received = [&](QWebSocket &, const QByteArray &bytes) { arrived += bytes; };
        Forward forward(pod.connection());
        auto socket = forward.connectTo();
        const QByteArray sent = pattern(3 * megabyte);
        socket->write(sent);
        socket->disconnectFromHost(); // after what is written
        QTRY_COMPARE_WITH_TIMEOUT(arrived.size(), sent.size(), patience);
        QVERIFY(arrived == sent);
        QTRY_COMPARE_WITH_TIMEOUT(forward.forward.openConnections(), 0, patience);
    }

    void whatThePodSaidBeforeItsEndArrives()
    {
        FakePod pod;
        const QByteArray said = pattern(3 * megabyte);
        pod.opened = [&](QWebSocket &socket) {
            for (qsizetype i = 0; i < said.size(); i += 32768)
                socket.sendBinaryMessage('\0' + said.mid(i, 32768));
            socket.close();
        };
        Forward forward(pod.connection());
        auto socket = forward.connectTo();
        QSignalSpy disconnected(socket.get(), &QTcpSocket::disconnected);
        QByteArray got;
        connect(socket.get(), &QTcpSocket::readyRead, this, [&] { got += socket->readAll(); });
        QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, patience);
        QVERIFY(got == said);
        QCOMPARE(socket->error(), QAbstractSocket::RemoteHostClosedError);
        QTRY_COMPARE_WITH_TIMEOUT(forward.successes, 1, patience);
    }

    void theAnswerComesAfterTheProgramEndedItsDirection()
    {
        FakePod pod;
        QWebSocket *asked = nullptr;
        pod.received = [&](QWebSocket &socket, const QByteArray &bytes) {
            if (bytes == "ask")
                asked = &socket;
        };
        Forward forward(pod.connection());
        const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<uint16_t>(forward.forward.localPort()));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        QCOMPARE(::connect(file, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        QCOMPARE(::send(file, "ask", 3, 0), 3);
        ::shutdown(file, SHUT_WR);
        QTRY_VERIFY_WITH_TIMEOUT(asked, patience);
        auto other = forward.connectTo(); // a whole round elsewhere: the end of the direction has been seen
        other->write("x");
        QTRY_VERIFY_WITH_TIMEOUT(forward.forward.bytesToPod() == 4, patience);
        asked->sendBinaryMessage(QByteArray("\0answer", 7));
        asked->close();
        QTRY_COMPARE_WITH_TIMEOUT(forward.successes, 1, patience);
        char answer[16] = {};
        QCOMPARE(::recv(file, answer, sizeof answer, MSG_WAITALL), 6);
        QCOMPARE(QByteArray(answer), QByteArray("answer"));
        ::close(file);
    }

    void aRefusedPortIsToldInTheServersWords()
    {
        FakePod pod;
        pod.opened = [](QWebSocket &socket) {
            socket.sendBinaryMessage("\1error forwarding port 8080 to pod p: connection refused\n");
            socket.close();
        };
        Forward forward(pod.connection());
        auto socket = forward.connectTo();
        QSignalSpy disconnected(socket.get(), &QTcpSocket::disconnected);
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QCOMPARE(forward.errors[0].message, QStringLiteral("error forwarding port 8080 to pod p: connection refused"));
        QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, patience);
        QVERIFY(forward.forward.isListening());
    }

    void aCutConnectionIsAnErrorForBothSides()
    {
        FakePod pod;
        QWebSocket *open = nullptr;
        pod.received = [&](QWebSocket &socket, const QByteArray &bytes) {
            open = &socket;
            socket.sendBinaryMessage('\0' + bytes);
        };
        Forward forward(pod.connection());
        auto socket = forward.connectTo();
        socket->write("half");
        QTRY_COMPARE_WITH_TIMEOUT(socket->bytesAvailable(), 4, patience);
        open->abort();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QCOMPARE(forward.errors[0].kind, Error::Kind::Network);
        QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, patience);
        QVERIFY2(socket->errorString().contains(QStringLiteral("reset")) ||
                     socket->error() == QAbstractSocket::RemoteHostClosedError,
                 qPrintable(socket->errorString()));
        auto again = forward.connectTo(); // the forward itself goes on
        again->write("more");
        QTRY_COMPARE_WITH_TIMEOUT(again->bytesAvailable(), 4, patience);
    }

    void aProgramThatDoesNotReadHoldsThePodBack()
    {
        FakePod pod;
        const QByteArray said = pattern(64 * megabyte);
        bool isFirst = true;
        pod.opened = [&](QWebSocket &socket) {
            if (!std::exchange(isFirst, false))
                return;
            for (qsizetype i = 0; i < said.size(); i += 32768)
                socket.sendBinaryMessage('\0' + said.mid(i, 32768));
            socket.close();
        };
        Forward forward(pod.connection());
        auto slow = forward.connectTo();
        slow->setReadBufferSize(65536);
        QTRY_VERIFY_WITH_TIMEOUT(forward.forward.bytesFromPod() > 0, patience);
        auto quick = forward.connectTo(); // is not held back, and much would have come by the time it is through
        const QByteArray sent = pattern(8 * megabyte);
        quick->write(sent);
        QByteArray got;
        connect(quick.get(), &QTcpSocket::readyRead, this, [&] { got += quick->readAll(); });
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), sent.size(), patience);
        const qint64 ofSlow = forward.forward.bytesFromPod() - sent.size();
        QVERIFY2(ofSlow < 16 * megabyte, qPrintable(QString::number(ofSlow)));
        QByteArray late;
        connect(slow.get(), &QTcpSocket::readyRead, this, [&] { late += slow->readAll(); });
        late += slow->readAll();
        QTRY_COMPARE_WITH_TIMEOUT(late.size(), said.size(), patience);
        QVERIFY(late == said);
    }

    void aPodThatDoesNotReadHoldsTheProgramBack()
    {
        support::FakeApiServer server({.isTls = false}, openAndStall);
        Connection connection;
        connection.server = server.url();
        Forward forward(connection);
        auto socket = forward.connectTo();
        qint64 written = 0;
        connect(socket.get(), &QTcpSocket::bytesWritten, this, [&](qint64 bytes) { written += bytes; });
        socket->write(pattern(64 * megabyte));
        QTRY_VERIFY_WITH_TIMEOUT(forward.forward.bytesToPod() > megabyte / 2, patience);
        FakePod other; // so much time passes that all would have been taken
        Forward otherForward(other.connection());
        auto quick = otherForward.connectTo();
        const QByteArray sent = pattern(32 * megabyte);
        quick->write(sent);
        qint64 got = 0;
        connect(quick.get(), &QTcpSocket::readyRead, this, [&] { got += quick->readAll().size(); });
        QTRY_COMPARE_WITH_TIMEOUT(got, sent.size(), patience);
        QVERIFY2(forward.forward.bytesToPod() < 32 * megabyte,
                 qPrintable(QString::number(forward.forward.bytesToPod())));
        QVERIFY(socket->bytesToWrite() > 0);
    }

    void manyConnectionsAtOnce()
    {
        constexpr int many = PortForward::mostConnections + 40;
        FakePod pod;
        Forward forward(pod.connection());
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        int whole = 0;
        for (int i = 0; i < many; ++i) {
            sockets.push_back(forward.connectTo());
            QTcpSocket *socket = sockets.back().get();
            const QByteArray sent = "connection " + QByteArray::number(i);
            socket->write(sent);
            connect(socket, &QTcpSocket::readyRead, this, [&whole, socket, sent] {
                if (socket->bytesAvailable() < sent.size())
                    return;
                whole += socket->readAll() == sent ? 1 : 0;
                socket->disconnectFromHost();
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(whole, many, patience);
        QTRY_COMPARE_WITH_TIMEOUT(forward.forward.openConnections(), 0, patience);
        QCOMPARE(forward.forward.connectionsSoFar(), many);
        QVERIFY(forward.errors.isEmpty());
    }

    void refusalsAreTold_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::newRow("gone") << 404 << QByteArray(R"({"kind":"Status","message":"pods p not found","code":404})")
                              << "pods p not found" << int(Error::Kind::NotFound);
        QTest::newRow("forbidden") << 403 << QByteArray(R"({"kind":"Status","message":"not you","code":403})")
                                   << "not you" << int(Error::Kind::Forbidden);
        QTest::newRow("of the node") << 500 << QByteArray("pod not running\n") << "pod not running"
                                     << int(Error::Kind::Server);
        QTest::newRow("wordless") << 403 << QByteArray() << "the server did not open the connection (HTTP 403)"
                                  << int(Error::Kind::Forbidden);
    }
    void refusalsAreTold()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, body);
        support::FakeApiServer server({.isTls = false}, [&](const support::FakeRequest &, support::FakeAnswer &answer) {
            answer.reply(code, body.toStdString());
        });
        Connection connection;
        connection.server = server.url();
        Forward forward(connection);
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QTEST(forward.errors[0].message, "text");
        QTEST(int(forward.errors[0].kind), "kind");
        QCOMPARE(forward.errors[0].hint.contains(QStringLiteral("get on pods/portforward")), code == 403);
        QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, patience);
    }

    void aRefusedTokenIsRenewedOnce()
    {
        QTemporaryFile token;
        QVERIFY(token.open());
        const auto setToken = [path = token.fileName()](const QByteArray &text) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) == text.size();
        };
        QVERIFY(setToken("one"));
        const support::CertificateAuthority authority;
        support::FakeApiServer server(
            {.certificate = authority.issue()}, [&](const support::FakeRequest &request, support::FakeAnswer &answer) {
                if (request.header("authorization") == "Bearer two")
                    return answer.replyJson(403, R"({"kind":"Status","message":"not you","code":403})");
                setToken("two");
                answer.replyJson(401, R"({"kind":"Status","message":"Unauthorized","code":401})");
            });
        Connection connection;
        connection.server = server.url();
        connection.certificateAuthorityData = authority.pem();
        connection.tokenFile = token.fileName().toStdString();
        Forward forward(connection);
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QCOMPARE(forward.errors[0].message, QStringLiteral("not you"));
    }

    void aServerThatSpeaksAnotherProtocolIsTold()
    {
        FakePod pod({QStringLiteral("v9.channel.k8s.io")});
        Forward forward(pod.connection());
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QVERIFY2(forward.errors[0].kind == Error::Kind::Unsupported, qPrintable(forward.errors[0].text()));
    }

    void anUnknownServerIsNotTrusted()
    {
        const support::CertificateAuthority authority, other;
        support::FakeApiServer server({.certificate = authority.issue()}, openAndStall);
        Connection connection;
        connection.server = server.url();
        connection.certificateAuthorityData = other.pem();
        connection.token = "s3cret";
        Forward forward(connection);
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QCOMPARE(forward.errors[0].kind, Error::Kind::Network);
        QVERIFY(server.requests().empty());
    }

    void theNameThatIsToldCounts_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("works");
        QTest::newRow("its own") << "kube.example" << true;
        QTest::newRow("another") << "other.example" << false;
    }
    void theNameThatIsToldCounts()
    {
        QFETCH(QString, name);
        QFETCH(bool, works);
        const support::CertificateAuthority authority;
        support::CertificateWish wish;
        wish.dns = {"kube.example"};
        wish.addresses.clear();
        support::FakeApiServer server(
            {.certificate = authority.issue(wish)},
            [](const support::FakeRequest &, support::FakeAnswer &answer) { answer.reply(500, "seen"); });
        Connection connection;
        connection.server = server.url();
        connection.certificateAuthorityData = authority.pem();
        connection.tlsServerName = name.toStdString();
        Forward forward(connection);
        auto socket = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        QVERIFY2((forward.errors[0].message == QStringLiteral("seen")) == works, qPrintable(forward.errors[0].text()));
    }

    void withoutAClusterConnectionsFailAndTheForwardStays()
    {
        FakePod pod;
        Forward forward(pod.connection());
        forward.isThere = false;
        auto first = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(forward.errors.size(), 1, patience);
        forward.isThere = true;
        auto second = forward.connectTo();
        second->write("x");
        QTRY_COMPARE_WITH_TIMEOUT(second->bytesAvailable(), 1, patience);
    }

    void aTakenPortIsToldWithAFreeOne()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        ApiClient client{Connection()};
        PortForward forward({.ns = "ns", .pod = "p", .port = 1}, [&client] { return &client; });
        const auto listening = forward.listen(other.serverPort());
        QVERIFY(!listening);
        QCOMPARE(listening.error().kind, Error::Kind::Conflict);
        QVERIFY(listening.error().message.contains(QString::number(other.serverPort())));
        const int offered = listening.error().hint.section(QLatin1Char(' '), 0, 0).toInt();
        QVERIFY(offered > 0 && offered != other.serverPort());
        QVERIFY(!forward.isListening());
        QVERIFY(!forward.listen(65536));
        QVERIFY(!forward.listen(-1));
    }

    void stoppingEndsEverything()
    {
        FakePod pod;
        Forward forward(pod.connection());
        auto socket = forward.connectTo();
        socket->write("x");
        QTRY_COMPARE_WITH_TIMEOUT(socket->bytesAvailable(), 1, patience);
        forward.forward.stop();
        QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, patience);
        QTRY_COMPARE_WITH_TIMEOUT(pod.disconnections, 1, patience);
        QVERIFY(forward.errors.isEmpty());
        auto late = forward.connectTo();
        QTRY_COMPARE_WITH_TIMEOUT(late->error(), QAbstractSocket::ConnectionRefusedError, patience);
    }
};

QTEST_GUILESS_MAIN(TestPortForward)
#include "tst_port_forward.moc"
