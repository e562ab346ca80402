#include "models/task/text_rules.h"

#include <algorithm>

namespace podwright::task {

namespace {

constexpr size_t longestLabel = 63;
constexpr size_t longestSubdomain = 253;
constexpr size_t longestPortName = 15;

bool isLowerOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isLetterOrDigit(char c)
{
    return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z');
}

// Letters or digits at both ends, those or `inner` between them.
bool isWord(std::string_view text, bool (*isEnd)(char), std::string_view inner)
{
    const auto isInner = [&](char c) { return isEnd(c) || inner.find(c) != std::string_view::npos; };
    return !text.empty() && isEnd(text.front()) && isEnd(text.back()) && std::ranges::all_of(text, isInner);
}

QString tooLong(size_t most)
{
    return QStringLiteral("is longer than %1 characters").arg(most);
}

QString wordFault()
{
    return QStringLiteral(
        "may hold letters, digits, hyphens, underscores and dots only, with a letter or digit at both "
        "ends");
}

QString forbiddenDots(std::string_view text)
{
    if (text == "." || text.starts_with(".."))
        return QStringLiteral("must not be \".\" or start with \"..\"");
    return {};
}

} // namespace

QString dnsLabelFault(std::string_view text)
{
    if (text.size() > longestLabel)
        return tooLong(longestLabel);
    if (!isWord(text, isLowerOrDigit, "-"))
        return QStringLiteral(
            "may hold lower-case letters, digits and hyphens only, with a letter or digit at both ends");
    return {};
}

QString dnsSubdomainFault(std::string_view text)
{
    if (text.size() > longestSubdomain)
        return tooLong(longestSubdomain);
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find('.', begin), text.size());
        if (!isWord(text.substr(begin, end - begin), isLowerOrDigit, "-"))
            return QStringLiteral("may hold lower-case letters, digits, hyphens and dots only, with a letter or digit "
                                  "beside each dot and at both ends");
        begin = end + 1;
    }
    return {};
}

QString qualifiedNameFault(std::string_view text)
{
    const size_t slash = text.find('/');
    const std::string_view name = slash == std::string_view::npos ? text : text.substr(slash + 1);
    if (slash != std::string_view::npos && !dnsSubdomainFault(text.substr(0, slash)).isEmpty())
        return QStringLiteral("needs a domain before the slash, such as example.com");
    if (name.size() > longestLabel)
        return tooLong(longestLabel);
    if (!isWord(name, isLetterOrDigit, "-_."))
        return wordFault();
    return {};
}

QString labelValueFault(std::string_view text)
{
    if (text.size() > longestLabel)
        return tooLong(longestLabel);
    if (!text.empty() && !isWord(text, isLetterOrDigit, "-_."))
        return wordFault();
    return {};
}

QString variableNameFault(std::string_view text)
{
    const auto isAllowed = [](char c) { return isLetterOrDigit(c) || c == '_' || c == '-' || c == '.'; };
    const bool startsWithDigit = !text.empty() && text.front() >= '0' && text.front() <= '9';
    if (text.empty() || startsWithDigit || !std::ranges::all_of(text, isAllowed))
        return QStringLiteral("may hold letters, digits, underscores, hyphens and dots only, and must not start with a "
                              "digit");
    return forbiddenDots(text);
}

QString dataKeyFault(std::string_view text)
{
    const auto isAllowed = [](char c) { return isLetterOrDigit(c) || c == '_' || c == '-' || c == '.'; };
    if (text.size() > longestSubdomain)
        return tooLong(longestSubdomain);
    if (text.empty() || !std::ranges::all_of(text, isAllowed))
        return QStringLiteral("may hold letters, digits, underscores, hyphens and dots only");
    return forbiddenDots(text);
}

QString portNameFault(std::string_view text)
{
    const auto isLetter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (text.size() > longestPortName)
        return tooLong(longestPortName);
    if (!isWord(text, isLowerOrDigit, "-") || text.find("--") != std::string_view::npos ||
        std::ranges::none_of(text, isLetter))
        return QStringLiteral(
            "needs a lower-case letter and may hold lower-case letters, digits and single hyphens only");
    return {};
}

} // namespace podwright::task
