#include "app/sandbox/exchange.h"

#include "app/sandbox/api_errors.h"

#include <algorithm>
#include <charconv>

namespace podwright::sandbox {
namespace {

int hexValue(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

template<class Action>
void splitAt(std::string_view text, char separator, const Action &action)
{
    while (!text.empty()) {
        const size_t end = std::min(text.find(separator), text.size());
        if (end > 0)
            action(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool isFalse(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text == "0" || text == "false";
}

} // namespace

std::string percentDecoded(std::string_view text, bool plusIsSpace)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
        const int low = high >= 0 ? hexValue(text[i + 2]) : -1;
        if (low >= 0) {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += plusIsSpace && text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

Query::Query(std::string_view text)
{
    splitAt(text, '&', [this](std::string_view entry) {
        const size_t equals = std::min(entry.find('='), entry.size());
        const std::string_view value = entry.substr(std::min(equals + 1, entry.size()));
        m_entries.emplace_back(percentDecoded(entry.substr(0, equals), true), percentDecoded(value, true));
    });
}

bool Query::has(const std::string &key) const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [&key](const auto &entry) { return entry.first == key; });
}

std::string Query::text(const std::string &key) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&key](const auto &entry) { return entry.first == key; });
    return found == m_entries.end() ? std::string() : found->second;
}

std::vector<std::string> Query::all(const std::string &key) const
{
    std::vector<std::string> values;
    for (const auto &[name, value] : m_entries)
        if (name == key)
            values.push_back(value);
    return values;
}

bool Query::flag(const std::string &key) const
{
    return has(key) && !isFalse(text(key));
}

std::optional<long long> Query::number(const std::string &key) const
{
    const std::string value = text(key);
    if (value.empty())
        return std::nullopt;
    long long number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size())
        throw badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
    return number;
}

std::string Request::header(const std::string &lowerCaseName) const
{
    const auto found = headers.find(lowerCaseName);
    return found == headers.end() ? std::string() : found->second;
}

void setTarget(Request &request, std::string_view target)
{
    const size_t mark = std::min(target.find('?'), target.size());
    const std::string_view path = target.substr(0, mark);
    request.path = percentDecoded(path);
    request.segments.clear();
    splitAt(path, '/', [&request](std::string_view part) { request.segments.push_back(percentDecoded(part)); });
    request.query = Query(target.substr(std::min(mark + 1, target.size())));
}

} // namespace podwright::sandbox
