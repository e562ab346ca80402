#include "models/kube/channel_socket.h"

#include "models/core/strings.h"
#include "models/kube/web_socket.h"

#include <utility>

namespace podwright::kube {

using core::Error;
using core::Result;

ChannelSocket::ChannelSocket(ApiClient &client, Request request, QStringList protocols, QString purpose,
                             QObject *parent)
    : QObject(parent)
    , m_client(&client)
    , m_request(std::move(request))
    , m_protocols(std::move(protocols))
    , m_purpose(std::move(purpose))
    , m_url(socketUrl(client.connection(), m_request))
{
    findRoute();
}

QString ChannelSocket::protocol() const
{
    return m_socket ? m_socket->protocol() : QString();
}

qint64 ChannelSocket::unsent() const
{
    return m_socket ? m_socket->unsent() : 0;
}

void ChannelSocket::findRoute()
{
    m_job.start([connection = m_client->connection(),
                 url = m_url](const std::stop_token &) { return socketRoute(connection, url); },
                [this](Result<SocketRoute> route) {
                    if (!route)
                        return fail(route.error());
                    m_route = std::move(*route);
                    identify();
                });
}

void ChannelSocket::identify()
{
    if (!m_client)
        return fail({.kind = Error::Kind::Cancelled, .message = QStringLiteral("the cluster was let go")});
    m_client->credential(this, [this](const Result<Credential> &credential) {
        if (!credential)
            fail(credential.error());
        else if (!m_isClosed)
            open(*credential);
    });
}

void ChannelSocket::open(const Credential &credential)
{
    m_socket = new WebSocket(m_url, m_route, credential, m_protocols, m_purpose, this);
    connect(m_socket, &WebSocket::opened, this, [this] {
        m_isOpen = true;
        Q_EMIT opened();
    });
    connect(m_socket, &WebSocket::received, this, &ChannelSocket::received);
    connect(m_socket, &WebSocket::refused, this, &ChannelSocket::explain);
    connect(m_socket, &WebSocket::failed, this, &ChannelSocket::fail);
    connect(m_socket, &WebSocket::closed, this, [this] {
        if (!std::exchange(m_isClosed, true))
            Q_EMIT closed();
    });
}

void ChannelSocket::send(const QByteArray &message)
{
    if (m_isOpen && !m_isClosed)
        m_socket->send(message);
}

void ChannelSocket::close()
{
    m_isClosed = true;
    m_job.cancel();
    if (m_socket)
        m_socket->close();
}

void ChannelSocket::fail(const Error &error)
{
    if (!std::exchange(m_isClosed, true))
        Q_EMIT failed(error);
}

// The answer in place of an upgrade is not handed out by the socket. Asked for without an upgrade the server says what
// it refuses in the same words, or that it misses the upgrade if it would do it now. A refused credential is renewed by
// that, if it can be.
void ChannelSocket::explain(int httpCode)
{
    m_socket->deleteLater();
    if (!m_client)
        return fail(refusal(httpCode));
    m_client->send(m_request, this, [this, httpCode](const Result<Response> &answer) {
        if (m_isClosed)
            return;
        const bool isKnownNow = answer || answer.error().kind != Error::Kind::Unauthorized;
        if (httpCode == 401 && isKnownNow && !std::exchange(m_isSecondTry, true))
            return identify();
        Error error = refusal(httpCode);
        const bool isWords = !answer && answer.error().kind != Error::Kind::Network &&
                             !answer.error().message.contains(QStringLiteral("pgrade request required"));
        if (isWords)
            error = answer.error();
        if (error.kind == Error::Kind::Forbidden)
            error.hint = QStringLiteral("your role there needs the verbs get and create on pods/%1: get opens a "
                                        "WebSocket, and servers since 1.35 ask for create as well")
                             .arg(core::qt(m_request.path.substr(m_request.path.rfind('/') + 1)));
        fail(error);
    });
}

Error ChannelSocket::refusal(int httpCode) const
{
    Error error{.kind = Error::Kind::Server,
                .message = QStringLiteral("the server did not start %1 (HTTP %2)").arg(m_purpose).arg(httpCode)};
    if (httpCode == 401)
        error.kind = Error::Kind::Unauthorized;
    else if (httpCode == 403)
        error.kind = Error::Kind::Forbidden;
    else if (httpCode >= 500)
        error.hint = QStringLiteral("the container may not run");
    else
        error.kind = Error::Kind::Invalid;
    return error;
}

} // namespace podwright::kube
