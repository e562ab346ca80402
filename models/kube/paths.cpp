#include "models/kube/paths.h"

namespace podwright::kube {
namespace {

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '~';
}

std::string collectionPath(std::string_view ns, std::string_view resource)
{
    std::string path = "/api/v1/";
    if (!ns.empty())
        path += "namespaces/" + escape(ns) + "/";
    return path.append(resource);
}

} // namespace

std::string escape(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c)) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += digits[byte >> 4];
        result += digits[byte & 15];
    }
    return result;
}

std::string queryString(const std::vector<std::pair<std::string, std::string>> &query)
{
    std::string result;
    for (const auto &[name, value] : query) {
        result += result.empty() ? '?' : '&';
        result += escape(name) + '=' + escape(value);
    }
    return result;
}

std::string podsPath(std::string_view ns, std::string_view name, std::string_view subresource)
{
    std::string path = collectionPath(ns, "pods");
    if (!name.empty())
        path += '/' + escape(name);
    if (!subresource.empty())
        path += '/' + escape(subresource);
    return path;
}

std::string eventsPath(std::string_view ns)
{
    return collectionPath(ns, "events");
}

} // namespace podwright::kube
