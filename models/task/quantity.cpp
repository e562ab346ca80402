#include "models/task/quantity.h"

#include "models/task/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace podwright::task {

namespace {

__extension__ using Int128 = __int128;

constexpr int nanoExponent = 9;
constexpr size_t longestText = 256;
constexpr size_t mostDigits = 37;       // what an Int128 holds for certain
constexpr size_t mostBinaryDigits = 20; // with 60 bits to spare
constexpr size_t mostFastDigits = 18;   // with more, the server caps the amount
constexpr int farthestShift = 1000;
constexpr Int128 nanoPerUnit = 1'000'000'000;
constexpr Int128 largestLong = std::numeric_limits<long long>::max();

constexpr Int128 powerOfTen(int exponent)
{
    Int128 power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

constexpr Int128 limit = powerOfTen(mostDigits);

struct Suffix
{
    std::string_view text;
    int exponent;
};
constexpr std::array decimalSuffixes = {Suffix{"n", -9}, Suffix{"u", -6}, Suffix{"m", -3}, Suffix{"", 0},
                                        Suffix{"k", 3},  Suffix{"M", 6},  Suffix{"G", 9},  Suffix{"T", 12},
                                        Suffix{"P", 15}, Suffix{"E", 18}};
constexpr std::array binarySuffixes = {Suffix{"", 0},    Suffix{"Ki", 10}, Suffix{"Mi", 20}, Suffix{"Gi", 30},
                                       Suffix{"Ti", 40}, Suffix{"Pi", 50}, Suffix{"Ei", 60}};

std::string_view takeDigits(std::string_view &text)
{
    const size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    const std::string_view digits = text.substr(0, count);
    text.remove_prefix(count);
    return digits;
}

std::string toText(Int128 number)
{
    std::string text;
    const bool isNegative = number < 0;
    do {
        const int digit = static_cast<int>(number % 10);
        text += static_cast<char>('0' + (isNegative ? -digit : digit));
        number /= 10;
    } while (number != 0);
    if (isNegative)
        text += '-';
    std::ranges::reverse(text);
    return text;
}

// Away from zero.
Int128 dividedUp(Int128 number, Int128 divisor)
{
    const Int128 quotient = number / divisor;
    if (number % divisor == 0)
        return quotient;
    return number < 0 ? quotient - 1 : quotient + 1;
}

// Towards the larger: how the server turns amounts into whole numbers.
Int128 ceiled(Int128 number, Int128 divisor)
{
    const Int128 quotient = number / divisor;
    return number > 0 && number % divisor != 0 ? quotient + 1 : quotient;
}

// number * 10^shift, away from zero, at most the limit.
Int128 shifted(Int128 number, int shift)
{
    for (; shift > 0 && number != 0 && number < limit; --shift)
        number = number > limit / 10 ? limit : number * 10;
    bool isRounded = false;
    for (; shift < 0 && number != 0; ++shift) {
        isRounded = isRounded || number % 10 != 0;
        number /= 10;
    }
    return std::min(number + (isRounded ? 1 : 0), limit);
}

core::Error notAQuantity(std::string_view text, const QString &hint)
{
    const std::string_view start = text.substr(0, 40);
    return {.kind = core::Error::Kind::Invalid,
            .message = QStringLiteral("\"%1\" is not a quantity")
                           .arg(QString::fromUtf8(start.data(), static_cast<qsizetype>(start.size()))),
            .hint = hint};
}

} // namespace

struct Quantity::Parts
{
    bool isNegative = false;
    std::string_view whole = {};
    std::string_view fraction = {};
    std::string_view suffix = {};
    Family family = Family::Decimal;
    int exponent10 = 0;
    int exponent2 = 0;

    std::string digits() const
    {
        std::string all = std::string(whole) + std::string(fraction);
        all.erase(0, std::min(all.find_first_not_of('0'), all.size()));
        return all;
    }
    int power() const { return exponent10 - static_cast<int>(fraction.size()); }
};

bool Quantity::split(std::string_view text, Parts &parts)
{
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        parts.isNegative = text.front() == '-';
        text.remove_prefix(1);
    }
    parts.whole = takeDigits(text);
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        parts.fraction = takeDigits(text);
    }
    parts.suffix = text;
    return !parts.whole.empty() || !parts.fraction.empty();
}

bool Quantity::readSuffix(std::string_view suffix, Parts &parts)
{
    if (const auto found = std::ranges::find(decimalSuffixes, suffix, &Suffix::text); found != decimalSuffixes.end()) {
        parts.exponent10 = found->exponent;
        return true;
    }
    if (const auto found = std::ranges::find(binarySuffixes, suffix, &Suffix::text); found != binarySuffixes.end()) {
        parts.family = Family::Binary;
        parts.exponent2 = found->exponent;
        return true;
    }
    if (suffix.front() != 'e' && suffix.front() != 'E')
        return false;
    parts.family = Family::Exponent;
    suffix.remove_prefix(1);
    if (suffix.size() > 1 && suffix.front() == '+' && isDigit(suffix[1]))
        suffix.remove_prefix(1);
    const auto [end, fault] = std::from_chars(suffix.data(), suffix.data() + suffix.size(), parts.exponent10);
    parts.exponent10 = std::clamp(parts.exponent10, -farthestShift, farthestShift);
    return fault == std::errc() && end == suffix.data() + suffix.size();
}

Quantity::Nano Quantity::scaled(const Parts &parts)
{
    const std::string digits = parts.digits();
    const size_t count = std::min(digits.size(), parts.family == Family::Binary ? mostBinaryDigits : mostDigits);
    Nano number = 0;
    for (const char c : std::string_view(digits).substr(0, count))
        number = number * 10 + (c - '0');
    const bool isCut = digits.find_first_not_of('0', count) != std::string::npos;
    number = std::min(number + (isCut ? 1 : 0), limit) * (Nano(1) << parts.exponent2);
    number = shifted(number, parts.power() + static_cast<int>(digits.size() - count) + nanoExponent);
    if (parts.isNegative)
        return -number;
    const bool isCapped = parts.family == Family::Binary || digits.size() > mostFastDigits;
    return isCapped ? std::min(number, largestLong * nanoPerUnit) : number;
}

Quantity::Nano Quantity::bounded(Nano nano)
{
    return std::clamp(nano, -limit, limit);
}

core::Result<Quantity> Quantity::parse(std::string_view text)
{
    Parts parts;
    if (text.size() > longestText || !split(text, parts))
        return notAQuantity(text, QStringLiteral("Write a number and an optional unit, such as 500m, 2 or 1.5Gi."));
    if (!readSuffix(parts.suffix, parts))
        return notAQuantity(text,
                            QStringLiteral("Units are n, u, m, k, M, G, T, P, E for powers of 1000 and Ki, Mi, Gi, "
                                           "Ti, Pi, Ei for powers of 1024."));
    Quantity quantity;
    quantity.m_family = parts.family;
    quantity.m_nano = scaled(parts);
    const std::string digits = parts.digits();
    if (parts.family != Family::Binary && digits.size() <= mostFastDigits && parts.power() % 3 == 0 &&
        parts.power() >= -nanoExponent && !digits.ends_with("000"))
        quantity.m_canonical = text;
    return quantity;
}

core::Result<Quantity> Quantity::fromJson(const core::Json &value)
{
    if (value.is_string())
        return parse(value.get_ref<const std::string &>());
    const std::string text = value.dump(-1, ' ', false, core::Json::error_handler_t::replace);
    if (value.is_number())
        return parse(text);
    return notAQuantity(text, QStringLiteral("Write a text or a number, such as 500m, 2 or 1.5Gi."));
}

std::string Quantity::canonical() const
{
    if (!m_canonical.empty())
        return m_canonical;
    const bool isSmall = m_nano > -1024 * nanoPerUnit && m_nano < 1024 * nanoPerUnit;
    if (m_family == Family::Binary && !isSmall)
        return canonicalBinary();
    return canonicalDecimal(m_family == Family::Exponent);
}

std::string Quantity::canonicalDecimal(bool asExponent) const
{
    Nano number = m_nano;
    int exponent = -nanoExponent;
    while (number != 0 && number % 1000 == 0 && (asExponent || exponent < decimalSuffixes.back().exponent)) {
        number /= 1000;
        exponent += 3;
    }
    if (number == 0)
        return "0";
    if (asExponent)
        return toText(number) + (exponent == 0 ? "" : "e" + std::to_string(exponent));
    return toText(number) + std::string(std::ranges::find(decimalSuffixes, exponent, &Suffix::exponent)->text);
}

std::string Quantity::canonicalBinary() const
{
    Nano number = dividedUp(m_nano, nanoPerUnit);
    size_t step = 0;
    for (; number % 1024 == 0 && step + 1 < binarySuffixes.size(); ++step)
        number /= 1024;
    return toText(number) + std::string(binarySuffixes[step].text);
}

long long Quantity::value() const
{
    return static_cast<long long>(std::clamp(ceiled(m_nano, nanoPerUnit), -largestLong, largestLong));
}

long long Quantity::milliValue() const
{
    return static_cast<long long>(std::clamp(ceiled(m_nano, nanoPerUnit / 1000), -largestLong, largestLong));
}

bool Quantity::isWhole() const
{
    return m_nano % nanoPerUnit == 0;
}

Quantity Quantity::operator+(const Quantity &other) const
{
    Quantity sum;
    sum.m_family = isZero() ? other.m_family : m_family;
    sum.m_nano = bounded(m_nano + other.m_nano);
    return sum;
}

Quantity Quantity::operator-(const Quantity &other) const
{
    Quantity difference;
    difference.m_family = isZero() ? other.m_family : m_family;
    difference.m_nano = bounded(m_nano - other.m_nano);
    return difference;
}

} // namespace podwright::task
