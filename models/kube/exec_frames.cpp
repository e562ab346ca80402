#include "models/kube/exec_frames.h"

#include "models/kube/status.h"

#include <algorithm>
#include <charconv>

namespace podwright::kube {

using core::Error;
using core::textAt;

namespace {

constexpr char standardInputChannel = 0;
constexpr char standardOutputChannel = 1;
constexpr char standardErrorChannel = 2;
constexpr char statusChannel = 3;
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

core::Result<int> readStatus(QByteArrayView text)
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

} // namespace

QStringList execProtocols()
{
    return {QStringLiteral("v5.channel.k8s.io"), QStringLiteral("v4.channel.k8s.io")};
}

bool canCloseStandardInput(const QString &protocol)
{
    return protocol == execProtocols().constFirst();
}

std::vector<QByteArray> standardInputMessages(const std::string &input, const QString &protocol)
{
    std::vector<QByteArray> messages;
    for (size_t i = 0; i < input.size(); i += inputChunk) {
        QByteArray message(1, standardInputChannel);
        message.append(QByteArrayView(input)
                           .sliced(static_cast<qsizetype>(i))
                           .first(std::min(inputChunk, static_cast<qsizetype>(input.size() - i))));
        messages.push_back(message);
    }
    if (canCloseStandardInput(protocol))
        messages.push_back(QByteArray(1, closeChannel) + QByteArray(1, standardInputChannel));
    return messages;
}

bool ExecReply::append(std::string &output, QByteArrayView text)
{
    if (output.size() + static_cast<size_t>(text.size()) > m_maximumOutput) {
        m_isTooLong = true;
        return false;
    }
    output.append(text.data(), static_cast<size_t>(text.size()));
    return true;
}

bool ExecReply::take(QByteArrayView message)
{
    if (message.size() < 2 || m_isTooLong) // only the channel: it is open
        return !m_isTooLong;
    const QByteArrayView text = message.sliced(1);
    if (message[0] == standardOutputChannel)
        return append(m_output.standardOutput, text);
    if (message[0] == standardErrorChannel)
        return append(m_output.standardError, text);
    if (message[0] == statusChannel && !m_result)
        m_result = readStatus(text);
    return true;
}

core::Result<ExecOutput> ExecReply::result() const
{
    if (m_isTooLong)
        return Error{
            .kind = Error::Kind::Invalid,
            .message =
                QStringLiteral("the command's output is longer than %1 MiB").arg(m_maximumOutput / (1024 * 1024))};
    if (!m_result)
        return Error{.kind = Error::Kind::Network,
                     .message = QStringLiteral("the connection ended before the command did; how it ended is unknown"),
                     .transient = true};
    if (!m_result->ok())
        return m_result->error();
    ExecOutput output = m_output;
    output.exitCode = m_result->value();
    return output;
}

} // namespace podwright::kube
