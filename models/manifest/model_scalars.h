#pragma once

#include "models/core/json.h"

#include <string_view>

namespace podwright::manifest {

// A scalar of a manifest as Kubernetes' Python client reads it into a field of that type: "" is text, "int", "bool",
// "time", "map" (a text of the map), "*" (anything). What isModelScalar() refuses stays as it is.
core::Json modelScalar(const core::Json &value, std::string_view type);

// Does the client take it? `value` is a whole map where the type is "map".
bool isModelScalar(const core::Json &value, std::string_view type);

} // namespace podwright::manifest
