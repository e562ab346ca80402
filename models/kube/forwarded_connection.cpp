#include "models/kube/forwarded_connection.h"

#include <chrono>

namespace podwright::kube {

using namespace std::chrono_literals;
using core::Error;
using core::Result;

namespace {

constexpr char podDataChannel = 0, podErrorChannel = 1;
constexpr qsizetype portSize = 2;
constexpr qsizetype localChunk = 32 * 1024;
constexpr qint64 mostUnsent = 256 * 1024;
constexpr qsizetype longestPortRefusal = 2000;
constexpr auto peerCheckInterval = 500ms;

} // namespace

ForwardedConnection::ForwardedConnection(qintptr local, std::shared_ptr<ForwardCounters> counters, QObject *parent)
    : QObject(parent)
    , m_local(local)
    , m_counters(std::move(counters))
{
    m_local.setParent(this);
    m_peerCheck.setParent(this);
    connect(&m_local, &LocalStream::readable, this, &ForwardedConnection::takeLocal);
    connect(&m_local, &LocalStream::readingEnded, this, &ForwardedConnection::onLocalEnded);
    connect(&m_local, &LocalStream::broken, this, &ForwardedConnection::leave);
    connect(&m_local, &LocalStream::flushed, this, [this] {
        takeRemote();
        finishIfFlushed();
    });
    connect(&m_peerCheck, &QTimer::timeout, this, [this] {
        if (m_local.isPeerGone())
            leave();
    });
}

void ForwardedConnection::connectTo(const SocketPlan &plan)
{
    if (m_link)
        m_link->deleteLater();
    m_link = new WebSocketLink(plan, {QStringLiteral("v4.channel.k8s.io")}, this);
    connect(m_link, &WebSocketLink::opened, this, [this] {
        m_isOpen = true;
        m_local.setReading(true);
    });
    connect(m_link, &WebSocketLink::messageReady, this, &ForwardedConnection::takeRemote);
    connect(m_link, &WebSocketLink::sent, this, [this] {
        if (m_isOpen && !m_isLinkOver && !m_peerCheck.isActive())
            m_local.setReading(m_link->unsent() < mostUnsent);
    });
    connect(m_link, &WebSocketLink::refused, this, &ForwardedConnection::refused);
    connect(m_link, &WebSocketLink::ended, this, &ForwardedConnection::onLinkEnded);
}

void ForwardedConnection::takeLocal()
{
    QByteArray message = m_local.read(localChunk);
    if (message.isEmpty())
        return;
    m_counters->toPod += message.size();
    m_link->send(message.prepend(podDataChannel));
    m_local.setReading(m_link->unsent() < mostUnsent);
}

void ForwardedConnection::takeRemote()
{
    while (m_local.isFlushed() && !m_isOver) {
        const auto message = m_link->takeMessage();
        if (!message)
            return;
        takeMessage(*message);
    }
}

void ForwardedConnection::takeMessage(const QByteArray &message)
{
    const char channel = message.isEmpty() ? '\xff' : message[0];
    if (channel != podDataChannel && channel != podErrorChannel)
        return;
    QByteArrayView text = QByteArrayView(message).sliced(1);
    if (text.size() >= portSize && !std::exchange(m_hasPort[int(channel)], true))
        text = text.sliced(portSize);
    if (channel == podErrorChannel) {
        m_refusal += text.first(std::min(text.size(), longestPortRefusal - m_refusal.size())).toByteArray();
        return;
    }
    m_counters->fromPod += text.size();
    m_local.write(text);
}

void ForwardedConnection::onLinkEnded(const Result<void> &result)
{
    m_isLinkOver = true;
    m_linkResult = result;
    m_local.setReading(false);
    finishIfFlushed();
}

void ForwardedConnection::finishIfFlushed()
{
    if (!m_isLinkOver || !m_local.isFlushed() || std::exchange(m_isOver, true))
        return;
    m_peerCheck.stop();
    if (m_linkResult)
        m_local.endWriting();
    else
        m_local.reset(); // what came is not all there was
    Q_EMIT ended(result());
}

// The program may still wait for the pod's answer, or be gone for good.
void ForwardedConnection::onLocalEnded()
{
    if (m_local.isPeerGone())
        return leave();
    m_peerCheck.start(peerCheckInterval);
}

// What the program said before it left still goes to the pod.
void ForwardedConnection::leave()
{
    m_peerCheck.stop();
    m_local.setReading(false);
    m_link->close();
    takeRemote();
}

Result<void> ForwardedConnection::result() const
{
    if (!m_refusal.isEmpty())
        return Error{.kind = Error::Kind::Server, .message = QString::fromUtf8(m_refusal.trimmed())};
    return m_linkResult;
}

} // namespace podwright::kube
