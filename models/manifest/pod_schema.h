#pragma once

#include "models/core/json.h"

#include <string_view>

namespace podwright::manifest {

// The value as Kubernetes' Python client reads it into a model: only the keys that the type knows stay, in the client's
// (alphabetical) order; null is absent. Types: "Pod", "Affinity", "Toleration", ...; an unknown type keeps everything.
core::Json deserialized(const core::Json &value, std::string_view type);

} // namespace podwright::manifest
