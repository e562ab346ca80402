#pragma once

#include "app/sandbox/call.h"

namespace podwright::sandbox {

// POST pods/NAME/eviction: deletes the pod unless a disruption budget stands against it (429).
void evictPod(Call &call);

} // namespace podwright::sandbox
