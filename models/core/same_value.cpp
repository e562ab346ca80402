#include "models/core/same_value.h"

#include <algorithm>

namespace podwright::core {

bool isSameValue(const Json &left, const Json &right)
{
    if (left.type() != right.type() && !(left.is_number_integer() && right.is_number_integer()))
        return false;
    if (!left.is_structured())
        return left == right;
    if (left.size() != right.size())
        return false;
    if (left.is_array())
        return std::equal(left.begin(), left.end(), right.begin(), isSameValue);
    return std::ranges::all_of(left.items(), [&right](const auto &entry) {
        const auto found = right.find(entry.key());
        return found != right.end() && isSameValue(entry.value(), *found);
    });
}

} // namespace podwright::core
