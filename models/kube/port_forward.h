#pragma once

#include "models/kube/api_client.h"
#include "models/kube/forwarded_connection.h"

#include <QHostAddress>
#include <QThread>

#include <memory>
#include <unordered_map>

class QTcpServer;

namespace podwright::kube {

// Where a forward leads to.
struct ForwardTarget
{
    std::string ns, pod;
    int port = 0;
};

// A port of 127.0.0.1 that leads to a port of a pod: each connection to it is carried over a WebSocket of its own, on a
// thread of this forward. Belongs to the thread that made it.
class PortForward : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostConnections = 256; // at once; more wait

    // `client` is asked for each connection: the one to use now, null while there is none.
    PortForward(ForwardTarget target, std::function<ApiClient *()> client, QObject *parent = nullptr);
    ~PortForward() override; // ends all connections

    // 0: any free port. Errors: Conflict: the port is taken, the hint names a free one; Invalid, Forbidden.
    core::Result<void> listen(int localPort);
    void stop();
    bool isListening() const;
    int localPort() const { return m_localPort; } // kept after stop()

    int openConnections() const { return static_cast<int>(m_open.size()); }
    qint64 connectionsSoFar() const { return m_total; }
    qint64 bytesToPod() const { return m_counters->toPod; }
    qint64 bytesFromPod() const { return m_counters->fromPod; }

Q_SIGNALS:
    void connectionsChanged();
    void failed(const podwright::core::Error &error); // of one connection; the forward goes on
    void succeeded();                                 // a connection came to its own end

private:
    class Carried;
    void take(qintptr descriptor);
    void drop(qint64 number, const core::Result<void> &result);

    const ForwardTarget m_target;
    const std::function<ApiClient *()> m_client;
    std::unique_ptr<QTcpServer> m_server;
    std::shared_ptr<ForwardCounters> m_counters = std::make_shared<ForwardCounters>();
    QThread m_thread;
    std::unordered_map<qint64, std::unique_ptr<Carried>> m_open;
    qint64 m_total = 0;
    int m_localPort = 0;
};

// A port of 127.0.0.1 that is free now, at or after the given one if possible.
int freePortFrom(int port);

} // namespace podwright::kube
