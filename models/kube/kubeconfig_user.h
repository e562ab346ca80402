#pragma once

#include "models/core/result.h"
#include "models/kube/kubeconfig.h"

#include <QString>

namespace podwright::kube {

// Checks a user entry and takes it over. Errors: Invalid or Unsupported, with the place of the key; secrets are never
// quoted.
core::Result<void> takeUser(Connection &connection, const QString &name, const KubeconfigEntry &user);

} // namespace podwright::kube
