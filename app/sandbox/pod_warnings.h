#pragma once

#include "models/core/json.h"

#include <string>
#include <vector>

namespace podwright::sandbox {

// What a pod asks and the sandbox does not do, in words for Warning headers. `isConfined`: containers have a file
// system and a user of their own.
std::vector<std::string> unmetWishes(const core::Json &pod, bool isConfined);

} // namespace podwright::sandbox
