#include "models/kube/channel_socket.h"

#include <utility>

namespace podwright::kube {

using core::Error;
using core::Result;

ChannelSocket::ChannelSocket(ApiClient &client, Request request, QStringList protocols, QString purpose,
                             QObject *parent)
    : QObject(parent)
    , m_protocols(std::move(protocols))
    , m_purpose(std::move(purpose))
    , m_access(client, std::move(request), this)
{
    open();
}

QString ChannelSocket::protocol() const
{
    return m_link ? m_link->protocol() : QString();
}

qint64 ChannelSocket::unsent() const
{
    return m_link ? m_link->unsent() : 0;
}

void ChannelSocket::open()
{
    m_access.plan([this](const Result<SocketPlan> &plan) {
        if (!plan)
            fail(plan.error());
        else if (!m_isClosed)
            connectTo(*plan);
    });
}

void ChannelSocket::connectTo(const SocketPlan &plan)
{
    if (m_link)
        m_link->deleteLater();
    m_link = new WebSocketLink(plan, m_protocols, this);
    connect(m_link, &WebSocketLink::opened, this, &ChannelSocket::opened);
    connect(m_link, &WebSocketLink::messageReady, this, &ChannelSocket::takeMessages);
    connect(m_link, &WebSocketLink::refused, this, &ChannelSocket::onRefused);
    connect(m_link, &WebSocketLink::ended, this, &ChannelSocket::onEnded);
}

void ChannelSocket::takeMessages()
{
    const QPointer<ChannelSocket> self(this);
    while (self && !m_isClosed) {
        const auto message = m_link->takeMessage();
        if (!message)
            return;
        Q_EMIT received(*message);
    }
}

void ChannelSocket::send(const QByteArray &message)
{
    if (m_link && !m_isClosed)
        m_link->send(message);
}

void ChannelSocket::close()
{
    m_isClosed = true;
    if (m_link)
        m_link->close();
}

void ChannelSocket::onRefused(int httpCode, const QByteArray &body)
{
    m_access.explain(httpCode, body, [this, httpCode](const Result<void> &explained) {
        if (m_isClosed)
            return;
        if (explained)
            open();
        else
            fail(explained.error(), httpCode);
    });
}

void ChannelSocket::onEnded(const Result<void> &result)
{
    if (!result)
        fail(result.error());
    else if (!std::exchange(m_isClosed, true))
        Q_EMIT closed();
}

void ChannelSocket::fail(Error error, int httpCode)
{
    if (std::exchange(m_isClosed, true))
        return;
    if (httpCode >= 500) {
        error.message =
            QStringLiteral("the server did not start %1 (HTTP %2): %3").arg(m_purpose).arg(httpCode).arg(error.message);
        error.hint = QStringLiteral("the container may not run");
    }
    Q_EMIT failed(error);
}

} // namespace podwright::kube
