#pragma once

#include "models/core/result.h"
#include "models/kube/kubeconfig.h"

#include <QString>

#include <string>

namespace podwright::kube {

// Brings a context, its cluster and its user together, with the checks kubectl makes before it connects: the user's
// first, then the cluster's. Reads the certificate files.
core::Result<Connection> resolveContext(const QString &name, const KubeconfigEntry &context,
                                        const KubeconfigEntries &clusters, const KubeconfigEntries &users);

// "did you mean "x"?" or which ones there are; empty for none.
QString nearestEntry(const std::string &name, const KubeconfigEntries &entries);

} // namespace podwright::kube
