#pragma once

#include "app/sandbox/quantity.h"
#include "app/sandbox/store.h"

#include <map>
#include <string>

namespace podwright::sandbox {

using Amounts = std::map<std::string, Quantity>; // by resource name

Amounts amountsOf(const Json &quantities); // of a requests or limits object

// What a pod takes as a whole: the sum of its containers or the peak of its init containers, whichever is larger, by
// resource. `which` is "requests" (a missing one equals the limit) or "limits".
Amounts podAmounts(const Json &pod, const char *which);

} // namespace podwright::sandbox
