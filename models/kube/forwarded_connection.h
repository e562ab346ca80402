#pragma once

#include "models/kube/local_stream.h"
#include "models/kube/web_socket_link.h"

#include <atomic>

namespace podwright::kube {

// What a forward has carried. Written on its thread, read on any.
struct ForwardCounters
{
    std::atomic<qint64> toPod = 0, fromPod = 0; // bytes
};

// One connection of a local program carried to a port of a pod by v4.channel.k8s.io (reference kubernetes-api §9.4).
// Either side waits for the other: neither is read faster than the other takes it. When the pod has ended, the local
// program is still given what came; that the local program has ended only its own direction cannot be told to the pod,
// whose answers go on. On the forward's thread.
class ForwardedConnection : public QObject
{
    Q_OBJECT
public:
    // Takes the socket's descriptor.
    ForwardedConnection(qintptr local, std::shared_ptr<ForwardCounters> counters, QObject *parent = nullptr);

    void connectTo(const SocketPlan &plan); // once more after refused()

Q_SIGNALS:
    void refused(int httpCode, const QByteArray &body);
    void ended(const podwright::core::Result<void> &result); // once; the server's words if the port refused

private:
    void takeLocal();
    void takeRemote();
    void takeMessage(const QByteArray &message);
    void onLinkEnded(const core::Result<void> &result);
    void onLocalEnded();
    void finishIfFlushed();
    void leave();
    core::Result<void> result() const;

    LocalStream m_local;
    WebSocketLink *m_link = nullptr;
    std::shared_ptr<ForwardCounters> m_counters;
    QTimer m_peerCheck;
    QByteArray m_refusal;
    core::Result<void> m_linkResult;
    bool m_hasPort[2] = {}; // by channel: its first message, the port, has come
    bool m_isOpen = false, m_isLinkOver = false, m_isOver = false;
};

} // namespace podwright::kube
