#include "models/kube/exec_frames.h"

#include "models/kube/status.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace podwright::kube {

using core::Error;
using core::textAt;

namespace {

constexpr char standardInputChannel = 0;
constexpr char standardOutputChannel = 1;
constexpr char standardErrorChannel = 2;
constexpr char statusChannel = 3;
constexpr char resizeChannel = 4;
constexpr char closeChannel = '\xff';
constexpr qsizetype inputChunk = 32 * 1024;

std::optional<int> exitCodeOf(const Json &status)
{
    for (const Json &cause : core::at(status, {"details", "causes"})) {
        if (textAt(cause, {"reason"}) != "ExitCode")
            continue;
        const std::string text = textAt(cause, {"message"});
        int code = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), code);
        if (problem == std::errc() && end == text.data() + text.size())
            return code;
    }
    return {};
}

} // namespace

QStringList execProtocols()
{
    return {QStringLiteral("v5.channel.k8s.io"), QStringLiteral("v4.channel.k8s.io")};
}

bool canCloseStandardInput(const QString &protocol)
{
    return protocol == execProtocols().constFirst();
}

core::Result<int> exitCodeOfStatus(QByteArrayView text)
{
    const Json status = core::parseJson({text.data(), static_cast<size_t>(text.size())});
    const std::string outcome = textAt(status, {"status"});
    if (outcome == "Success")
        return 0;
    if (const auto code = exitCodeOf(status))
        return *code;
    if (outcome.empty())
        return Error{.kind = Error::Kind::Server,
                     .message = QStringLiteral("the server ended the command with something that is no Status")};
    return errorOfStatus(status, static_cast<int>(std::clamp(core::intAt(status, {"code"}, 500), 400LL, 599LL)));
}

ExecMessage readExecMessage(const QByteArray &message)
{
    if (message.size() < 2) // only the channel: it is open
        return {};
    switch (message[0]) {
    case standardOutputChannel:
        return {ExecMessage::Channel::Output, message.sliced(1)};
    case standardErrorChannel:
        return {ExecMessage::Channel::Error, message.sliced(1)};
    case statusChannel:
        return {ExecMessage::Channel::Status, message.sliced(1)};
    default:
        return {};
    }
}

std::vector<QByteArray> inputMessages(QByteArrayView input)
{
    std::vector<QByteArray> messages;
    for (qsizetype i = 0; i < input.size(); i += inputChunk) {
        QByteArray message(1, standardInputChannel);
        messages.push_back(message.append(input.sliced(i).first(std::min(inputChunk, input.size() - i))));
    }
    return messages;
}

QByteArray endOfInputMessage()
{
    return QByteArray(1, closeChannel) + QByteArray(1, standardInputChannel);
}

QByteArray resizeMessage(int columns, int rows)
{
    const Json size = {{"Width", columns}, {"Height", rows}};
    return QByteArray(1, resizeChannel) + QByteArray::fromStdString(size.dump());
}

bool ExecReply::append(std::string &output, QByteArrayView text)
{
    m_isTooLong = m_isTooLong || output.size() + static_cast<size_t>(text.size()) > m_maximumOutput;
    if (!m_isTooLong)
        output.append(text.data(), static_cast<size_t>(text.size()));
    return !m_isTooLong;
}

core::Result<ExecOutput> ExecReply::result(const core::Result<int> &exitCode) const
{
    if (m_isTooLong)
        return Error{
            .kind = Error::Kind::Invalid,
            .message =
                QStringLiteral("the command's output is longer than %1 MiB").arg(m_maximumOutput / (1024 * 1024))};
    if (!exitCode)
        return exitCode.error();
    ExecOutput output = m_output;
    output.exitCode = *exitCode;
    return output;
}

} // namespace podwright::kube
