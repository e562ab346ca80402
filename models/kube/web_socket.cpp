#include "models/kube/web_socket.h"

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
constexpr qint64 frameHead = 16;   // and what belongs to a frame besides its payload

// 0 if the server did not even answer as HTTP does.
int refusalCode(const QString &errorString)
{
    static const QRegularExpression code(QStringLiteral("status code: (\\d{3})"));
    if (errorString.contains(QStringLiteral("Unknown error condition"))) // the socket's words for just this code
        return 400;
    return code.match(errorString).captured(1).toInt();
}

} // namespace

WebSocket::WebSocket(const QUrl &url, const SocketRoute &route, const Credential &credential,
                     const QStringList &protocols, QString purpose, QObject *parent)
    : QObject(parent)
    , m_tlsServerName(route.tlsServerName)
    , m_protocols(protocols)
    , m_purpose(std::move(purpose))
{
    connect(&m_socket, &QWebSocket::connected, this, &WebSocket::onConnected);
    connect(&m_socket, &QWebSocket::sslErrors, this, &WebSocket::onSslErrors);
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &message) {
        m_unanswered = 0;
        if (!m_isFinished)
            Q_EMIT received(message);
    });
    connect(&m_socket, &QWebSocket::pong, this, [this] { m_unanswered = 0; });
    connect(&m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, &WebSocket::onError);
    connect(&m_socket, &QWebSocket::disconnected, this, [this] {
        if (finish())
            Q_EMIT closed();
    });
    connect(&m_ping, &QTimer::timeout, this, &WebSocket::keepAlive);
    open(url, route, credential);
}

WebSocket::~WebSocket()
{
    m_isFinished = true;
    m_socket.disconnect(this);
    m_socket.abort();
}

void WebSocket::open(const QUrl &url, const SocketRoute &route, const Credential &credential)
{
    QNetworkRequest request(url);
    if (!credential.authorization.empty())
        request.setRawHeader("Authorization", QByteArray::fromStdString(credential.authorization));
    for (const auto &[name, value] : credential.identity)
        request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols(m_protocols);
    m_socket.setSslConfiguration(tlsOf(route, credential));
    m_socket.setProxy(route.proxy);
    m_socket.setMaxAllowedIncomingFrameSize(longestFrame);
    m_socket.setMaxAllowedIncomingMessageSize(longestMessage);
    m_socket.open(request, options);
    m_socket.setReadBufferSize(static_cast<qint64>(longestFrame) + frameHead); // there is a socket to tell it only now
    m_ping.start(pingInterval);
}

void WebSocket::onConnected()
{
    if (!m_protocols.contains(m_socket.subprotocol()))
        return fail(
            {.kind = Error::Kind::Unsupported,
             .message =
                 QStringLiteral("the server does not carry %1 over WebSocket as this program does").arg(m_purpose),
             .hint = QStringLiteral("it takes none of %1").arg(m_protocols.join(QStringLiteral(", ")))});
    m_unanswered = 0;
    Q_EMIT opened();
}

void WebSocket::onSslErrors(const QList<QSslError> &errors)
{
    m_tlsProblem = errors.isEmpty() ? QString() : errors.constLast().errorString();
    if (isOnlyNameMismatch(errors, m_tlsServerName))
        m_socket.ignoreSslErrors(errors);
}

void WebSocket::onError()
{
    if (const int code = refusalCode(m_socket.errorString())) {
        if (finish())
            Q_EMIT refused(code);
        return;
    }
    const QString reason = m_tlsProblem.isEmpty() ? m_socket.errorString() : m_tlsProblem;
    fail({.kind = Error::Kind::Network,
          .message = QStringLiteral("the connection for %1 failed: %2").arg(m_purpose, reason),
          .transient = m_tlsProblem.isEmpty()});
}

void WebSocket::keepAlive()
{
    if (++m_unanswered <= mostUnanswered)
        m_socket.ping();
    else
        fail({.kind = Error::Kind::Network,
              .message = QStringLiteral("the server has not answered for a minute"),
              .transient = true});
}

void WebSocket::close()
{
    finish();
}

bool WebSocket::finish()
{
    if (std::exchange(m_isFinished, true))
        return false;
    m_ping.stop();
    m_socket.close();
    return true;
}

void WebSocket::fail(const Error &error)
{
    if (finish())
        Q_EMIT failed(error);
}

} // namespace podwright::kube
