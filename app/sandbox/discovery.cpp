#include "app/sandbox/discovery.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/resources.h"

#include <map>

namespace podwright::sandbox {
namespace {

Json names(const std::vector<std::string> &values)
{
    return Json(values);
}

// Each with its one version.
std::map<std::string, std::string> groups()
{
    std::map<std::string, std::string> found;
    for (const ResourceType &type : resourceTypes())
        if (!type.group.empty())
            found[type.group] = type.version;
    return found;
}

std::string versionOf(const std::string &group)
{
    return group.empty() ? "v1" : groups().at(group);
}

Json groupVersion(const std::string &group)
{
    return {{"groupVersion", group + '/' + versionOf(group)}, {"version", versionOf(group)}};
}

Json groupObject(const std::string &group)
{
    return {
        {"name", group}, {"versions", Json::array({groupVersion(group)})}, {"preferredVersion", groupVersion(group)}};
}

Json legacyEntry(const ResourceType &type)
{
    Json entry = {{"name", type.plural},
                  {"singularName", type.singular},
                  {"namespaced", type.isNamespaced},
                  {"kind", type.kind},
                  {"verbs", names(type.verbs)}};
    if (!type.shortNames.empty())
        entry["shortNames"] = names(type.shortNames);
    if (!type.categories.empty())
        entry["categories"] = names(type.categories);
    return entry;
}

Json legacyEntry(const ResourceType &type, const Subresource &sub)
{
    Json entry = {{"name", type.plural + '/' + sub.name}, {"singularName", ""}, {"namespaced", type.isNamespaced}};
    if (!sub.group.empty())
        entry.update({{"group", sub.group}, {"version", "v1"}});
    entry.update({{"kind", sub.kind}, {"verbs", names(sub.verbs)}});
    return entry;
}

Json resourceList(const std::string &group)
{
    Json list = {{"kind", "APIResourceList"},
                 {"apiVersion", "v1"},
                 {"groupVersion", group.empty() ? "v1" : group + '/' + versionOf(group)},
                 {"resources", Json::array()}};
    for (const ResourceType &type : resourceTypes()) {
        if (type.group != group)
            continue;
        list["resources"].push_back(legacyEntry(type));
        for (const Subresource &sub : type.subresources)
            list["resources"].push_back(legacyEntry(type, sub));
    }
    return list;
}

Json responseKind(const ResourceType &type, const std::string &kind, const std::string &group)
{
    return {{"group", group.empty() ? type.group : group}, {"version", type.version}, {"kind", kind}};
}

Json aggregatedEntry(const ResourceType &type)
{
    Json entry = {{"resource", type.plural},
                  {"responseKind", responseKind(type, type.kind, type.group)},
                  {"scope", type.isNamespaced ? "Namespaced" : "Cluster"},
                  {"singularResource", type.singular},
                  {"verbs", names(type.verbs)}};
    if (!type.shortNames.empty())
        entry["shortNames"] = names(type.shortNames);
    if (!type.categories.empty())
        entry["categories"] = names(type.categories);
    for (const Subresource &sub : type.subresources)
        entry["subresources"].push_back({{"subresource", sub.name},
                                         {"responseKind", responseKind(type, sub.kind, sub.group)},
                                         {"verbs", names(sub.verbs)}});
    return entry;
}

Json aggregatedGroup(const std::string &group)
{
    Json resources = Json::array();
    for (const ResourceType &type : resourceTypes())
        if (type.group == group)
            resources.push_back(aggregatedEntry(type));
    Json metadata = Json::object();
    if (!group.empty())
        metadata["name"] = group;
    return {{"metadata", std::move(metadata)},
            {"versions",
             Json::array(
                 {{{"version", versionOf(group)}, {"resources", std::move(resources)}, {"freshness", "Current"}}})}};
}

Json aggregated(const std::string &path, const std::string &contentType)
{
    const bool isBeta = contentType.find("v2beta1") != contentType.npos;
    Json list = {{"kind", "APIGroupDiscoveryList"},
                 {"apiVersion", isBeta ? "apidiscovery.k8s.io/v2beta1" : "apidiscovery.k8s.io/v2"},
                 {"metadata", Json::object()},
                 {"items", Json::array()}};
    if (path == "/api")
        list["items"].push_back(aggregatedGroup(""));
    else
        for (const auto &[group, version] : groups())
            list["items"].push_back(aggregatedGroup(group));
    return list;
}

Json legacyRoot(const std::string &path)
{
    if (path == "/api")
        return {{"kind", "APIVersions"}, {"versions", {"v1"}}, {"serverAddressByClientCIDRs", Json::array()}};
    Json list = {{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", Json::array()}};
    for (const auto &[group, version] : groups())
        list["groups"].push_back(groupObject(group));
    return list;
}

Json rootPaths()
{
    Json paths = {"/api", "/api/v1", "/apis"};
    for (const auto &[group, version] : groups()) {
        paths.push_back("/apis/" + group);
        paths.push_back("/apis/" + group + '/' + version);
    }
    for (const char *path : {"/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"})
        paths.push_back(path);
    return {{"paths", std::move(paths)}};
}

} // namespace

Json versionInfo()
{
    return {{"major", "1"},        {"minor", "35"},           {"gitVersion", "v1.35.0-podwright-sandbox"},
            {"gitCommit", ""},     {"gitTreeState", "clean"}, {"buildDate", "1970-01-01T00:00:00Z"},
            {"goVersion", "none"}, {"compiler", "gcc"},       {"platform", "linux/amd64"}};
}

void sendDiscovery(const Request &request, Reply &reply, const std::string &path)
{
    if (path == "/api" || path == "/apis") {
        std::string contentType;
        if (wantsAggregatedDiscovery(request, contentType))
            reply.send(200, contentType, aggregated(path, contentType).dump());
        else
            sendPlain(request, reply, 200, legacyRoot(path));
        return;
    }
    const auto &segments = request.segments;
    if (path == "/api/v1") {
        sendPlain(request, reply, 200, resourceList(""));
    } else if (segments.size() >= 2 && segments[0] == "apis" && groups().contains(segments[1]) &&
               segments.size() == 2) {
        Json group = {{"kind", "APIGroup"}, {"apiVersion", "v1"}};
        group.update(groupObject(segments[1]));
        sendPlain(request, reply, 200, group);
    } else if (segments.size() == 3 && segments[0] == "apis" && groups().contains(segments[1]) &&
               segments[2] == versionOf(segments[1])) {
        sendPlain(request, reply, 200, resourceList(segments[1]));
    } else if (!segments.empty() && (segments[0] == "api" || segments[0] == "apis")) {
        reply.send(404, "text/plain; charset=utf-8", "404 page not found\n");
    } else {
        reply.send(path == "/" ? 200 : 404, "application/json", rootPaths().dump());
    }
}

} // namespace podwright::sandbox
