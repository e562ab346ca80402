#pragma once

#include "models/airflow/export.h"

namespace podwright::airflow {

// How a cluster is reached, in plain values.
struct ClusterAccess
{
    std::string connectionId = "kubernetes_default"; // Airflow's name for the connection
    std::string context = {};                        // of the kubeconfig
    std::string defaultNamespace = {};
    std::string kubeconfigPath = {}; // as Airflow's workers see it
    bool isInCluster = false;        // the service account of the worker's own pod
    bool skipsTlsVerify = false;
    core::Json kubeconfig = {}; // a whole one with this context alone, credentials inside; used only with secrets
};

// With the connection's name and the kubeconfig's place on the workers, where the task says them.
ClusterAccess accessOf(const task::Task &task, ClusterAccess access);

// The Airflow connection as environment variable and as command, in its JSON and its URI form. Without secrets it names
// the kubeconfig's path, with secrets it holds `kubeconfig` itself. Errors: Invalid: secrets are asked for and there is
// no kubeconfig.
core::Result<Exported> exportConnection(const ClusterAccess &access, bool withSecrets = false);

} // namespace podwright::airflow
