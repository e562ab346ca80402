#pragma once

#include "app/sandbox/api_errors.h"

namespace podwright::sandbox {

// Everything that is wrong with a new pod, with the paths and texts of the API server.
std::vector<Cause> validatePod(const Json &pod);

} // namespace podwright::sandbox
