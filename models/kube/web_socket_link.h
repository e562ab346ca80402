#pragma once

#include "models/kube/socket_route.h"
#include "models/kube/web_socket_frames.h"

#include <QObject>
#include <QSslSocket>
#include <QStringList>
#include <QTimer>

namespace podwright::kube {

// All that opening a WebSocket needs; a value.
struct SocketPlan
{
    QUrl url;
    SocketRoute route;
    Credential credential;
};

// A WebSocket that is read only as fast as its messages are taken, so that a slow reader makes the server wait instead
// of filling memory. On one thread, which has an event loop. After opened() it ends with ended(), else with refused()
// or ended(); then nothing comes any more.
class WebSocketLink : public QObject
{
    Q_OBJECT
public:
    WebSocketLink(const SocketPlan &plan, QStringList protocols, QObject *parent = nullptr);
    ~WebSocketLink() override;

    const QString &protocol() const { return m_protocol; } // chosen by the server
    std::optional<QByteArray> takeMessage();               // nothing: messageReady() will tell
    void send(QByteArrayView message);
    qint64 unsent() const; // bytes that wait to be sent
    void close();          // after what was sent; ended() follows

Q_SIGNALS:
    void opened();
    void messageReady();                                     // perhaps
    void sent();                                             // unsent() has become less
    void refused(int httpCode, const QByteArray &body);      // instead of the upgrade
    void ended(const podwright::core::Result<void> &result); // ok: closed as agreed

private:
    enum class State { Connecting, Open, Closing, Ended };

    void open(const SocketPlan &plan);
    void onReadyRead();
    void onDisconnected();
    void onSocketError();
    void readAnswer();
    void takeAnswer(const QByteArray &head, const QByteArray &body);
    void accept(const QByteArray &head);
    std::optional<QByteArray> takeFrame(WebSocketFrame frame);
    void takeClose(QByteArrayView payload);
    void write(Opcode opcode, QByteArrayView payload);
    void keepAlive();
    void end(const core::Result<void> &result);

    QSslSocket m_socket;
    const QStringList m_protocols;
    QByteArray m_request, m_expectedAccept, m_answer;
    QString m_protocol;
    FrameReader m_frames;
    QByteArray m_message; // that is not complete
    State m_state = State::Connecting;
    QTimer m_ping, m_patience; // for the handshake, for the end
    int m_unanswered = 0;
};

} // namespace podwright::kube
