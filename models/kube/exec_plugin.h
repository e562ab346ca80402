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

// Where a plugin may talk with the person.
struct PluginTerminal
{
    std::string path = {};     // empty: the terminal of this program
    std::stop_token stop = {}; // the person has enough
};

// A plugin gets us in: there is one, and nothing that goes before it.
bool usesExecPlugin(const Connection &connection);
// ... and it is one that may be given a terminal.
bool mayAskPerson(const Connection &connection);

// Runs the connection's plugin. Blocks; for worker threads. With a terminal there is no limit of time, and a plugin
// with interactiveMode Never runs as it does without. Errors are Unauthorized, Unsupported (it demands a terminal) or
// Io (there is no such command) and name the command, never its standard output; the end of its standard error is shown
// with control characters escaped and known secrets taken out; nothing of what it said in a terminal.
core::Result<ExecCredential> runExecPlugin(const Connection &connection, std::chrono::milliseconds timeout,
                                           const std::stop_token &stop,
                                           const std::optional<PluginTerminal> &terminal = {});

// KUBERNETES_EXEC_INFO, one line. Errors: the certificate authority cannot be read.
core::Result<std::string> execInfo(const Connection &connection, bool isInteractive = false);

// `apiVersion` is the configured one. The errors do not quote the text.
core::Result<ExecCredential> parseExecCredential(std::string_view output, std::string_view apiVersion);

// Control characters as \x1b and the like; line breaks stay.
QString escapeControls(const QString &text);

} // namespace podwright::kube
