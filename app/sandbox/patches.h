#pragma once

#include "app/sandbox/store.h"

namespace podwright::sandbox {

// The four patch forms on one object. Failures are ApiErrors with the server's texts.
void applyMergePatch(Json &object, const Json &patch);     // RFC 7386
void applyJsonPatch(Json &object, const Json &operations); // RFC 6902
void applyStrategicPatch(Json &object, const Json &patch); // lists by their merge keys, $-directives

// What a list of that name merges by ("containers": "name"); "" when it is replaced as a whole.
// "*" for lists of plain values that merge as sets.
std::string mergeKeyOf(const std::string &listName);

} // namespace podwright::sandbox
