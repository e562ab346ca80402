#include "app/sandbox/names.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace podwright::sandbox {
namespace {

constexpr const char *labelForm = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
constexpr const char *qualifiedForm = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

bool isLower(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isLetterOrDigit(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 && static_cast<unsigned char>(c) < 128;
}

// Edges by `edge`, the inside by `edge` or one of `others`.
template<class Edge>
bool isBordered(std::string_view text, const Edge &edge, std::string_view others)
{
    return !text.empty() && edge(text.front()) && edge(text.back()) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return edge(c) || others.find(c) != others.npos; });
}

bool isLabel(std::string_view text)
{
    return isBordered(text, isLower, "-");
}

bool isSubdomain(std::string_view text)
{
    for (size_t end = text.find('.'); end != text.npos; end = text.find('.')) {
        if (!isLabel(text.substr(0, end)))
            return false;
        text.remove_prefix(end + 1);
    }
    return isLabel(text);
}

std::string withForm(const std::string &message, std::initializer_list<const char *> examples, const std::string &form)
{
    std::string text = message + " (e.g. ";
    bool isFirst = true;
    for (const char *example : examples) {
        text += (isFirst ? "'" : " or '") + std::string(example) + "', ";
        isFirst = false;
    }
    return text + "regex used for validation is '" + form + "')";
}

std::string tooLong(size_t limit)
{
    return "must be no more than " + std::to_string(limit) + " characters";
}

Complaints checked(bool isLongEnough, std::string lengthText, bool isWellFormed, std::string formText)
{
    Complaints complaints;
    if (!isLongEnough)
        complaints.push_back(std::move(lengthText));
    if (!isWellFormed)
        complaints.push_back(std::move(formText));
    return complaints;
}

Complaints nameAndPrefix(const std::string &prefix, const std::string &name)
{
    Complaints complaints;
    if (name.empty())
        complaints.push_back("name part must be non-empty");
    else if (name.size() > 63)
        complaints.push_back("name part " + tooLong(63));
    if (!isBordered(name, isLetterOrDigit, "-_."))
        complaints.push_back(withForm("name part must consist of alphanumeric characters, '-', '_' or '.', and must "
                                      "start and end with an alphanumeric character",
                                      {"MyName", "my.name", "123-abc"}, qualifiedForm));
    if (prefix == "/")
        return complaints;
    if (prefix.empty())
        complaints.insert(complaints.begin(), "prefix part must be non-empty");
    else
        for (const std::string &complaint : dnsSubdomain(prefix))
            complaints.insert(complaints.begin(), "prefix part " + complaint);
    return complaints;
}

Complaints pathRules(const std::string &text)
{
    if (text == ".")
        return {"must not be '.'"};
    if (text == "..")
        return {"must not be '..'"};
    if (text.starts_with(".."))
        return {"must not start with '..'"};
    return {};
}

} // namespace

Complaints dnsLabel(const std::string &text)
{
    return checked(text.size() <= 63, tooLong(63), isLabel(text),
                   withForm("a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "
                            "must start and end with an alphanumeric character",
                            {"my-name", "123-abc"}, labelForm));
}

Complaints dnsSubdomain(const std::string &text)
{
    return checked(text.size() <= 253, tooLong(253), isSubdomain(text),
                   withForm("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
                            "'.', and must start and end with an alphanumeric character",
                            {"example.com"}, std::string(labelForm) + "(\\." + labelForm + ")*"));
}

Complaints dnsService(const std::string &text)
{
    const bool startsWithLetter = !text.empty() && text.front() >= 'a' && text.front() <= 'z';
    return checked(text.size() <= 63, tooLong(63), startsWithLetter && isLabel(text),
                   withForm("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
                            "alphabetic character, and end with an alphanumeric character",
                            {"my-name", "abc-123"}, "[a-z]([-a-z0-9]*[a-z0-9])?"));
}

Complaints qualifiedName(const std::string &text)
{
    const size_t slash = text.find('/');
    if (slash == text.npos)
        return nameAndPrefix("/", text);
    if (text.find('/', slash + 1) == text.npos)
        return nameAndPrefix(text.substr(0, slash), text.substr(slash + 1));
    return {withForm("a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and "
                     "end with an alphanumeric character",
                     {"MyName", "my.name", "123-abc"}, qualifiedForm) +
            " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"};
}

Complaints labelValue(const std::string &text)
{
    return checked(text.size() <= 63, tooLong(63), text.empty() || isBordered(text, isLetterOrDigit, "-_."),
                   withForm("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
                            "'.', and must start and end with an alphanumeric character",
                            {"MyValue", "my_value", "12345"}, "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?"));
}

Complaints environmentName(const std::string &text)
{
    if (text.empty())
        return {"environment variable name must be non-empty"};
    const bool isPrintable =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7e && c != '='; });
    if (isPrintable)
        return {};
    return {"a valid environment variable name must consist only of printable ASCII characters other than '='"};
}

Complaints configKey(const std::string &text)
{
    const bool isWellFormed = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return isLetterOrDigit(c) || c == '-' || c == '.' || c == '_';
    });
    Complaints complaints =
        checked(text.size() <= 253, tooLong(253), isWellFormed,
                withForm("a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                         {"key.name", "KEY_NAME", "key-name"}, "[-._a-zA-Z0-9]+"));
    const Complaints more = pathRules(text);
    complaints.insert(complaints.end(), more.begin(), more.end());
    return complaints;
}

Complaints portName(const std::string &text)
{
    Complaints complaints;
    if (text.size() > 15)
        complaints.push_back(tooLong(15));
    if (!std::all_of(text.begin(), text.end(), [](char c) { return isLower(c) || c == '-'; }))
        complaints.push_back("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    if (std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
        complaints.push_back("must contain at least one letter (a-z)");
    if (text.find("--") != text.npos)
        complaints.push_back("must not contain consecutive hyphens");
    if (text.starts_with('-') || text.ends_with('-'))
        complaints.push_back("must not begin or end with a hyphen");
    return complaints;
}

Complaints headerName(const std::string &text)
{
    const bool isWellFormed =
        !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return isLetterOrDigit(c) || c == '-'; });
    return checked(true, {}, isWellFormed,
                   withForm("a valid HTTP header must consist of alphanumeric characters or '-'", {"X-Header-Name"},
                            "[-A-Za-z0-9]+"));
}

} // namespace podwright::sandbox
