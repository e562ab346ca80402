#include "models/core/yaml_style.h"

#include "models/core/utf8.h"
#include "models/core/yaml_scalars.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace podwright::core {

namespace {

bool isPlainStart(std::string_view text)
{
    constexpr std::string_view indicators = "-?:,[]{}#&*!|>'\"%@`";
    if (indicators.find(text[0]) == std::string_view::npos)
        return true;
    return text[0] == '-' && text.size() > 1 && text[1] != ' ' && !text.starts_with("---");
}

// May stand without quotes as far as the syntax goes.
bool isPlainSyntax(std::string_view text, bool isFlow)
{
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':' || !isPlainStart(text))
        return false;
    if (text.starts_with("...") || text.find(": ") != std::string_view::npos ||
        text.find(" #") != std::string_view::npos)
        return false;
    return !isFlow || text.find_first_of(",[]{}:?") == std::string_view::npos;
}

bool isAllPrintable(std::string_view text)
{
    while (!text.empty()) {
        const CodePoint point = firstCodePoint(text);
        if (point.size == 0 || !isPrintable(point.value))
            return false;
        text.remove_prefix(point.size);
    }
    return true;
}

std::string hex(char32_t value, int digits)
{
    constexpr std::string_view alphabet = "0123456789ABCDEF";
    std::string text;
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        text += alphabet[(value >> shift) & 0xF];
    return text;
}

std::string escaped(char32_t c)
{
    switch (c) {
    case '\n':
        return "\\n";
    case '\t':
        return "\\t";
    case '\r':
        return "\\r";
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    default:
        return c < 0x100 ? "\\x" + hex(c, 2) : c < 0x10000 ? "\\u" + hex(c, 4) : "\\U" + hex(c, 8);
    }
}

std::string doubleQuoted(std::string_view text)
{
    std::string result = "\"";
    while (!text.empty()) {
        const CodePoint point = firstCodePoint(text);
        if (point.size == 0)
            result += "\\uFFFD";
        else if (point.value != '"' && point.value != '\\' && isPrintable(point.value))
            result += text.substr(0, point.size);
        else
            result += escaped(point.value);
        text.remove_prefix(std::max<size_t>(point.size, 1));
    }
    return result + '"';
}

std::string singleQuoted(std::string_view text)
{
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("''") : std::string(1, c);
    return result + '\'';
}

std::string quoted(const std::string &text, bool isFlow, QuoteStyle style)
{
    if (style == QuoteStyle::Double || !isAllPrintable(text))
        return doubleQuoted(text);
    if (style == QuoteStyle::Single)
        return singleQuoted(text);
    if (text.empty() || isAmbiguousScalar(text))
        return doubleQuoted(text);
    return isPlainSyntax(text, isFlow) ? text : singleQuoted(text);
}

// PyYAML takes "1e+20" for a string: a float needs its point.
std::string floatText(const Json &value)
{
    if (!std::isfinite(value.get<double>()))
        return "null";
    std::string text = value.dump();
    const size_t exponent = text.find('e');
    if (exponent != std::string::npos && text.find('.') == std::string::npos)
        text.insert(exponent, ".0");
    return text;
}

} // namespace

std::string inlineYaml(const Json &value, bool isFlow, QuoteStyle style)
{
    if (value.is_string())
        return quoted(value.get_ref<const std::string &>(), isFlow, style);
    if (value.is_number_float())
        return floatText(value);
    if (value.is_object())
        return "{}";
    if (value.is_array())
        return "[]";
    return value.is_discarded() ? "null" : value.dump();
}

const std::string *pythonSource(const Json &value, YamlDialect dialect)
{
    const bool isPython = dialect == YamlDialect::TaskFile && value.is_object() && value.size() == 1 &&
                          value.begin().key() == pythonTag && value.begin().value().is_string();
    return isPython ? &value.begin().value().get_ref<const std::string &>() : nullptr;
}

std::string flowYaml(const Json &value, YamlDialect dialect)
{
    if (!value.is_structured())
        return inlineYaml(value, true);
    if (const std::string *source = pythonSource(value, dialect))
        return std::string(pythonTag) + " " + inlineYaml(Json(*source), true);
    std::string text = value.is_object() ? "{" : "[";
    for (const auto &[key, item] : value.items()) {
        text += text.size() > 1 ? ", " : "";
        text += value.is_object() ? inlineYaml(Json(key), true) + ": " : "";
        text += flowYaml(item, dialect);
    }
    return text + (value.is_object() ? "}" : "]");
}

bool fitsLiteralBlock(std::string_view text)
{
    if (text.find('\n') == std::string_view::npos || text[0] == ' ' || text[0] == '\t' || text[0] == '\n')
        return false;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const size_t ink = line.find_first_not_of(" \t");
        if (!line.empty() && ink == std::string_view::npos)
            return false;
        for (std::string_view rest = line; !rest.empty();) {
            const CodePoint point = firstCodePoint(rest);
            if (point.size == 0 || !(point.value == '\t' || isPrintable(point.value)))
                return false;
            rest.remove_prefix(point.size);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

std::string_view literalHeader(std::string_view text)
{
    if (!text.ends_with('\n'))
        return "|-";
    return text.ends_with("\n\n") ? "|+" : "|";
}

bool isEmptyCollection(const Json &value)
{
    return value.is_structured() && value.empty();
}

} // namespace podwright::core
