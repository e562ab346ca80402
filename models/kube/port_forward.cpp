#include "models/kube/port_forward.h"

#include "models/kube/paths.h"
#include "models/kube/socket_access.h"

#include <QTcpServer>

#include <functional>

namespace podwright::kube {

using core::Error;
using core::Result;

namespace {

constexpr int largestPort = 65535;

class Acceptor : public QTcpServer
{
public:
    explicit Acceptor(std::function<void(qintptr)> take)
        : m_take(std::move(take))
    {}

protected:
    void incomingConnection(qintptr descriptor) override { m_take(descriptor); }

private:
    std::function<void(qintptr)> m_take;
};

Request forwardRequest(const ForwardTarget &target)
{
    Request request;
    request.path = podsPath(target.ns, target.pod, "portforward");
    request.query = {{"ports", std::to_string(target.port)}};
    return request;
}

bool isFree(int port)
{
    return QTcpServer().listen(QHostAddress::LocalHost, static_cast<quint16>(port));
}

} // namespace

int freePortFrom(int port)
{
    constexpr int tries = 100;
    for (int next = port; next < port + tries && next <= largestPort; ++next) {
        if (isFree(next))
            return next;
    }
    QTcpServer any;
    return any.listen(QHostAddress::LocalHost) ? any.serverPort() : 0;
}

// One connection as the owner's thread sees it. The connection itself lives on the forward's thread, and ends with it.
class PortForward::Carried : public QObject
{
public:
    Carried(PortForward &forward, qint64 number, qintptr descriptor)
        : m_forward(forward)
        , m_number(number)
        , m_connection(new ForwardedConnection(descriptor, forward.m_counters))
    {
        m_connection->moveToThread(&forward.m_thread);
        connect(m_connection, &ForwardedConnection::refused, this, &Carried::explain);
        connect(m_connection, &ForwardedConnection::ended, this, &Carried::end);
    }
    ~Carried() override { m_connection->deleteLater(); }

    void start(ApiClient *client)
    {
        if (!client)
            return end(Error{.kind = Error::Kind::Network,
                             .message = QStringLiteral("the cluster is not connected"),
                             .transient = true});
        m_access = std::make_unique<SocketAccess>(*client, forwardRequest(m_forward.m_target));
        connectNow();
    }

private:
    void connectNow()
    {
        m_access->plan([this](const Result<SocketPlan> &plan) {
            if (!plan)
                return end(plan.error());
            QMetaObject::invokeMethod(m_connection,
                                      [connection = m_connection, plan = *plan] { connection->connectTo(plan); });
        });
    }

    void explain(int httpCode, const QByteArray &body)
    {
        m_access->explain(httpCode, body, [this](const Result<void> &renewed) {
            if (renewed)
                connectNow();
            else
                end(renewed.error());
        });
    }

    // Not at once: the forward destroys it.
    void end(const Result<void> &result)
    {
        QMetaObject::invokeMethod(
            &m_forward, [&forward = m_forward, number = m_number, result] { forward.drop(number, result); },
            Qt::QueuedConnection);
    }

    PortForward &m_forward;
    const qint64 m_number;
    ForwardedConnection *const m_connection; // of the forward's thread
    std::unique_ptr<SocketAccess> m_access;
};

PortForward::PortForward(ForwardTarget target, std::function<ApiClient *()> client, QObject *parent)
    : QObject(parent)
    , m_target(std::move(target))
    , m_client(std::move(client))
{
    m_thread.setObjectName(QStringLiteral("port-forward"));
    m_thread.start();
}

PortForward::~PortForward()
{
    stop();
    m_thread.quit();
    m_thread.wait();
}

Result<void> PortForward::listen(int localPort)
{
    if (localPort < 0 || localPort > largestPort)
        return Error{.kind = Error::Kind::Invalid, .message = QStringLiteral("a port is a number from 1 to 65535")};
    m_server = std::make_unique<Acceptor>([this](qintptr descriptor) { take(descriptor); });
    if (m_server->listen(QHostAddress::LocalHost, static_cast<quint16>(localPort))) {
        m_localPort = m_server->serverPort();
        return {};
    }
    const QAbstractSocket::SocketError reason = m_server->serverError();
    const QString words = m_server->errorString();
    m_server.reset();
    if (reason == QAbstractSocket::AddressInUseError)
        return Error{.kind = Error::Kind::Conflict,
                     .message = QStringLiteral("port %1 of this machine is taken").arg(localPort),
                     .hint = QStringLiteral("%1 is free").arg(freePortFrom(localPort + 1))};
    if (reason == QAbstractSocket::SocketAccessError)
        return Error{.kind = Error::Kind::Forbidden,
                     .message = QStringLiteral("port %1 of this machine is not for everybody").arg(localPort),
                     .hint = QStringLiteral("take one from 1024 up")};
    return Error{.kind = Error::Kind::Io, .message = words};
}

void PortForward::stop()
{
    m_server.reset();
    m_open.clear();
    Q_EMIT connectionsChanged();
}

bool PortForward::isListening() const
{
    return m_server && m_server->isListening();
}

void PortForward::take(qintptr descriptor)
{
    const qint64 number = ++m_total;
    auto &carried = m_open[number];
    carried = std::make_unique<Carried>(*this, number, descriptor);
    if (openConnections() >= mostConnections)
        m_server->pauseAccepting();
    Q_EMIT connectionsChanged();
    carried->start(m_client());
}

void PortForward::drop(qint64 number, const Result<void> &result)
{
    if (m_open.erase(number) == 0) // it was stopped meanwhile
        return;
    if (m_server && openConnections() < mostConnections)
        m_server->resumeAccepting();
    Q_EMIT connectionsChanged();
    if (result)
        Q_EMIT succeeded();
    else
        Q_EMIT failed(result.error());
}

} // namespace podwright::kube
