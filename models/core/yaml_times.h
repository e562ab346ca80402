#pragma once

#include "models/core/json.h"

#include <optional>
#include <string>

namespace podwright::core {

// What YAML 1.1 makes of a plain scalar that it takes for a time or a date: a binary value, which no text equals, with
// the text that Python makes of it; "2024-01-01T00:00:00Z" becomes "2024-01-01 00:00:00+00:00". Null for other scalars.
Json pythonTime(const std::string &scalar);

// The text inside such a value.
std::optional<std::string> pythonTimeText(const Json &value);

} // namespace podwright::core
