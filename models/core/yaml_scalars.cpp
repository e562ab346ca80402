#include "models/core/yaml_scalars.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace podwright::core {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int digitValue(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

// A view that is eaten from the left.
struct Scan
{
    std::string_view rest;

    bool eat(std::string_view oneOf)
    {
        if (rest.empty() || oneOf.find(rest.front()) == std::string_view::npos)
            return false;
        rest.remove_prefix(1);
        return true;
    }
    size_t eatDigits(bool underscores)
    {
        size_t count = 0;
        while (count < rest.size() && (isDigit(rest[count]) || (underscores && rest[count] == '_')))
            ++count;
        rest.remove_prefix(count);
        return count;
    }
};

std::string withoutUnderscores(std::string_view text)
{
    std::string result(text);
    std::erase(result, '_');
    return result;
}

Json floatOf(std::string_view text)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault == std::errc::result_out_of_range)
        return Json(std::numeric_limits<double>::infinity());
    return end == text.data() + text.size() ? Json(value) : Json(std::string(text));
}

// Digits of the base with an optional sign; nothing if they are not, or do not fit into 64 bits.
std::optional<Json> integerOf(std::string_view digits, int base, bool isNegative)
{
    if (digits.empty() || !std::ranges::all_of(digits, [base](char c) { return digitValue(c) < base; }))
        return std::nullopt;
    std::uint64_t value = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value, base).ec != std::errc())
        return std::nullopt;
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    if (!isNegative)
        return value > most ? Json(value) : Json(static_cast<std::int64_t>(value));
    if (value > most + 1)
        return std::nullopt;
    return value > most ? Json(std::numeric_limits<std::int64_t>::min()) : Json(-static_cast<std::int64_t>(value));
}

std::optional<Json> specialFloat(std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    const bool isSigned = isNegative || text.starts_with('+');
    const std::string_view name = isSigned ? text.substr(1) : text;
    if (name == ".inf" || name == ".Inf" || name == ".INF")
        return Json(std::numeric_limits<double>::infinity() * (isNegative ? -1 : 1));
    if (!isSigned && (name == ".nan" || name == ".NaN" || name == ".NAN"))
        return Json(std::numeric_limits<double>::quiet_NaN());
    return std::nullopt;
}

std::optional<Json> prefixedInteger(std::string_view unsignedText, bool isNegative)
{
    if (unsignedText.size() < 2 || unsignedText[0] != '0')
        return std::nullopt;
    switch (unsignedText[1]) {
    case 'x':
    case 'X':
        return integerOf(unsignedText.substr(2), 16, isNegative);
    case 'b':
    case 'B':
        return integerOf(unsignedText.substr(2), 2, isNegative);
    case 'o':
    case 'O':
        return integerOf(unsignedText.substr(2), 8, isNegative);
    default:
        return integerOf(unsignedText.substr(1), 8, isNegative);
    }
}

bool isGoFloat(std::string_view text)
{
    Scan scan{text};
    scan.eat("+-");
    const size_t whole = scan.eatDigits(false);
    const bool hasPoint = scan.eat(".");
    const size_t fraction = hasPoint ? scan.eatDigits(false) : 0;
    if (whole + fraction == 0)
        return false;
    if (scan.eat("eE")) {
        scan.eat("+-");
        if (scan.eatDigits(false) == 0)
            return false;
    }
    return scan.rest.empty();
}

std::optional<Json> kubectlNumber(std::string_view text)
{
    const std::string plain = text.starts_with('.') ? std::string(text) : withoutUnderscores(text);
    const bool isNegative = plain.starts_with('-');
    const bool isSigned = isNegative || plain.starts_with('+');
    const std::string_view digits = std::string_view(plain).substr(isSigned ? 1 : 0);
    if (auto number = prefixedInteger(digits, isNegative))
        return number;
    if (!digits.starts_with('0') || digits == "0")
        if (auto number = integerOf(digits, 10, isNegative))
            return number;
    return isGoFloat(plain) ? std::optional(floatOf(plain)) : std::nullopt;
}

// "12:30:45" and "1:30.5": numbers to base 60 in YAML 1.1.
std::optional<Json> sexagesimal(std::string_view text)
{
    Scan scan{text};
    const bool isNegative = text.starts_with('-');
    scan.eat("+-");
    const std::string_view first = scan.rest;
    const size_t count = first.starts_with('_') ? 0 : scan.eatDigits(true);
    if (count == 0 || !scan.rest.starts_with(':'))
        return std::nullopt;
    double value = floatOf(withoutUnderscores(first.substr(0, count))).get<double>();
    while (scan.eat(":")) {
        const std::string_view part = scan.rest;
        const size_t digits = scan.eatDigits(false);
        if (digits == 0 || digits > 2 || (digits == 2 && part[0] > '5'))
            return std::nullopt;
        value = value * 60 + floatOf(part.substr(0, digits)).get<double>();
    }
    const bool isFloat = scan.rest.starts_with('.');
    if (isFloat) {
        const std::string fraction = "0" + withoutUnderscores(scan.rest) + "0";
        scan.eat(".");
        scan.eatDigits(true);
        if (!scan.rest.empty())
            return std::nullopt;
        value += floatOf(fraction).get<double>();
    }
    if (!scan.rest.empty() || (!isFloat && first[0] == '0'))
        return std::nullopt;
    value = isNegative ? -value : value;
    return isFloat || std::fabs(value) > 9e15 ? Json(value) : Json(static_cast<std::int64_t>(value));
}

bool isPyFloat(std::string_view text)
{
    Scan scan{text};
    const bool isSigned = scan.eat("+-");
    const bool hasWhole = !scan.rest.starts_with('_') && scan.eatDigits(true) > 0;
    if (!scan.eat("."))
        return false;
    if (!hasWhole && (isSigned || scan.rest.empty() || !isDigit(scan.rest.front())))
        return false;
    scan.eatDigits(true);
    if (scan.eat("eE") && (!scan.eat("+-") || scan.eatDigits(false) == 0))
        return false;
    return scan.rest.empty();
}

std::optional<Json> pyYamlNumber(std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    const std::string_view unsignedText = text.substr(isNegative || text.starts_with('+') ? 1 : 0);
    if (unsignedText.starts_with('_'))
        return std::nullopt;
    const std::string digits = withoutUnderscores(unsignedText);
    if (digits == "0")
        return Json(0);
    if (digits.starts_with("0x") || digits.starts_with("0b") || (digits.size() > 1 && isDigit(digits[1])))
        if (auto number = prefixedInteger(digits, isNegative))
            return number;
    if (!digits.starts_with('0')) {
        if (auto number = integerOf(digits, 10, isNegative))
            return number;
        if (!digits.empty() && std::ranges::all_of(digits, isDigit))
            return floatOf((isNegative ? "-" : "") + digits);
    }
    if (auto number = sexagesimal(text))
        return number;
    return isPyFloat(text) ? std::optional(floatOf(withoutUnderscores(text))) : std::nullopt;
}

std::optional<bool> booleanOf(std::string_view text, YamlDialect dialect)
{
    static constexpr std::array yes{"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"};
    static constexpr std::array no{"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"};
    if (text.empty() || text.size() > 5 || (dialect != YamlDialect::Kubectl && text.size() == 1))
        return std::nullopt;
    if (std::ranges::find(yes, text) != yes.end())
        return true;
    if (std::ranges::find(no, text) != no.end())
        return false;
    return std::nullopt;
}

} // namespace

Json resolveScalar(std::string_view text, YamlDialect dialect)
{
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
        return Json();
    if (const auto boolean = booleanOf(text, dialect))
        return Json(*boolean);
    const char first = text.front();
    if (isDigit(first) || first == '+' || first == '-' || first == '.') {
        if (const auto special = specialFloat(text))
            return *special;
        const auto number = dialect == YamlDialect::Kubectl ? kubectlNumber(text) : pyYamlNumber(text);
        if (number)
            return *number;
    }
    return Json(std::string(text));
}

bool isAmbiguousScalar(std::string_view text)
{
    if (text == "=" || text == "<<")
        return true;
    const bool isDate =
        text.size() >= 8 && std::all_of(text.begin(), text.begin() + 4, isDigit) && text[4] == '-' && isDigit(text[5]);
    return isDate || !resolveScalar(text, YamlDialect::Kubectl).is_string() ||
           !resolveScalar(text, YamlDialect::PyYaml).is_string();
}

} // namespace podwright::core
