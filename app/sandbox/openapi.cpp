#include "app/sandbox/openapi.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/resources.h"

#include <set>

namespace podwright::sandbox {
namespace {

constexpr const char *v2Type = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
constexpr const char *documentHash = "1";

std::string rootOf(const ResourceType &type)
{
    return (type.group.empty() ? "api/" : "apis/") + type.apiVersion();
}

Json index()
{
    Json paths = Json::object();
    for (const ResourceType &type : resourceTypes()) {
        const std::string root = rootOf(type);
        paths[root] = {{"serverRelativeURL", "/openapi/v3/" + root + "?hash=" + documentHash}};
    }
    return {{"paths", std::move(paths)}};
}

Json groupVersionKind(const ResourceType &type)
{
    return {{"group", type.group}, {"version", type.version}, {"kind", type.kind}};
}

Json operation(const ResourceType &type, const char *action)
{
    Json parameters = Json::array();
    for (const char *name : {"dryRun", "fieldManager", "fieldValidation"})
        parameters.push_back({{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}}}});
    return {{"parameters", std::move(parameters)},
            {"x-kubernetes-action", action},
            {"x-kubernetes-group-version-kind", groupVersionKind(type)}};
}

Json document(const std::string &root)
{
    Json paths = Json::object(), schemas = Json::object();
    for (const ResourceType &type : resourceTypes()) {
        if (rootOf(type) != root)
            continue;
        const std::string scope = type.isNamespaced ? "/namespaces/{namespace}/" : "/";
        const std::string collection = '/' + root + scope + type.plural;
        if (type.allows("create"))
            paths[collection]["post"] = operation(type, "post");
        if (type.isStored)
            paths[collection + "/{name}"]["patch"] = operation(type, "patch");
        const std::string package = type.group.empty() ? "core" : type.group.substr(0, type.group.find('.'));
        schemas["io.k8s.api." + package + '.' + type.version + '.' + type.kind] = {
            {"type", "object"}, {"x-kubernetes-group-version-kind", Json::array({groupVersionKind(type)})}};
    }
    return {{"openapi", "3.0.0"},
            {"info", {{"title", "podwright-sandbox"}, {"version", "1"}}},
            {"paths", std::move(paths)},
            {"components", {{"schemas", std::move(schemas)}}}};
}

} // namespace

void sendOpenApi(Reply &reply, const std::string &path)
{
    constexpr std::string_view v3 = "/openapi/v3";
    if (path == "/openapi/v2" || path == "/swagger-2.0.0.pb-v1") {
        reply.send(200, v2Type, {});
        return;
    }
    if (path == v3) {
        reply.send(200, "application/json", index().dump());
        return;
    }
    const std::string root = path.starts_with(v3) ? path.substr(v3.size() + 1) : std::string();
    if (!index()["paths"].contains(root))
        throw pathNotFound();
    reply.send(200, "application/json", document(root).dump());
}

} // namespace podwright::sandbox
