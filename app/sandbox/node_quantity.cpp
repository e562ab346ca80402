#include "app/sandbox/node_quantity.h"

#include <charconv>
#include <cmath>

namespace podwright::sandbox {
namespace {

long double factor(std::string_view suffix)
{
    if (suffix.empty())
        return 1;
    if (suffix.size() == 2 && suffix[1] == 'i') {
        const size_t power = std::string_view("KMGTPE").find(suffix[0]);
        return power == std::string_view::npos ? 0 : std::pow(1024.0L, static_cast<long double>(power + 1));
    }
    if (suffix.size() == 1) {
        constexpr std::string_view letters = "num kMGTPE";
        const size_t position = letters.find(suffix[0]);
        if (position != std::string_view::npos && suffix[0] != ' ')
            return std::pow(1000.0L, static_cast<long double>(position) - 3);
    }
    int exponent = 0;
    const size_t digits = suffix.size() > 1 && suffix[1] == '+' ? 2 : 1;
    const auto end = suffix.data() + suffix.size();
    const auto parsed = std::from_chars(suffix.data() + digits, end, exponent);
    const bool isExponent = (suffix[0] == 'e' || suffix[0] == 'E') && parsed.ec == std::errc() && parsed.ptr == end;
    return isExponent ? std::pow(10.0L, static_cast<long double>(exponent)) : 0;
}

} // namespace

long long thousandths(std::string_view quantity)
{
    long double number = 0;
    if (quantity.starts_with('+'))
        quantity.remove_prefix(1);
    const size_t digits = quantity.find_first_not_of("-0123456789.");
    const std::string_view text = quantity.substr(0, digits);
    double parsed = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), parsed, std::chars_format::fixed).ec != std::errc())
        return 0;
    number = static_cast<long double>(parsed) * 1000.0L;
    number *= factor(digits == std::string_view::npos ? std::string_view() : quantity.substr(digits));
    constexpr long double largest = 9e18L;
    return static_cast<long long>(std::ceil(std::min(number, largest) - 1e-6L));
}

} // namespace podwright::sandbox
