#include "models/kube/exec_channel.h"

#include "models/kube/exec_frames.h"
#include "models/kube/paths.h"

#include <chrono>
#include <utility>

namespace podwright::kube {

using namespace std::chrono_literals;
using core::Error;
using core::Result;

namespace {

constexpr auto closeGrace = 2s; // from the Status to the server's close

Request execRequest(const ExecWish &wish)
{
    Request request;
    request.path = podsPath(wish.ns, wish.pod, "exec");
    for (const std::string &word : wish.command)
        request.query.emplace_back("command", word);
    request.query.emplace_back("container", wish.container);
    request.query.emplace_back("stdout", "true");
    if (!wish.isTerminal)
        request.query.emplace_back("stderr", "true");
    if (wish.hasInput)
        request.query.emplace_back("stdin", "true");
    if (wish.isTerminal)
        request.query.emplace_back("tty", "true");
    return request;
}

} // namespace

ExecChannel::ExecChannel(ApiClient &client, const ExecWish &wish, QObject *parent)
    : QObject(parent)
    , m_socket(client, execRequest(wish), execProtocols(), QStringLiteral("the command"))
{
    m_closing.setSingleShot(true);
    connect(&m_closing, &QTimer::timeout, this, [this] { end(*m_result); });
    connect(&m_socket, &ChannelSocket::opened, this, &ExecChannel::onOpened);
    connect(&m_socket, &ChannelSocket::received, this, &ExecChannel::onReceived);
    connect(&m_socket, &ChannelSocket::failed, this, [this](const Error &error) { end(m_result.value_or(error)); });
    connect(&m_socket, &ChannelSocket::closed, this, [this] {
        end(m_result.value_or(
            Error{.kind = Error::Kind::Network,
                  .message = QStringLiteral("the connection ended before the command did; how it ended is unknown"),
                  .transient = true}));
    });
}

void ExecChannel::write(QByteArrayView input)
{
    for (const QByteArray &message : inputMessages(input))
        m_socket.send(message);
}

void ExecChannel::endInput()
{
    if (canCloseStandardInput(m_socket.protocol()))
        m_socket.send(endOfInputMessage());
}

void ExecChannel::resize(int columns, int rows)
{
    if (columns == m_columns && rows == m_rows)
        return;
    m_columns = columns;
    m_rows = rows;
    sendSize();
}

void ExecChannel::sendSize()
{
    if (m_columns > 0 && m_rows > 0)
        m_socket.send(resizeMessage(m_columns, m_rows));
}

void ExecChannel::onOpened()
{
    sendSize();
    Q_EMIT opened();
}

void ExecChannel::onReceived(const QByteArray &message)
{
    if (m_hasEnded)
        return;
    const ExecMessage part = readExecMessage(message);
    switch (part.channel) {
    case ExecMessage::Channel::Output:
        Q_EMIT output(part.text);
        break;
    case ExecMessage::Channel::Error:
        Q_EMIT errorOutput(part.text);
        break;
    case ExecMessage::Channel::Status:
        if (!m_result) {
            m_result = exitCodeOfStatus(part.text);
            m_closing.start(closeGrace);
        }
        break;
    case ExecMessage::Channel::None:
        break;
    }
}

void ExecChannel::end(const Result<int> &result)
{
    if (std::exchange(m_hasEnded, true))
        return;
    const Result<int> told = result; // it may be ours
    m_closing.stop();
    m_socket.close();
    Q_EMIT ended(told);
}

} // namespace podwright::kube
