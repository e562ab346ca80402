#pragma once

#include "models/kube/kubeconfig.h"
#include "tests/support/test_certificates.h"

#include <QPointer>
#include <QSslCertificate>
#include <QSslKey>
#include <QWebSocket>
#include <QWebSocketServer>

#include <vector>

namespace podwright::kube::test {

inline const QStringList bothProtocols{QStringLiteral("v5.channel.k8s.io"), QStringLiteral("v4.channel.k8s.io")};
inline const QByteArray success = QByteArray("\3{\"metadata\":{},\"status\":\"Success\"}");

inline QByteArray exitStatus(int code)
{
    return "\3{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":[{\"reason\":\"ExitCode\","
           "\"message\":\"" +
           QByteArray::number(code) + "\"}]}}";
}

// A server that speaks the channel protocols over WebSocket.
class FakeExecServer
{
public:
    explicit FakeExecServer(const QStringList &protocols, const support::IssuedCertificate &certificate = {})
        : m_server(QStringLiteral("exec"),
                   certificate.key.empty() ? QWebSocketServer::NonSecureMode : QWebSocketServer::SecureMode)
    {
        if (!certificate.key.empty()) {
            QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
            tls.setLocalCertificate(QSslCertificate(QByteArray::fromStdString(certificate.certificate)));
            tls.setPrivateKey(QSslKey(QByteArray::fromStdString(certificate.key), QSsl::Ec));
            m_server.setSslConfiguration(tls);
        }
        m_server.setSupportedSubprotocols(protocols);
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server, [this] { accept(); });
    }

    Connection connection() const
    {
        Connection target;
        const bool isTls = m_server.secureMode() == QWebSocketServer::SecureMode;
        target.server = (isTls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_server.serverPort());
        return target;
    }

    std::vector<QByteArray> answers;    // sent at once
    std::vector<QByteArray> received;   // all messages
    std::vector<QByteArray> afterInput; // sent when the input's end was told
    void say(const QByteArray &message) { m_socket->sendBinaryMessage(message); }
    void hangUp() { m_socket->abort(); }

    bool closesAfterAnswers = true;
    QByteArray input;
    QUrl url;
    QByteArray authorization;
    int disconnects = 0;

private:
    void accept()
    {
        QWebSocket *socket = m_server.nextPendingConnection();
        socket->setParent(&m_server);
        url = socket->requestUrl();
        authorization = socket->request().rawHeader("Authorization");
        QObject::connect(socket, &QWebSocket::disconnected, &m_server, [this] { ++disconnects; });
        QObject::connect(socket, &QWebSocket::binaryMessageReceived, &m_server,
                         [this, socket](const QByteArray &message) {
                             received.push_back(message);
                             if (message == QByteArray("\xff\0", 2))
                                 send(socket, afterInput);
                             else if (message.startsWith('\0'))
                                 input += message.mid(1);
                         });
        m_socket = socket;
        send(socket, answers);
    }
    void send(QWebSocket *socket, const std::vector<QByteArray> &messages)
    {
        for (const QByteArray &message : messages)
            socket->sendBinaryMessage(message);
        if (!messages.empty() && closesAfterAnswers)
            socket->close();
    }

    QPointer<QWebSocket> m_socket; // the last one
    QWebSocketServer m_server;
};

} // namespace podwright::kube::test
