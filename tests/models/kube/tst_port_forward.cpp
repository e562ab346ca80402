#include "tests/models/kube/forward_setup.h"
#include "tests/support/byte_pattern.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace podwright;
using namespace podwright::kube;
using core::Error;
using test::FakePod;
using test::Forward;
using test::openAndStall;
using test::patience;

namespace {

constexpr qint64 megabyte = 1024 * 1024;

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
        const QByteArray sent = support::bytePattern(5 * megabyte);
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
        const QByteArray sent = support::bytePattern(3 * megabyte);
        socket->write(sent);
        socket->disconnectFromHost(); // after what is written
        QTRY_COMPARE_WITH_TIMEOUT(arrived.size(), sent.size(), patience);
        QVERIFY(arrived == sent);
        QTRY_COMPARE_WITH_TIMEOUT(forward.forward.openConnections(), 0, patience);
    }

    void whatThePodSaidBeforeItsEndArrives()
    {
        FakePod pod;
        const QByteArray said = support::bytePattern(3 * megabyte);
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
        const QByteArray said = support::bytePattern(64 * megabyte);
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
        const QByteArray sent = support::bytePattern(8 * megabyte);
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
        socket->write(support::bytePattern(64 * megabyte));
        QTRY_VERIFY_WITH_TIMEOUT(forward.forward.bytesToPod() > megabyte / 2, patience);
        FakePod other; // so much time passes that all would have been taken
        Forward otherForward(other.connection());
        auto quick = otherForward.connectTo();
        const QByteArray sent = support::bytePattern(32 * megabyte);
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
