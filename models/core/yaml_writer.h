#pragma once

#include "models/core/yaml.h"

namespace podwright::core {

// Internal to the YAML writer and editor: what follows "key:" or "-" of a block at `indent` columns, from the space or
// line end on, without the last line end: " value", " |\n  text", "\n  a: 1".
std::string blockValue(const Json &value, int indent, bool isInSequence, YamlDialect dialect);
// "key: value" of a map at `indent` columns, without that indentation and without the last line end.
std::string blockEntry(const std::string &key, const Json &value, int indent, YamlDialect dialect);

} // namespace podwright::core
