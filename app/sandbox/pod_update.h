#pragma once

#include "app/sandbox/api_errors.h"

namespace podwright::sandbox {

// What may not change in a stored pod.
std::vector<Cause> validatePodUpdate(const Json &previous, const Json &pod);

} // namespace podwright::sandbox
