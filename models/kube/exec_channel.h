#pragma once

#include "models/kube/channel_socket.h"

#include <QTimer>

#include <optional>
#include <string>
#include <vector>

namespace podwright::kube {

struct ExecWish
{
    std::string ns = {}, pod = {}, container = {};
    std::vector<std::string> command = {};
    bool hasInput = false;
    bool isTerminal = false; // one stream for output and errors, and a size
};

// A command that runs in a container, its streams as they come (v5.channel.k8s.io, or v4). On the client's thread. Ends
// with exactly one ended() unless it is destroyed before.
class ExecChannel : public QObject
{
    Q_OBJECT
public:
    // Opens at once.
    ExecChannel(ApiClient &client, const ExecWish &wish, QObject *parent = nullptr);

    // Nothing before it is open. What the server has not taken yet waits here: who writes much asks for unsent().
    void write(QByteArrayView input);
    void endInput(); // where the protocol can tell it (v5)
    qint64 unsent() const { return m_socket.unsent(); }
    void resize(int columns, int rows); // may come before it is open

Q_SIGNALS:
    void opened();
    // Nothing is read from the server while these are handled: who is slow makes the command wait.
    void output(const QByteArray &text);
    void errorOutput(const QByteArray &text);
    // The exit code; or why there is none: refused, not started, or a connection that ended before the command did.
    void ended(const podwright::core::Result<int> &exitCode);

private:
    void onOpened();
    void onReceived(const QByteArray &message);
    void sendSize();
    void end(const core::Result<int> &result);

    ChannelSocket m_socket;
    QTimer m_closing;
    std::optional<core::Result<int>> m_result; // once the Status has come
    int m_columns = 0, m_rows = 0;
    bool m_hasEnded = false;
};

} // namespace podwright::kube
