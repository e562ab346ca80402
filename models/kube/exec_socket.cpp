#include "models/kube/exec_socket.h"

#include "models/kube/http_endpoint.h"

#include <QNetworkProxyQuery>
#include <QNetworkRequest>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslKey>
#include <QWebSocketHandshakeOptions>

#include <chrono>

namespace podwright::kube {

using namespace std::chrono_literals;
using core::Error;

namespace {

constexpr auto pingInterval = 5s;
constexpr int mostUnanswered = 12; // pings: a minute
constexpr auto closeGrace = 2s;    // from the Status to the server's close

QNetworkProxy proxyOf(const QUrl &proxy)
{
    const bool isSocks = proxy.scheme().startsWith(QStringLiteral("socks5"));
    return {isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, proxy.host(),
            static_cast<quint16>(proxy.port(isSocks ? 1080 : 8080)), proxy.userName(QUrl::FullyDecoded),
            proxy.password(QUrl::FullyDecoded)};
}

QNetworkProxy environmentProxy(const QUrl &url)
{
    QUrl plain = url;
    plain.setScheme(url.scheme() == QStringLiteral("wss") ? QStringLiteral("https") : QStringLiteral("http"));
    const auto proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(plain));
    return proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.constFirst();
}

QSslKey keyOf(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

void setIdentity(QSslConfiguration &tls, const Credential &credential)
{
    if (credential.certificate.empty())
        return;
    tls.setLocalCertificateChain(QSslCertificate::fromData(QByteArray::fromStdString(credential.certificate)));
    tls.setPrivateKey(keyOf(QByteArray::fromStdString(credential.key)));
}

bool carriesName(const QSslCertificate &certificate, const QString &name)
{
    const auto names = certificate.subjectAlternativeNames();
    if (names.contains(QSsl::IpAddressEntry, name))
        return true;
    for (const QString &known : names.values(QSsl::DnsEntry)) {
        const bool isWildcard = known.startsWith(QStringLiteral("*."));
        if (known.compare(name, Qt::CaseInsensitive) == 0 ||
            (isWildcard && known.mid(1).compare(name.mid(name.indexOf(QLatin1Char('.'))), Qt::CaseInsensitive) == 0))
            return true;
    }
    return false;
}

// 0 if the server did not even answer as HTTP does.
int refusalCode(const QString &errorString)
{
    static const QRegularExpression code(QStringLiteral("status code: (\\d{3})"));
    if (errorString.contains(QStringLiteral("Unknown error condition"))) // the socket's words for just this code
        return 400;
    return code.match(errorString).captured(1).toInt();
}

} // namespace

core::Result<SocketRoute> socketRoute(const Connection &connection, const QUrl &url)
{
    const auto endpoint = endpointOf(connection);
    if (!endpoint)
        return endpoint.error();
    SocketRoute route{.tls = QSslConfiguration::defaultConfiguration(),
                      .proxy =
                          endpoint->usesProxyVariables ? environmentProxy(url) : QNetworkProxy(QNetworkProxy::NoProxy),
                      .tlsServerName = connection.tlsServerName};
    if (!endpoint->proxy.empty())
        route.proxy = proxyOf(QUrl(QString::fromStdString(endpoint->proxy)));
    if (!endpoint->authority.empty())
        route.tls.setCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(endpoint->authority)));
    if (endpoint->isInsecure)
        route.tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    return route;
}

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
    QSslConfiguration tls = route.tls;
    setIdentity(tls, credential);
    QNetworkRequest request(url);
    if (!credential.authorization.empty())
        request.setRawHeader("Authorization", QByteArray::fromStdString(credential.authorization));
    for (const auto &[name, value] : credential.identity)
        request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols(execProtocols());
    m_socket.setSslConfiguration(tls);
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

// A certificate that carries the configured name instead of the URL's host is right, and nothing else is forgiven.
void ExecSocket::onSslErrors(const QList<QSslError> &errors)
{
    bool isRight = !m_tlsServerName.empty();
    for (const QSslError &error : errors) {
        isRight = isRight && error.error() == QSslError::HostNameMismatch &&
                  carriesName(error.certificate(), QString::fromStdString(m_tlsServerName));
        m_tlsProblem = error.errorString();
    }
    if (isRight)
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
