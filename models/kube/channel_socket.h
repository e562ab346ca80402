#pragma once

#include "models/kube/socket_access.h"

#include <QPointer>

namespace podwright::kube {

// A WebSocket to a server's subresource (exec and the like): finds the way there, says who we are, renews a credential
// that is refused, and tells in the server's words why it was refused. On the client's thread; the client may be gone
// before it. Ends with exactly one of failed() and closed() unless it is destroyed or closed before.
class ChannelSocket : public QObject
{
    Q_OBJECT
public:
    // Opens at once. `protocols` in the order in which they are offered; `purpose` completes "the server did not start
    // ...".
    ChannelSocket(ApiClient &client, Request request, QStringList protocols, QString purpose,
                  QObject *parent = nullptr);

    QString protocol() const;             // once it is open
    void send(const QByteArray &message); // nothing before it is open
    qint64 unsent() const;
    void close(); // without a signal

Q_SIGNALS:
    void opened();
    // Nothing is read from the server while this is handled: who is slow makes the server wait.
    void received(const QByteArray &message);
    void failed(const podwright::core::Error &error);
    void closed(); // by the server

private:
    void open();
    void connectTo(const SocketPlan &plan);
    void takeMessages();
    void onRefused(int httpCode, const QByteArray &body);
    void onEnded(const core::Result<void> &result);
    void fail(core::Error error, int httpCode = 0);

    const QStringList m_protocols;
    const QString m_purpose;
    SocketAccess m_access;
    QPointer<WebSocketLink> m_link;
    bool m_isClosed = false;
};

} // namespace podwright::kube
