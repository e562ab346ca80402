#pragma once

#include "models/core/yaml.h"
#include "models/core/yaml_edit_plan.h"

#include <optional>

namespace podwright::core {

// Internal to the YAML editor: one step carried out on the text. `previous` is the key that an inserted key follows.
// Nothing where the text has a form that cannot be cut; the caller checks the result by reading it. Throws YamlFault if
// the text does not parse.
std::optional<std::string> patchYaml(std::string_view text, const YamlStep &step, const std::string &previous,
                                     YamlDialect dialect);

// The text with its whole value replaced; comments before and after it stay where the text has a simple form.
std::string replaceRoot(std::string_view text, const Json &value, YamlDialect dialect);

} // namespace podwright::core
