#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace podwright::core {

// Documents keep the order of their keys.
using Json = nlohmann::ordered_json;

// Lookups that never throw and never create: a missing or mistyped step gives the fallback.
const Json &at(const Json &root, std::initializer_list<std::string_view> path); // null if absent
std::string textAt(const Json &root, std::initializer_list<std::string_view> path, std::string fallback = {});
long long intAt(const Json &root, std::initializer_list<std::string_view> path, long long fallback = 0);
bool boolAt(const Json &root, std::initializer_list<std::string_view> path, bool fallback = false);

// One JSON text to a value; null optional-like: discarded() when it is not JSON. Never throws, depth-limited to 500.
Json parseJson(std::string_view text);

} // namespace podwright::core
