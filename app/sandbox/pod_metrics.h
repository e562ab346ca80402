#pragma once

#include "app/sandbox/call.h"

namespace podwright::sandbox {

// metrics.k8s.io: what the containers of pods take, measured on their processes. A pod of which nothing runs has none.
void sendMetrics(Call &call);

} // namespace podwright::sandbox
