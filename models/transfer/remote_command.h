#pragma once

#include "models/kube/web_socket_link.h"

#include <stop_token>
#include <string>

namespace podwright::transfer {

// One command in a container, with its streams as they flow: what is not read makes the command wait, and writing waits
// for the command. Blocks; made and used on one thread that is nobody's but its own. Errors: Cancelled once the token
// says so; those of the connection; the server's words where it refuses.
class RemoteCommand
{
public:
    RemoteCommand(const kube::SocketPlan &plan, std::stop_token stop);
    ~RemoteCommand();
    Q_DISABLE_COPY_MOVE(RemoteCommand)

    core::Result<void> open();
    bool canEndInput() const; // after open(); else the command must know by itself when it has all
    core::Result<void> write(QByteArrayView input);
    void endInput();
    core::Result<QByteArray> read(); // of its output; empty: it has ended
    core::Result<int> exitCode();    // after what is left of its output, which is dropped; Server: it did not run
    QString errors() const;          // the first of what it said on the standard error

private:
    void take(const QByteArray &message);
    core::Result<void> waitUntil(const std::function<bool()> &condition);
    void pull();

    kube::WebSocketLink m_link;
    const std::stop_token m_stop;
    QByteArray m_output, m_errors;
    std::optional<core::Result<int>> m_status;
    std::optional<core::Result<void>> m_end; // of the connection
    bool m_isOpen = false;
};

} // namespace podwright::transfer
