#pragma once

#include "models/core/json.h"

#include <string_view>

namespace podwright::manifest {

// Manifest: read from JSON or YAML by Kubernetes' Python client, which makes texts of scalars in text fields ("True",
// "8080") and numbers of texts in number fields. Object: an object of a DAG file, whose values are sent as given.
enum class ModelSource { Manifest, Object };

// The value as a model of Kubernetes' Python client: only the keys that the type knows stay, in the client's
// (alphabetical) order; null is absent. Types: "Pod", "Affinity", "Toleration", ...; an unknown type keeps everything.
core::Json podModel(const core::Json &value, std::string_view type, ModelSource source);

} // namespace podwright::manifest
