#pragma once

#include "models/core/result.h"
#include "models/kube/kubeconfig.h"

#include <QString>

namespace podwright::kube {

// Checks a user entry and takes it over. Errors: Invalid or Unsupported, with the place of the key; secrets are never
// quoted.
core::Result<void> takeUser(Connection &connection, const QString &name, const KubeconfigEntry &user);

// How a user entry signs in, in words and by client-go's precedence: "client certificate and token", "exec plugin aws",
// "none".
QString signInOf(const KubeconfigEntry &user);

} // namespace podwright::kube
