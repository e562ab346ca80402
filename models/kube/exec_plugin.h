#pragma once

#include "models/core/result.h"
#include "models/kube/kubeconfig.h"

#include <QDateTime>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace podwright::kube {

// What an exec credential plugin answered.
struct ExecCredential
{
    std::string token;
    std::string certificate, key; // PEM
    std::optional<QDateTime> expires;
};

// Runs the connection's plugin. Blocks; for worker threads. Errors are Unauthorized or Unsupported and name the
// command, never its standard output; the end of its standard error is shown with control characters escaped and known
// secrets taken out.
core::Result<ExecCredential> runExecPlugin(const Connection &connection, std::chrono::milliseconds timeout,
                                           const std::stop_token &stop);

// KUBERNETES_EXEC_INFO, one line. Errors: the certificate authority cannot be read.
core::Result<std::string> execInfo(const Connection &connection);

// `apiVersion` is the configured one. The errors do not quote the text.
core::Result<ExecCredential> parseExecCredential(std::string_view output, std::string_view apiVersion);

// Control characters as \x1b and the like; line breaks stay.
QString escapeControls(const QString &text);

} // namespace podwright::kube
