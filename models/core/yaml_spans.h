#pragma once

#include "models/core/yaml_nodes.h"

namespace podwright::core {

// Internal to the YAML reader and editor: where things end. yaml-cpp tells only where they begin.

// Behind the tag and anchor that may stand before a value, and the spaces after them.
size_t skipProperties(std::string_view text, size_t offset);
// Behind the closing quote of the quoted text that begins at `offset`; npos if it is not closed.
size_t quotedEnd(std::string_view text, size_t offset);
size_t lineStart(std::string_view text, size_t offset);
// The offset of the line end, or the text's size.
size_t lineEnd(std::string_view text, size_t offset);
int columnOf(std::string_view text, size_t offset);

// Behind the last character of a node. `parentColumn` is the column of the block collection around it, or -1; an empty
// value (Null without "~") ends where it would begin, behind `from`.
size_t nodeEnd(std::string_view text, const YamlNode &node, int parentColumn, size_t from);

// A text of the form | or >.
bool isBlockScalar(std::string_view text, const YamlNode &node);

} // namespace podwright::core
