#pragma once

#include "models/core/result.h"
#include "models/manifest/pod_builder.h"

#include <map>
#include <string>
#include <vector>

namespace podwright::manifest {

// What KPO adds to the merged pod, and where each item of a list comes from (as ArgumentPod::itemOrigins, for the whole
// list; an empty text for what has no origin).
using ItemOrigins = std::map<std::string, std::vector<std::string>>;

// The argument `secrets`: environment variables, envFrom or volumes of container 0. Errors: Invalid naming the secret.
core::Result<void> attachSecrets(Json &pod, ItemOrigins &origins, const task::Task &task, const BuildOptions &options);

// The sidecar, its volume and the mount in container 0, if the task has do_xcom_push.
void attachXcomSidecar(Json &pod, ItemOrigins &origins, const task::Task &task, const BuildOptions &options);

// The labels that Airflow adds by itself; they replace equal ones of the user.
Json automaticLabels(const BuildOptions &options);

} // namespace podwright::manifest
