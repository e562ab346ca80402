#pragma once

#include <string>

namespace podwright::core {

// A plain scalar that YAML 1.1 takes for a time, as the text that Python makes of it: "2024-01-01T00:00:00Z" becomes
// "2024-01-01 00:00:00+00:00". Everything else stays, dates too.
std::string pythonTime(const std::string &text);

} // namespace podwright::core
