#pragma once

#include "app/sandbox/store.h"

namespace podwright::sandbox {

// Events are stored in their core/v1 form; events.k8s.io/v1 names the same things differently.
Json modernEvent(const Json &coreEvent);
Json coreEvent(const Json &modernEvent);

} // namespace podwright::sandbox
