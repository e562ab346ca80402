#include "models/manifest/airflow_identity.h"
#include "models/manifest/attachments.h"

#include "models/task/names.h"

#include <algorithm>

namespace podwright::manifest {

namespace {

void addIdentity(Json &labels, const AirflowIdentity &identity)
{
    labels["dag_id"] = task::labelSafe(identity.dagId);
    labels["task_id"] = task::labelSafe(identity.taskId);
    labels["run_id"] = task::labelSafe(identity.runId);
    labels["kubernetes_pod_operator"] = "True";
    if (identity.mapIndex >= 0)
        labels["map_index"] = std::to_string(identity.mapIndex);
    labels["try_number"] = std::to_string(identity.tryNumber);
}

} // namespace

Json automaticLabels(const BuildOptions &options)
{
    Json labels = Json::object();
    if (options.identity)
        addIdentity(labels, *options.identity);
    if (!options.airflowVersion.empty()) {
        std::string version = options.airflowVersion;
        std::ranges::replace(version, '+', '-');
        labels["airflow_version"] = version;
    }
    if (options.inCluster)
        labels["airflow_kpo_in_cluster"] = *options.inCluster ? "True" : "False";
    return labels;
}

} // namespace podwright::manifest
