#pragma once

#include "app/sandbox/call.h"

namespace podwright::sandbox {

// What the API server does to an object before it is stored: defaults, admission, validation. ApiErrors say why not.
void prepareCreate(Call &call, Json &object);
// `object` is what becomes of `previous`.
void prepareUpdate(Call &call, const Json &previous, Json &object);
// What comes with a new object: a namespace's default service account and its CA config map.
void afterCreate(Services &services, const ResourceType &type, const Json &object);
// These two come back when somebody deletes them.
void afterDelete(Services &services, const ResourceType &type, const Json &object);

} // namespace podwright::sandbox
