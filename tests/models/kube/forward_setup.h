#pragma once

#include "models/kube/port_forward.h"
#include "tests/models/kube/raw_upgrade.h"
#include "tests/support/fake_api_server.h"

#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

namespace podwright::kube::test {

inline constexpr int patience = 30000;

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
        QObject::connect(&forward, &PortForward::failed, &forward,
                         [this](const core::Error &error) { errors << error; });
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
    QList<core::Error> errors;
    int successes = 0;
};

// A server that opens the WebSocket and never reads from it.
inline void openAndStall(const support::FakeRequest &request, support::FakeAnswer &answer)
{
    answer.raw(upgradeAnswer(request.header("sec-websocket-key"), "v4.channel.k8s.io"));
    answer.stall();
}

} // namespace podwright::kube::test
