#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace podwright::manifest {

// A line of two texts put together.
struct DiffLine
{
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    std::string_view text; // without its line end; of the text that was given
    bool operator==(const DiffLine &) const = default;
};

// The lines of both texts in order, with the fewest changes; what goes stands before what comes. Views into the texts.
// Takes time and memory by the square of the number of changes, so beyond a few thousand of those everything between
// the common beginning and end counts as changed.
std::vector<DiffLine> diffLines(std::string_view before, std::string_view after);

} // namespace podwright::manifest
