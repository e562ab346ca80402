#pragma once

#include "models/core/json.h"

namespace podwright::manifest {

using core::Json;

// What Python calls false: null, false, 0, "", [] and {}.
bool isFalsy(const Json &value);

// KPO's merge of two pods: the client's values win where they are not falsy; containers go by position, init containers
// by name; volumes, and of a container env, envFrom, ports, mounts and devices, are appended.
Json reconciledPods(const Json &base, const Json &client);

} // namespace podwright::manifest
