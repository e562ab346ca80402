#pragma once

#include "models/core/error.h"
#include "models/core/json.h"

#include <optional>
#include <string_view>

namespace podwright::manifest {

// Manifest: read from JSON or YAML by Kubernetes' Python client, which makes texts of scalars in text fields ("True",
// "8080"), numbers of texts in number fields and lists of letters of texts in list fields. Object: an object of a DAG
// file, whose values are sent as given.
enum class ModelSource { Manifest, Object };

// The value as a model of Kubernetes' Python client: only the keys that the type knows stay, in the client's
// (alphabetical) order; null is absent. Types: "Pod", "Affinity", "Toleration", ...; an unknown type keeps everything.
core::Json podModel(const core::Json &value, std::string_view type, ModelSource source);

// Why the client refuses to make that model: a required field is missing, a text is no number. `where` is the JSON
// pointer inside the value.
std::optional<core::Error> modelFault(const core::Json &value, std::string_view type, ModelSource source);

// Is the field of that type a model itself? The client takes an empty model for something given, an empty map not.
bool isModelField(std::string_view type, std::string_view field);

} // namespace podwright::manifest
