#include "models/kube/web_socket_link.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <chrono>

namespace podwright::kube {

using namespace std::chrono_literals;
using core::Error;
using core::Result;

namespace {

constexpr auto linkPingInterval = 5s;
constexpr int mostSilentPings = 12; // a minute
constexpr auto handshakePatience = 40s;
constexpr auto closePatience = 5s;
constexpr qint64 linkReadBuffer = 256 * 1024;
constexpr qint64 linkChunk = 64 * 1024;
constexpr qsizetype longestAnswer = 64 * 1024;
constexpr qsizetype longestMessage = 8 * 1024 * 1024;

QByteArray acceptOf(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64();
}

QByteArray randomKey()
{
    QByteArray key(16, Qt::Uninitialized);
    for (char &byte : key)
        byte = static_cast<char>(QRandomGenerator::system()->bounded(256));
    return key.toBase64();
}

// Nothing that would end the header may be in it.
void appendHeader(QByteArray &to, const QByteArray &name, QByteArray value)
{
    value.removeIf([](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    to += name + ": " + value + "\r\n";
}

QByteArray hostOf(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toUtf8();
    if (host.contains(':'))
        host = '[' + host + ']';
    return url.port() < 0 ? host : host + ':' + QByteArray::number(url.port());
}

QByteArray upgradeRequest(const SocketPlan &plan, const QByteArray &key, const QStringList &protocols)
{
    QByteArray request = "GET " + plan.url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority) + " HTTP/1.1\r\n";
    appendHeader(request, "Host", hostOf(plan.url));
    appendHeader(request, "Upgrade", "websocket");
    appendHeader(request, "Connection", "Upgrade");
    appendHeader(request, "Sec-WebSocket-Version", "13");
    appendHeader(request, "Sec-WebSocket-Key", key);
    appendHeader(request, "Sec-WebSocket-Protocol", protocols.join(QStringLiteral(", ")).toUtf8());
    if (!plan.credential.authorization.empty())
        appendHeader(request, "Authorization", QByteArray::fromStdString(plan.credential.authorization));
    for (const auto &[name, value] : plan.credential.identity)
        appendHeader(request, QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    return request + "\r\n";
}

QByteArray headerOf(const QByteArray &head, const QByteArray &lowerName)
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).trimmed().toLower() == lowerName)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

// 0: that is no HTTP.
int codeOf(const QByteArray &head)
{
    return head.startsWith("HTTP/1.") ? head.mid(9, 3).toInt() : 0;
}

Error brokenOff(const QString &reason)
{
    return {.kind = Error::Kind::Network,
            .message = QStringLiteral("the connection to the server failed: %1").arg(reason),
            .transient = true};
}

} // namespace

WebSocketLink::WebSocketLink(const SocketPlan &plan, QStringList protocols, QObject *parent)
    : QObject(parent)
    , m_protocols(std::move(protocols))
{
    m_socket.setParent(this);
    m_patience.setParent(this);
    m_ping.setParent(this);
    m_patience.setSingleShot(true);
    connect(&m_socket, &QSslSocket::readyRead, this, &WebSocketLink::onReadyRead);
    connect(&m_socket, &QSslSocket::disconnected, this, &WebSocketLink::onDisconnected);
    connect(&m_socket, &QSslSocket::errorOccurred, this, &WebSocketLink::onSocketError);
    connect(&m_socket, &QSslSocket::bytesWritten, this, &WebSocketLink::sent);
    connect(&m_socket, &QSslSocket::encryptedBytesWritten, this, &WebSocketLink::sent);
    connect(this, &WebSocketLink::sent, this, [this] {
        if (m_state == State::Closing)
            m_patience.start(closePatience);
    });
    connect(&m_ping, &QTimer::timeout, this, &WebSocketLink::keepAlive);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        end(m_state == State::Closing ? Result<void>() : brokenOff(QStringLiteral("no answer in time")));
    });
    open(plan);
}

WebSocketLink::~WebSocketLink()
{
    m_state = State::Ended;
    m_socket.disconnect(this);
    m_socket.abort();
}

void WebSocketLink::open(const SocketPlan &plan)
{
    const QByteArray key = randomKey();
    m_expectedAccept = acceptOf(key);
    m_request = upgradeRequest(plan, key, m_protocols);
    m_socket.setProxy(plan.route.proxy);
    m_socket.setReadBufferSize(linkReadBuffer);
    m_patience.start(handshakePatience);
    const QString host = plan.url.host();
    if (plan.url.scheme() == QStringLiteral("ws")) {
        connect(&m_socket, &QSslSocket::connected, this, [this] { m_socket.write(m_request); });
        m_socket.connectToHost(host, static_cast<quint16>(plan.url.port(80)));
        return;
    }
    connect(&m_socket, &QSslSocket::encrypted, this, [this] { m_socket.write(m_request); });
    m_socket.setSslConfiguration(tlsOf(plan.route, plan.credential));
    const QString name = QString::fromStdString(plan.route.tlsServerName);
    m_socket.connectToHostEncrypted(host, static_cast<quint16>(plan.url.port(443)), name.isEmpty() ? host : name);
}

void WebSocketLink::onReadyRead()
{
    if (m_state == State::Connecting)
        readAnswer();
    else if (m_state != State::Ended)
        Q_EMIT messageReady();
}

void WebSocketLink::readAnswer()
{
    m_answer += m_socket.read(longestAnswer);
    const qsizetype end = m_answer.indexOf("\r\n\r\n");
    if (end < 0) {
        if (m_answer.size() > longestAnswer)
            this->end(Error{.kind = Error::Kind::Server, .message = QStringLiteral("the server does not speak HTTP")});
        return;
    }
    const QByteArray head = m_answer.first(end), body = m_answer.mid(end + 4);
    const int code = codeOf(head);
    const bool isWhole = body.size() >= std::min<qint64>(headerOf(head, "content-length").toLongLong(), longestAnswer);
    if (code == 101 || code == 0 || isWhole)
        takeAnswer(head, body);
}

void WebSocketLink::takeAnswer(const QByteArray &head, const QByteArray &body)
{
    const int code = codeOf(head);
    if (code == 101) {
        m_frames.add(body);
        return accept(head);
    }
    if (code == 0)
        return end(Error{.kind = Error::Kind::Server, .message = QStringLiteral("the server does not speak HTTP")});
    m_state = State::Ended;
    m_patience.stop();
    m_socket.abort();
    Q_EMIT refused(code, body);
}

void WebSocketLink::accept(const QByteArray &head)
{
    m_protocol = QString::fromLatin1(headerOf(head, "sec-websocket-protocol"));
    if (headerOf(head, "sec-websocket-accept") != m_expectedAccept)
        return end(Error{.kind = Error::Kind::Server,
                         .message = QStringLiteral("the server does not speak WebSocket as it should: a wrong key")});
    if (!m_protocols.contains(m_protocol))
        return end(Error{.kind = Error::Kind::Unsupported,
                         .message = QStringLiteral("the server takes none of %1 over WebSocket")
                                        .arg(m_protocols.join(QStringLiteral(", ")))});
    m_state = State::Open;
    m_patience.stop();
    m_ping.start(linkPingInterval);
    Q_EMIT opened();
    if (m_state == State::Open)
        Q_EMIT messageReady();
}

std::optional<QByteArray> WebSocketLink::takeMessage()
{
    while (m_state == State::Open || m_state == State::Closing) {
        auto frame = m_frames.next();
        if (!frame) {
            end(frame.error());
        } else if (*frame) {
            if (auto message = takeFrame(std::move(**frame)))
                return message;
        } else if (m_socket.bytesAvailable() > 0) {
            m_frames.add(m_socket.read(linkChunk));
        } else {
            if (m_socket.state() == QAbstractSocket::UnconnectedState)
                end(brokenOff(QStringLiteral("it ended without a word")));
            break;
        }
    }
    return {};
}

std::optional<QByteArray> WebSocketLink::takeFrame(WebSocketFrame frame)
{
    switch (frame.opcode) {
    case Opcode::Ping:
        write(Opcode::Pong, frame.payload);
        return {};
    case Opcode::Pong:
        m_unanswered = 0;
        return {};
    case Opcode::Close:
        takeClose(frame.payload);
        return {};
    default:
        break;
    }
    m_message += frame.payload;
    if (m_message.size() > longestMessage)
        end(Error{.kind = Error::Kind::Server, .message = QStringLiteral("the server sent a message without end")});
    return frame.isLast ? std::optional(std::exchange(m_message, {})) : std::nullopt;
}

void WebSocketLink::takeClose(QByteArrayView payload)
{
    constexpr int normal = 1000;
    const CloseReason reason = closeReasonOf(payload);
    if (m_state == State::Open)
        write(Opcode::Close, payload.first(std::min<qsizetype>(payload.size(), 2)));
    if (reason.code == normal || m_state == State::Closing)
        return end({});
    end(brokenOff(reason.text.isEmpty() ? QStringLiteral("it was closed with code %1").arg(reason.code) : reason.text));
}

void WebSocketLink::send(QByteArrayView message)
{
    if (m_state == State::Open)
        write(Opcode::Binary, message);
}

void WebSocketLink::write(Opcode opcode, QByteArrayView payload)
{
    m_socket.write(clientFrame(opcode, payload, QRandomGenerator::system()->generate()));
}

qint64 WebSocketLink::unsent() const
{
    return m_socket.bytesToWrite() + (m_socket.isEncrypted() ? m_socket.encryptedBytesToWrite() : 0);
}

void WebSocketLink::close()
{
    if (m_state == State::Connecting)
        return end({});
    if (m_state != State::Open)
        return;
    write(Opcode::Close, QByteArray("\x03\xe8", 2));
    m_state = State::Closing;
    m_patience.start(closePatience);
}

// Pongs are read between messages: while these wait to be taken, none can be missed.
void WebSocketLink::keepAlive()
{
    if (m_socket.bytesAvailable() > 0)
        m_unanswered = 0;
    if (++m_unanswered > mostSilentPings)
        return end(brokenOff(QStringLiteral("it has not answered for a minute")));
    if (m_state == State::Open)
        write(Opcode::Ping, {});
}

void WebSocketLink::onDisconnected()
{
    if (m_state == State::Connecting && m_answer.contains("\r\n\r\n")) {
        const qsizetype headEnd = m_answer.indexOf("\r\n\r\n");
        return takeAnswer(m_answer.first(headEnd), m_answer.mid(headEnd + 4));
    }
    if (m_state == State::Connecting)
        return end(brokenOff(QStringLiteral("it was closed before it stood")));
    if (m_state != State::Ended)
        Q_EMIT messageReady(); // what has come is still taken
}

void WebSocketLink::onSocketError()
{
    const bool isEnd = m_socket.error() == QAbstractSocket::RemoteHostClosedError;
    if (m_state == State::Connecting && !isEnd)
        end(brokenOff(m_socket.errorString()));
}

void WebSocketLink::end(const Result<void> &result)
{
    if (std::exchange(m_state, State::Ended) == State::Ended)
        return;
    m_ping.stop();
    m_patience.stop();
    m_socket.disconnectFromHost();
    QMetaObject::invokeMethod(
        this, [this, result] { Q_EMIT ended(result); }, Qt::QueuedConnection);
}

} // namespace podwright::kube
