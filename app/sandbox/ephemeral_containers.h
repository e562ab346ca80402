#pragma once

#include "app/sandbox/api_errors.h"

namespace podwright::sandbox {

// What is wrong with the ephemeral containers that make `pod` out of `previous`: they can be added, nothing else.
std::vector<Cause> validateEphemeralContainers(const Json &previous, const Json &pod);

} // namespace podwright::sandbox
