#pragma once

#include "models/core/job.h"
#include "models/kube/api_client.h"
#include "models/kube/socket_route.h"

#include <QPointer>
#include <QStringList>

namespace podwright::kube {

class WebSocket;

// A WebSocket to a server's subresource (exec and the like): finds the way there, says who we are, renews a credential
// that is refused, and tells in the server's words why it was refused. On the client's thread; the client may be gone
// before it. Ends with exactly one of failed() and closed() unless it is destroyed or closed before.
class ChannelSocket : public QObject
{
    Q_OBJECT
public:
    // Opens at once. `protocols` in the order in which they are offered; `purpose` completes "the connection for ...
    // failed".
    ChannelSocket(ApiClient &client, Request request, QStringList protocols, QString purpose,
                  QObject *parent = nullptr);

    bool isOpen() const { return m_isOpen; }
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
    void findRoute();
    void identify();
    void open(const Credential &credential);
    void explain(int httpCode);
    core::Error refusal(int httpCode) const;
    void fail(const core::Error &error);

    const QPointer<ApiClient> m_client;
    const Request m_request;
    const QStringList m_protocols;
    const QString m_purpose;
    const QUrl m_url;
    SocketRoute m_route;
    core::Job m_job;
    QPointer<WebSocket> m_socket;
    bool m_isSecondTry = false;
    bool m_isOpen = false;
    bool m_isClosed = false;
};

} // namespace podwright::kube
