#pragma once

#include "app/sandbox/call.h"
#include "app/sandbox/write_options.h"

namespace podwright::sandbox {

void createObject(Call &call);
void replaceObject(Call &call);
void patchObject(Call &call);
void deleteObject(Call &call);
void deleteCollection(Call &call);

// Removes a pod with the steps a watch of a real server shows: grace 0, then gone.
ObjectPtr removePod(Store &store, const std::string &ns, const std::string &name);

// What DELETE does to a pod.
void beginDeletion(Store &store, const Json &pod, const DeleteOptions &options = {});
void checkPreconditions(const Call &call, const Json &object, const DeleteOptions &options); // ApiError 409

} // namespace podwright::sandbox
