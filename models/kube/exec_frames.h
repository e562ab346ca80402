#pragma once

#include "models/core/result.h"
#include "models/kube/api_client.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <string>
#include <vector>

// The messages of a remote command (reference kubernetes-api §9.3): the first byte is the channel.
namespace podwright::kube {

// In the order in which they are offered.
QStringList execProtocols();
bool canCloseStandardInput(const QString &protocol);

// What a server sent.
struct ExecMessage
{
    enum class Channel { None, Output, Error, Status }; // None: nothing to be told
    Channel channel = Channel::None;
    QByteArray text;
};
ExecMessage readExecMessage(const QByteArray &message);

// The closing Status: the exit code, or why the command could not run.
core::Result<int> exitCodeOfStatus(QByteArrayView status);

// The input, cut into messages.
std::vector<QByteArray> inputMessages(QByteArrayView input);
QByteArray endOfInputMessage();
QByteArray resizeMessage(int columns, int rows);

// Gathers what a command says, up to a maximum of each stream.
class ExecReply
{
public:
    explicit ExecReply(size_t maximumOutput)
        : m_maximumOutput(maximumOutput)
    {}

    // False once the output is longer than the maximum.
    bool takeOutput(QByteArrayView text) { return append(m_output.standardOutput, text); }
    bool takeError(QByteArrayView text) { return append(m_output.standardError, text); }
    // All of it with the exit code; an error if there is none or if the output was too long.
    core::Result<ExecOutput> result(const core::Result<int> &exitCode) const;

private:
    bool append(std::string &output, QByteArrayView text);

    const size_t m_maximumOutput;
    ExecOutput m_output;
    bool m_isTooLong = false;
};

} // namespace podwright::kube
