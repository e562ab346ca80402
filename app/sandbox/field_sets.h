#pragma once

#include "models/core/json.h"

#include <string>
#include <vector>

namespace podwright::sandbox {

using core::Json;

// Sets of fields in the form of managedFields: {"f:spec": {"f:containers": {"k:{\"name\":\"main\"}": {".": {},
// "f:image": {}}}}}. An empty object is a field owned as a whole; "." the list entry itself.

// All fields of an object that somebody can own: no identity, no status, of the metadata what users write.
Json fieldsOf(const Json &object);
// The fields that are new or other in `after`.
Json changedFields(const Json &before, const Json &after);
Json united(Json fields, const Json &others);
Json without(const Json &fields, const Json &others);
void removeFields(Json &object, const Json &fields);
// Of the fields that are in both sets, those whose values differ: ".spec.containers[name=\"main\"].image".
std::vector<std::string> differingFields(const Json &fields, const Json &others, const Json &before, const Json &after);

} // namespace podwright::sandbox
