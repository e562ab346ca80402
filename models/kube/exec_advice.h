#pragma once

#include <QString>

namespace podwright::kube {

// What helps with a credential plugin, by its command ("aws", "/usr/bin/aws"); for a kubeconfig that gives no hint of
// its own.

// How it is installed; empty for a plugin that is not known.
QString installAdvice(const QString &command);
// The command that signs in, to be run in a terminal.
QString loginAdvice(const QString &command, const QString &context);

} // namespace podwright::kube
