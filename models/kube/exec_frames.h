#pragma once

#include "models/core/result.h"
#include "models/kube/api_client.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

// The messages of a remote command (reference kubernetes-api §9.3): the first byte is the channel.
namespace podwright::kube {

// In the order in which they are offered.
QStringList execProtocols();
bool canCloseStandardInput(const QString &protocol);

// The whole input, cut into messages, and its end where the protocol can tell it.
std::vector<QByteArray> standardInputMessages(const std::string &input, const QString &protocol);

// Gathers what a command says.
class ExecReply
{
public:
    explicit ExecReply(size_t maximumOutput)
        : m_maximumOutput(maximumOutput)
    {}

    // False once the output is longer than the maximum.
    bool take(QByteArrayView message);
    // The closing Status has come.
    bool isComplete() const { return m_result.has_value(); }
    // The output with the exit code of the Status; an error if the command could not run, if the output was too long
    // or if there was no Status.
    core::Result<ExecOutput> result() const;

private:
    bool append(std::string &output, QByteArrayView text);

    const size_t m_maximumOutput;
    ExecOutput m_output;
    bool m_isTooLong = false;
    std::optional<core::Result<int>> m_result; // exit code
};

} // namespace podwright::kube
