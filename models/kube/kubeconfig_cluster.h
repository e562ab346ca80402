#pragma once

#include "models/core/result.h"
#include "models/kube/kubeconfig.h"

#include <QString>

namespace podwright::kube {

// Checks a cluster entry and takes it over. The user must have been taken before: a server without a scheme is https
// when a client certificate is there. Errors: Invalid, with the place of the key.
core::Result<void> takeCluster(Connection &connection, const QString &name, const KubeconfigEntry &cluster);

} // namespace podwright::kube
