#pragma once

#include "models/core/error.h"
#include "models/kube/credentials.h"
#include "models/kube/socket_route.h"

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <string>

namespace podwright::kube {

// One attempt at a WebSocket that carries binary messages, with pings. `purpose` completes "the connection for ...
// failed". Ends with exactly one of refused(), failed() and closed() unless it is destroyed or closed before.
class WebSocket : public QObject
{
    Q_OBJECT
public:
    static constexpr quint64 longestFrame = 1024 * 1024; // read whole, so this much and no more is read ahead
    static constexpr quint64 longestMessage = 4 * longestFrame;

    // Opens at once.
    WebSocket(const QUrl &url, const SocketRoute &route, const Credential &credential, const QStringList &protocols,
              QString purpose, QObject *parent);
    ~WebSocket() override;

    QString protocol() const { return m_socket.subprotocol(); }
    void send(const QByteArray &message) { m_socket.sendBinaryMessage(message); }
    qint64 unsent() const { return m_socket.bytesToWrite(); }
    void close(); // without a signal

Q_SIGNALS:
    void opened();
    // Nothing is read from the server while this is handled: who is slow makes the server wait.
    void received(const QByteArray &message);
    void refused(int httpCode); // instead of the upgrade
    void failed(const podwright::core::Error &error);
    void closed(); // by the server

private:
    void open(const QUrl &url, const SocketRoute &route, const Credential &credential);
    void onConnected();
    void onSslErrors(const QList<QSslError> &errors);
    void onError();
    void keepAlive();
    bool finish(); // false: it has ended before
    void fail(const core::Error &error);

    QWebSocket m_socket;
    const std::string m_tlsServerName;
    const QStringList m_protocols;
    const QString m_purpose;
    QString m_tlsProblem;
    QTimer m_ping;
    int m_unanswered = 0;
    bool m_isFinished = false;
};

} // namespace podwright::kube
