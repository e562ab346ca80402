#pragma once

#include "models/core/yaml.h"

#include <string>
#include <string_view>

namespace podwright::core {

// Internal to the YAML writer and editor: how one value looks.
enum class QuoteStyle { AsNeeded, Single, Double };

// A scalar, {} or [] on one line. `isFlow`: inside [] or {}, where more characters need quotes. A wanted quote style is
// kept where it can hold the text.
std::string inlineYaml(const Json &value, bool isFlow = false, QuoteStyle style = QuoteStyle::AsNeeded);

// "[bash, -cx]", "{cpu: 1}": any value on one line.
std::string flowYaml(const Json &value, YamlDialect dialect = YamlDialect::Kubectl);

// The text of a Python expression in a dialect that knows them, else null.
const std::string *pythonSource(const Json &value, YamlDialect dialect);

// A text with line ends that a literal block (|) can hold.
bool fitsLiteralBlock(std::string_view text);
// "|", "|-" or "|+".
std::string_view literalHeader(std::string_view text);

bool isEmptyCollection(const Json &value);

// Longer keys need the form "? key".
constexpr size_t longestSimpleKey = 900;

} // namespace podwright::core
