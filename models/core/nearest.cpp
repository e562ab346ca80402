#include "models/core/nearest.h"

#include <algorithm>
#include <vector>

namespace podwright::core {

namespace {

constexpr size_t longestName = 100; // longer ones are no typing error; bounds the work

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// Optimal string alignment distance.
size_t distance(std::string_view a, std::string_view b)
{
    const auto same = [&](size_t i, size_t j) { return lower(a[i]) == lower(b[j]); };
    std::vector<size_t> beforeLast(b.size() + 1);
    std::vector<size_t> last(b.size() + 1);
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        beforeLast.swap(last);
        last.swap(row);
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same(i - 1, j - 1) ? 0 : 1)});
            if (i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1))
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
    }
    return row[b.size()];
}

} // namespace

std::string_view nearestOf(std::string_view name, std::span<const std::string_view> candidates)
{
    if (name.size() > longestName)
        return {};
    std::string_view best;
    size_t fewest = longestName;
    for (const std::string_view candidate : candidates) {
        const size_t errors = distance(name, candidate);
        if (errors < fewest && errors * 3 <= std::max(candidate.size(), size_t(3))) {
            best = candidate;
            fewest = errors;
        }
    }
    return best;
}

} // namespace podwright::core
