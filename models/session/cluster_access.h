#pragma once

#include "models/airflow/connection.h"
#include "models/kube/kubeconfig.h"

namespace podwright::session {

// How to reach the cluster of a context (empty: the current one), for an Airflow connection. With secrets it holds a
// kubeconfig of that context alone, with all that its files hold. Reads files. Errors: as Kubeconfig::resolve(), and
// those of the files.
core::Result<airflow::ClusterAccess> clusterAccess(const kube::Kubeconfig &kubeconfig, const QString &context,
                                                   bool withSecrets);

} // namespace podwright::session
