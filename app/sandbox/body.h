#pragma once

#include "app/sandbox/call.h"

namespace podwright::sandbox {

// The body as JSON, whatever its Content-Type says it is (JSON, YAML, protobuf). ApiError 400 or 415.
Json decodedBody(const Request &request, const std::string &kind);

// The body of a create or replace: an object of the call's type, apiVersion and kind filled in from it. Unknown fields
// are dropped, told as warnings, or refused, as `fieldValidation` says.
Json objectFromBody(Call &call);

// Judges what a patch made of an object in the same way.
void checkFields(Call &call, const Json &object);

} // namespace podwright::sandbox
