#pragma once

#include "models/core/yaml.h"

#include <string_view>

namespace podwright::core {

// The value of a plain (unquoted, untagged) scalar by YAML 1.1 as the dialect's reader understands it; timestamps stay
// strings. Infinities and not-a-number come as such floats, which JSON cannot hold: the caller refuses them.
Json resolveScalar(std::string_view text, YamlDialect dialect);

// A reader of some dialect would take the unquoted text for something else than this string.
bool isAmbiguousScalar(std::string_view text);

} // namespace podwright::core
