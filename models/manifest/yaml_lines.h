#pragma once

#include "models/core/yaml.h"

#include <map>
#include <string>
#include <string_view>

namespace podwright::manifest {

// The lines of key and value of every node of a text that was read; comments and blank lines behind a value are not
// its.
std::map<std::string, core::LineRange> lineRanges(std::string_view text, const core::YamlDocument &document);

} // namespace podwright::manifest
