#pragma once

#include "models/core/json.h"
#include "models/core/result.h"
#include "models/core/same_value.h"

#include <string>
#include <vector>

namespace podwright::core {

// Internal to the YAML editor: an edit of a value as steps that change one place each.
using YamlPath = std::vector<std::string>; // keys and indexes, unescaped

struct YamlStep
{
    enum class Kind { Replace, Insert, Remove };
    Kind kind = Kind::Replace;
    YamlPath path = {}; // of what is replaced or removed, or of what will be there
    size_t index = 0;   // Insert and Remove: the place in the parent
    Json value = {};    // Replace and Insert
};

// `root` with the value at the pointer set, or removed if it is discarded. Errors: Invalid if a scalar or the end of a
// list is in the way.
Result<Json> withValueAt(Json root, const std::string &pointer, const Json &value);

// What leads from one value to the other, in this order.
std::vector<YamlStep> stepsBetween(const Json &from, const Json &to);

// The value after the step.
Json withStep(Json root, const YamlStep &step);

// Null if there is nothing at the path.
const Json *find(const Json &root, const YamlPath &path);

} // namespace podwright::core
