#pragma once

#include "models/core/json.h"

namespace podwright::manifest {

using core::Json;

// Internal to the task reader: the lists of a pod that several arguments fill, told apart again.

// Container 0's env: sets env_vars and pod_runtime_info_envs, and adds to `secrets`.
void readVariables(Json env, Json &arguments, Json &secrets);
// Container 0's envFrom: sets env_from and adds to `secrets`.
void readSources(Json envFrom, Json &arguments, Json &secrets);
// Takes the volumes that KPO makes for Secrets, with their mounts, and adds them to `secrets`.
void takeSecretVolumes(Json &volumes, Json &mounts, Json &secrets);

} // namespace podwright::manifest
