#include "app/sandbox/quantity.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <limits>
#include <string_view>

namespace podwright::sandbox {
namespace {

using Family = Quantity::Family;

constexpr Wide unit = 1000000000;
constexpr Wide maximum = Wide(9223372036854775807) * unit;
constexpr const char *formComplaint =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
constexpr const char *suffixComplaint = "unable to parse quantity's suffix";

struct Suffix
{
    std::string_view text;
    int power; // of 10 or of 1024
    Family family;
};

constexpr std::array<Suffix, 16> suffixes = {{{"n", -9, Family::Decimal},
                                              {"u", -6, Family::Decimal},
                                              {"m", -3, Family::Decimal},
                                              {"", 0, Family::Decimal},
                                              {"k", 3, Family::Decimal},
                                              {"M", 6, Family::Decimal},
                                              {"G", 9, Family::Decimal},
                                              {"T", 12, Family::Decimal},
                                              {"P", 15, Family::Decimal},
                                              {"E", 18, Family::Decimal},
                                              {"Ki", 1, Family::Binary},
                                              {"Mi", 2, Family::Binary},
                                              {"Gi", 3, Family::Binary},
                                              {"Ti", 4, Family::Binary},
                                              {"Pi", 5, Family::Binary},
                                              {"Ei", 6, Family::Binary}}};

Wide timesPower(Wide value, int base, int power)
{
    for (; power > 0; --power)
        value = value > maximum / base ? maximum : value * base;
    for (; power < 0; ++power)
        value = (value + base - 1) / base; // below the smallest step it is rounded up
    return std::min(value, maximum);
}

std::string digitsOf(Wide value)
{
    std::string digits;
    for (Wide rest = value < 0 ? -value : value; rest > 0; rest /= 10)
        digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
    return (value < 0 ? "-" : "") + (digits.empty() ? "0" : digits);
}

// The power of ten an exponent suffix ("e3", "E-3") stands for.
std::optional<int> exponentOf(std::string_view suffix)
{
    if (suffix.size() < 2 || (suffix.front() != 'e' && suffix.front() != 'E'))
        return std::nullopt;
    suffix.remove_prefix(suffix[1] == '+' ? 2 : 1);
    int power = 0;
    const auto [end, error] = std::from_chars(suffix.data(), suffix.data() + suffix.size(), power);
    const bool isWhole = error == std::errc() && end == suffix.data() + suffix.size();
    return isWhole && std::abs(power) <= 40 ? std::optional(power) : std::nullopt;
}

// Digits and fraction as billionths times 10^9, so that a small suffix loses nothing.
std::optional<Wide> numberOf(std::string_view text)
{
    Wide value = 0;
    int fraction = -1;
    for (const char c : text) {
        if (c == '.') {
            if (fraction >= 0)
                return std::nullopt;
            fraction = 0;
            continue;
        }
        if (fraction >= 18 || value > maximum)
            continue;
        value = value * 10 + (c - '0');
        fraction += fraction >= 0 ? 1 : 0;
    }
    for (int step = std::max(fraction, 0); step < 9; ++step)
        value = value > maximum ? value : value * 10;
    for (int step = std::max(fraction, 0); step > 9; --step)
        value = (value + 9) / 10;
    return value;
}

std::string scaled(Wide billionths, Family family)
{
    if (family == Family::Binary && billionths % unit == 0) {
        Wide whole = billionths / unit;
        int power = 0;
        while (whole != 0 && whole % 1024 == 0 && power < 6) {
            whole /= 1024;
            ++power;
        }
        return digitsOf(whole) +
               (power == 0 ? std::string() : std::string(suffixes[9 + static_cast<size_t>(power)].text));
    }
    Wide rest = billionths;
    int power = -9;
    while (rest != 0 && rest % 1000 == 0 && power < 18) {
        rest /= 1000;
        power += 3;
    }
    if (rest == 0)
        return "0";
    if (family == Family::Exponent)
        return digitsOf(rest) + (power == 0 ? std::string() : 'e' + std::to_string(power));
    return digitsOf(rest) + std::string(suffixes[static_cast<size_t>(power / 3 + 3)].text);
}

} // namespace

std::optional<Quantity> Quantity::parse(const std::string &text, std::string *complaint)
{
    const auto fail = [complaint](const char *why) -> std::optional<Quantity> {
        if (complaint)
            *complaint = why;
        return std::nullopt;
    };
    std::string_view rest = text;
    const bool isNegative = rest.starts_with('-');
    if (isNegative || rest.starts_with('+'))
        rest.remove_prefix(1);
    const size_t end = std::min(rest.find_first_not_of("0123456789."), rest.size());
    const std::optional<Wide> number = numberOf(rest.substr(0, end));
    const std::string_view tail = rest.substr(end);
    if (text.empty() || !number || tail.find_first_not_of("eEinumkKMGTP+-0123456789") != tail.npos)
        return fail(formComplaint);
    const auto suffix =
        std::find_if(suffixes.begin(), suffixes.end(), [tail](const Suffix &known) { return known.text == tail; });
    Quantity quantity;
    if (suffix != suffixes.end()) {
        quantity.m_family = suffix->family;
        quantity.m_billionths = timesPower(*number, suffix->family == Family::Binary ? 1024 : 10, suffix->power);
    } else if (const auto power = exponentOf(tail)) {
        quantity.m_family = Family::Exponent;
        quantity.m_billionths = timesPower(*number, 10, *power);
    } else {
        return fail(suffixComplaint);
    }
    if (isNegative)
        quantity.m_billionths = -quantity.m_billionths;
    return quantity;
}

Quantity Quantity::of(const core::Json &value)
{
    const std::string text = value.is_string() ? value.get<std::string>() : value.is_number() ? value.dump() : "0";
    return parse(text).value_or(Quantity());
}

long long Quantity::thousandths() const
{
    constexpr Wide step = unit / 1000;
    const Wide above = m_billionths > 0 ? step - 1 : 0;
    return static_cast<long long>(std::min<Wide>((m_billionths + above) / step, std::numeric_limits<long long>::max()));
}

std::string Quantity::text() const
{
    constexpr Wide limit = 1024 * unit;
    const bool isSmall = m_billionths < limit && -m_billionths < limit;
    return scaled(m_billionths, m_family == Family::Binary && isSmall ? Family::Decimal : m_family);
}

Quantity &Quantity::operator+=(const Quantity &other)
{
    if (m_billionths == 0)
        m_family = other.m_family;
    m_billionths += other.m_billionths;
    return *this;
}

Quantity &Quantity::operator-=(const Quantity &other)
{
    m_billionths -= other.m_billionths;
    return *this;
}

} // namespace podwright::sandbox
