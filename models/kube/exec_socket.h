#pragma once

#include "models/kube/api_client.h"
#include "models/kube/exec_frames.h"
#include "models/kube/socket_route.h"

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <string>

namespace podwright::kube {

// One WebSocket that runs one command. Ends with exactly one of its signals unless it is destroyed before.
class ExecSocket : public QObject
{
    Q_OBJECT
public:
    static constexpr size_t maximumOutput = 64 * 1024 * 1024;

    // Opens at once. With `input` empty the command has no standard input.
    ExecSocket(const QUrl &url, const SocketRoute &route, const Credential &credential, std::string input,
               QObject *parent);
    ~ExecSocket() override;

Q_SIGNALS:
    void finished(const podwright::core::Result<podwright::kube::ExecOutput> &result);
    void refused(int httpCode); // instead of the upgrade

private:
    void open(const QUrl &url, const SocketRoute &route, const Credential &credential);
    void onConnected();
    void onSslErrors(const QList<QSslError> &errors);
    void onError();
    void onMessage(const QByteArray &message);
    void keepAlive();
    void finish(const core::Result<ExecOutput> &result);

    QWebSocket m_socket;
    const std::string m_tlsServerName;
    const std::string m_input;
    ExecReply m_reply{maximumOutput};
    QString m_tlsProblem;
    QTimer m_ping;
    QTimer m_closing;
    int m_unanswered = 0;
    bool m_isFinished = false;
};

} // namespace podwright::kube
