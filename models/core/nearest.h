#pragma once

#include <span>
#include <string_view>

namespace podwright::core {

// The candidate with the fewest typing errors (missing, additional, wrong and swapped letters; case does not count), or
// empty when even that one differs in more than a third of its letters. The first of equals wins.
std::string_view nearestOf(std::string_view name, std::span<const std::string_view> candidates);

} // namespace podwright::core
