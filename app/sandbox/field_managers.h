#pragma once

#include "app/sandbox/call.h"

namespace podwright::sandbox {

bool isApply(const Request &request); // a server-side apply

// Server-side apply of `patch`: what this manager applied before and leaves out now goes, unless another one owns it
// too. Fields of others that would get another value are ApiError 409, unless the request forces them.
void applyForManager(const Call &call, Json &object, const Json &patch);

// metadata.managedFields after a write that made `object` of `previous` (an empty object: it is new). `applied`: the
// body of a server-side apply, else null.
void recordManager(const Call &call, const Json &previous, Json &object, const Json &applied);

} // namespace podwright::sandbox
