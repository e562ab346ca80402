#include "models/transfer/remote_command.h"

#include "models/kube/exec_frames.h"
#include "models/kube/socket_access.h"

#include <QEventLoop>

namespace podwright::transfer {

using core::Error;
using core::Result;

namespace {

constexpr qint64 mostUnsentInput = 512 * 1024;
constexpr qsizetype longestErrors = 4000;

} // namespace

RemoteCommand::RemoteCommand(const kube::SocketPlan &plan, std::stop_token stop)
    : m_link(plan, kube::execProtocols())
    , m_stop(std::move(stop))
{
    QObject::connect(&m_link, &kube::WebSocketLink::opened, &m_link, [this] { m_isOpen = true; });
    QObject::connect(&m_link, &kube::WebSocketLink::refused, &m_link, [this](int code, const QByteArray &body) {
        m_end = kube::errorOfRefusal(code, body, QStringLiteral("get on pods/exec"));
    });
    QObject::connect(&m_link, &kube::WebSocketLink::ended, &m_link,
                     [this](const Result<void> &result) { m_end = result; });
}

RemoteCommand::~RemoteCommand() = default;

Result<void> RemoteCommand::open()
{
    if (const auto waited = waitUntil([this] { return m_isOpen || m_end; }); !waited)
        return waited;
    return m_isOpen ? Result<void>() : *m_end;
}

bool RemoteCommand::canEndInput() const
{
    return kube::canCloseStandardInput(m_link.protocol());
}

// Turns this thread's events, which carry the connection.
Result<void> RemoteCommand::waitUntil(const std::function<bool()> &condition)
{
    QEventLoop loop;
    const std::stop_callback wake(m_stop, [&loop] { loop.wakeUp(); });
    while (!condition()) {
        if (m_stop.stop_requested())
            return Error{.kind = Error::Kind::Cancelled, .message = QStringLiteral("cancelled")};
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    }
    return {};
}

void RemoteCommand::take(const QByteArray &message)
{
    using Channel = kube::ExecMessage::Channel;
    const kube::ExecMessage said = kube::readExecMessage(message);
    if (said.channel == Channel::Output)
        m_output = said.text;
    else if (said.channel == Channel::Error)
        m_errors += said.text.left(longestErrors - m_errors.size());
    else if (said.channel == Channel::Status && !m_status)
        m_status = kube::exitCodeOfStatus(said.text);
}

// No more than one message of output waits in here.
void RemoteCommand::pull()
{
    while (m_output.isEmpty() && !m_status) {
        const auto message = m_link.takeMessage();
        if (!message)
            return;
        take(*message);
    }
}

Result<QByteArray> RemoteCommand::read()
{
    const auto isDue = [this] {
        pull();
        return !m_output.isEmpty() || m_status || m_end;
    };
    if (const auto waited = waitUntil(isDue); !waited)
        return waited.error();
    if (!m_output.isEmpty() || m_status)
        return std::exchange(m_output, {});
    if (!*m_end)
        return m_end->error();
    return Error{.kind = Error::Kind::Network,
                 .message = QStringLiteral("the connection ended before the command did"),
                 .transient = true};
}

Result<void> RemoteCommand::write(QByteArrayView input)
{
    const auto isDue = [this] {
        pull();
        return m_link.unsent() < mostUnsentInput || m_status || m_end;
    };
    for (const QByteArray &message : kube::inputMessages(input)) {
        if (const auto waited = waitUntil(isDue); !waited)
            return waited;
        if (m_status || m_end)
            return Error{.kind = Error::Kind::Server,
                         .message = QStringLiteral("the command in the container ended before it had everything")};
        m_link.send(message);
    }
    return {};
}

void RemoteCommand::endInput()
{
    m_link.send(kube::endOfInputMessage());
}

Result<int> RemoteCommand::exitCode()
{
    while (!m_status) {
        if (const auto piece = read(); !piece)
            return piece.error();
    }
    return *m_status;
}

QString RemoteCommand::errors() const
{
    return QString::fromUtf8(m_errors.trimmed());
}

} // namespace podwright::transfer
