#pragma once

#include "app/sandbox/store.h"

namespace podwright::sandbox {

// ApiError 404 when the namespace is missing, 403 when it is going away.
void admitToNamespace(const Store &store, const std::string &resource, const Json &object);

// Service account, priority and default tolerations of a new pod. ApiError 403.
void admitPod(const Store &store, Json &pod);

} // namespace podwright::sandbox
