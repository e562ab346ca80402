#pragma once

#include <string_view>

namespace podwright::sandbox {

// The fields of the kinds whose bodies are judged, Kubernetes 1.35: "Type: field:type field:[type] field:{type}", where
// brackets stand for lists, braces for maps; a line that begins with blanks continues the one before.
std::string_view schemaTable();

} // namespace podwright::sandbox
