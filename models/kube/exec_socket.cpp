#include "models/kube/exec_socket.h"

#include <QNetworkRequest>
#include <QRegularExpression>
#include <QWebSocketHandshakeOptions>

#include <chrono>

namespace podwright::kube {

using namespace std::chrono_literals;
using core::Error;

namespace {

constexpr auto pingInterval = 5s;
constexpr int mostUnanswered = 12; // pings: a minute
constexpr auto closeGrace = 2s;    // from the Status to the server's close

// 0 if the server did not even answer as HTTP does.
int refusalCode(const QString &errorString)
{
    static const QRegularExpression code(QStringLiteral("status code: (\\d{3})"));
    if (errorString.contains(QStringLiteral("Unknown error condition"))) // the socket's words for just this code
        return 400;
    return code.match(errorString).captured(1).toInt();
}

} // namespace

ExecSocket::ExecSocket(const QUrl &url, const SocketRoute &route, const Credential &credential, std::string input,
                       QObject *parent)
    : QObject(parent)
    , m_tlsServerName(route.tlsServerName)
    , m_input(std::move(input))
{
    connect(&m_socket, &QWebSocket::connected, this, &ExecSocket::onConnected);
    connect(&m_socket, &QWebSocket::sslErrors, this, &ExecSocket::onSslErrors);
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, &ExecSocket::onMessage);
    connect(&m_socket, &QWebSocket::pong, this, [this] { m_unanswered = 0; });
    connect(&m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, &ExecSocket::onError);
    connect(&m_socket, &QWebSocket::disconnected, this, [this] { finish(m_reply.result()); });
    connect(&m_ping, &QTimer::timeout, this, &ExecSocket::keepAlive);
    connect(&m_closing, &QTimer::timeout, this, [this] { finish(m_reply.result()); });
    m_closing.setSingleShot(true);
    open(url, route, credential);
}

ExecSocket::~ExecSocket()
{
    m_isFinished = true;
    m_socket.disconnect(this);
    m_socket.abort();
}

void ExecSocket::open(const QUrl &url, const SocketRoute &route, const Credential &credential)
{
    QNetworkRequest request(url);
    if (!credential.authorization.empty())
        request.setRawHeader("Authorization", QByteArray::fromStdString(credential.authorization));
    for (const auto &[name, value] : credential.identity)
        request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols(execProtocols());
    m_socket.setSslConfiguration(tlsOf(route, credential));
    m_socket.setProxy(route.proxy);
    m_socket.setMaxAllowedIncomingMessageSize(maximumOutput + 1);
    m_socket.open(request, options);
    m_ping.start(pingInterval);
}

void ExecSocket::onConnected()
{
    if (!execProtocols().contains(m_socket.subprotocol())) {
        finish(Error{.kind = Error::Kind::Unsupported,
                     .message = QStringLiteral("the server does not run commands over WebSocket as this program does"),
                     .hint = QStringLiteral("it takes none of %1").arg(execProtocols().join(QStringLiteral(", ")))});
        return;
    }
    m_unanswered = 0;
    if (m_input.empty())
        return;
    for (const QByteArray &message : standardInputMessages(m_input, m_socket.subprotocol()))
        m_socket.sendBinaryMessage(message);
}

void ExecSocket::onSslErrors(const QList<QSslError> &errors)
{
    m_tlsProblem = errors.isEmpty() ? QString() : errors.constLast().errorString();
    if (isOnlyNameMismatch(errors, m_tlsServerName))
        m_socket.ignoreSslErrors(errors);
}

void ExecSocket::onError()
{
    if (m_isFinished)
        return;
    if (m_reply.isComplete() && m_socket.error() == QAbstractSocket::RemoteHostClosedError) {
        finish(m_reply.result());
        return;
    }
    if (const int code = refusalCode(m_socket.errorString())) {
        m_isFinished = true;
        Q_EMIT refused(code);
        return;
    }
    const QString reason = m_tlsProblem.isEmpty() ? m_socket.errorString() : m_tlsProblem;
    finish(Error{.kind = Error::Kind::Network,
                 .message = QStringLiteral("the connection for the command failed: %1").arg(reason),
                 .transient = m_tlsProblem.isEmpty()});
}

void ExecSocket::onMessage(const QByteArray &message)
{
    if (!m_reply.take(message))
        finish(m_reply.result());
    else if (m_reply.isComplete() && !m_closing.isActive())
        m_closing.start(closeGrace);
}

void ExecSocket::keepAlive()
{
    if (++m_unanswered <= mostUnanswered) {
        m_socket.ping();
        return;
    }
    finish(Error{.kind = Error::Kind::Network,
                 .message = QStringLiteral("the server has not answered for a minute"),
                 .transient = true});
}

void ExecSocket::finish(const core::Result<ExecOutput> &result)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_ping.stop();
    m_closing.stop();
    m_socket.close();
    Q_EMIT finished(result);
}

} // namespace podwright::kube
