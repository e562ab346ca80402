#include "app/sandbox/access.h"

#include "app/sandbox/api_errors.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace podwright::sandbox {
namespace {

constexpr std::array<std::string_view, 3> readVerbs = {"get", "list", "watch"};
constexpr std::array<std::string_view, 5> coreReadable = {"pods", "pods/log", "events", "configmaps", "resourcequotas"};
constexpr std::array<std::string_view, 8> openPaths = {"/version", "/api",   "/apis",   "/openapi",
                                                       "/healthz", "/livez", "/readyz", "/swagger-2.0.0.pb-v1"};

template<size_t N>
bool holds(const std::array<std::string_view, N> &values, std::string_view value)
{
    return std::find(values.begin(), values.end(), value) != values.end();
}

std::string resourceText(const Attempt &attempt)
{
    return attempt.subresource.empty() ? attempt.resource : attempt.resource + '/' + attempt.subresource;
}

bool isOpenPath(const std::string &path)
{
    return std::any_of(openPaths.begin(), openPaths.end(), [&path](std::string_view open) {
        return path == open || (path.starts_with(open) && path[open.size()] == '/');
    });
}

bool asksAboutItself(const Attempt &attempt)
{
    return attempt.verb == "create" && attempt.resource.starts_with("selfsubject");
}

Json names(std::initializer_list<const char *> values)
{
    Json list = Json::array();
    for (const char *value : values)
        list.push_back(value);
    return list;
}

Json reviewRules()
{
    return Json::array({{{"verbs", names({"create"})},
                         {"apiGroups", names({"authorization.k8s.io"})},
                         {"resources", names({"selfsubjectaccessreviews", "selfsubjectrulesreviews"})}},
                        {{"verbs", names({"create"})},
                         {"apiGroups", names({"authentication.k8s.io"})},
                         {"resources", names({"selfsubjectreviews"})}}});
}

bool isRestrictedUser(const User &user)
{
    return std::find(user.groups.begin(), user.groups.end(), restrictedGroup) != user.groups.end();
}

Json restrictedRules(const User &user, const std::string &ns)
{
    Json rules = reviewRules();
    if (ns != restrictedNamespace || !isRestrictedUser(user))
        return rules;
    Json readable = Json::array();
    for (const std::string_view name : coreReadable)
        readable.push_back(name);
    rules.push_back(
        {{"verbs", names({"get", "list", "watch"})}, {"apiGroups", names({""})}, {"resources", std::move(readable)}});
    rules.push_back({{"verbs", names({"get", "list", "watch"})},
                     {"apiGroups", names({"events.k8s.io"})},
                     {"resources", names({"events"})}});
    return rules;
}

} // namespace

bool isAllowed(const User &user, const Attempt &attempt)
{
    if (user.isAdmin)
        return true;
    if (!attempt.path.empty())
        return attempt.verb == "get" && isOpenPath(attempt.path);
    if (asksAboutItself(attempt))
        return true;
    if (!isRestrictedUser(user) || attempt.ns != restrictedNamespace || !holds(readVerbs, attempt.verb))
        return false;
    if (attempt.group == "events.k8s.io")
        return attempt.resource == "events" && attempt.subresource.empty();
    return attempt.group.empty() && holds(coreReadable, resourceText(attempt));
}

ApiError accessDenied(const User &user, const Attempt &attempt)
{
    ApiError error;
    error.code = 403;
    error.reason = "Forbidden";
    const std::string who = "User \"" + user.name + "\" cannot " + attempt.verb;
    if (!attempt.path.empty()) {
        error.message = "forbidden: " + who + " path \"" + attempt.path + '"';
        return error;
    }
    const std::string scope = attempt.ns.empty() ? " at the cluster scope" : " in the namespace \"" + attempt.ns + '"';
    const std::string grouped = attempt.group.empty() ? attempt.resource : attempt.resource + '.' + attempt.group;
    return forbidden(grouped, attempt.name,
                     who + " resource \"" + resourceText(attempt) + "\" in API group \"" + attempt.group + '"' + scope);
}

Json rulesOf(const User &user, const std::string &ns)
{
    Json resources = restrictedRules(user, ns);
    Json paths = Json::array({{{"verbs", names({"get"})}, {"nonResourceURLs", Json::array()}}});
    for (const std::string_view path : openPaths)
        for (const std::string_view suffix : {"", "/*"})
            paths[0]["nonResourceURLs"].push_back(std::string(path) + std::string(suffix));
    if (user.isAdmin) {
        const Json all = names({"*"});
        resources.insert(resources.begin(), Json{{"verbs", all}, {"apiGroups", all}, {"resources", all}});
        paths.insert(paths.begin(), Json{{"verbs", all}, {"nonResourceURLs", all}});
    }
    return {{"resourceRules", std::move(resources)}, {"nonResourceRules", std::move(paths)}, {"incomplete", false}};
}

} // namespace podwright::sandbox
