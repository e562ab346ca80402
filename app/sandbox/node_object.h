#pragma once

#include "app/sandbox/store.h"
#include "models/core/clock.h"

namespace podwright::sandbox {

inline constexpr const char *sandboxNodeName = "podwright-sandbox";

// Creates the Node object with this machine's size, or renews its heartbeat.
void writeNode(Store &store, const core::Clock &clock);

} // namespace podwright::sandbox
