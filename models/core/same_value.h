#pragma once

#include "models/core/json.h"

namespace podwright::core {

// Equal but for the order of keys.
bool isSameValue(const Json &left, const Json &right);

} // namespace podwright::core
