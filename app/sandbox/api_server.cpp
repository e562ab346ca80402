#include "app/sandbox/api_server.h"

#include "app/sandbox/access.h"
#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/discovery.h"
#include "app/sandbox/eviction.h"
#include "app/sandbox/openapi.h"
#include "app/sandbox/pod_metrics.h"
#include "app/sandbox/pod_streams.h"
#include "app/sandbox/reading.h"
#include "app/sandbox/reviews.h"
#include "app/sandbox/token_request.h"
#include "app/sandbox/writing.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using Handler = void (*)(Call &);

struct Route
{
    const ResourceType *type = nullptr;
    std::string ns, name, subresource;
};

ApiError unauthorized()
{
    ApiError error;
    error.code = 401;
    error.reason = "Unauthorized";
    error.message = "Unauthorized";
    return error;
}

// segments from `first`: [namespaces NS] RESOURCE [NAME [SUBRESOURCE]]
Route routeOf(const std::string &group, const std::string &version, std::vector<std::string> rest)
{
    Route route;
    const bool isInNamespace = rest.size() >= 3 && rest[0] == "namespaces" &&
                               (findResource(group, version, rest[2]) != nullptr || !group.empty());
    if (isInNamespace) {
        route.ns = rest[1];
        rest.erase(rest.begin(), rest.begin() + 2);
    }
    route.type = rest.empty() ? nullptr : findResource(group, version, rest[0]);
    const bool fits = route.type && rest.size() <= 3 && (route.type->isNamespaced || !isInNamespace);
    if (!fits)
        throw pathNotFound();
    route.name = rest.size() > 1 ? rest[1] : std::string();
    route.subresource = rest.size() > 2 ? rest[2] : std::string();
    if (route.name == "." || route.name == ".." || route.name.find_first_of("/%") != std::string::npos)
        throw badRequest("Name parameter invalid: \"" + route.name + "\": may not be '.', '..' or contain '/' or '%'");
    if (!route.name.empty() && route.type->isNamespaced && route.ns.empty())
        throw pathNotFound();
    return route;
}

std::string verbOf(const Request &request, const Route &route)
{
    const bool isOne = !route.name.empty();
    if (request.method == "GET")
        return request.query.flag("watch") ? "watch" : isOne ? "get" : "list";
    if (request.method == "POST" && (!isOne || !route.subresource.empty()))
        return "create";
    if (request.method == "PUT" && isOne)
        return "update";
    if (request.method == "PATCH" && isOne)
        return "patch";
    if (request.method == "DELETE" && route.subresource.empty())
        return isOne ? "delete" : "deletecollection";
    throw methodNotAllowed();
}

const Subresource &subresourceOf(const Route &route)
{
    const auto &known = route.type->subresources;
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&route](const Subresource &entry) { return entry.name == route.subresource; });
    if (found == known.end())
        throw pathNotFound();
    return *found;
}

Handler handlerOf(const Route &route, const std::string &verb)
{
    const std::string &sub = route.subresource;
    if (sub == "log")
        return sendLog;
    if (sub == "exec" || sub == "attach")
        return sub == "exec" ? runExec : runAttach;
    if (sub == "portforward")
        return forwardPorts;
    if (sub == "eviction")
        return evictPod;
    if (sub == "token")
        return answerTokenRequest;
    if (route.type->kind == "PodMetrics")
        return sendMetrics;
    if (!route.type->isStored)
        return answerReview;
    if (verb == "get")
        return getObject;
    if (verb == "list")
        return listObjects;
    if (verb == "watch")
        return watchObjects;
    if (verb == "create")
        return createObject;
    if (verb == "update")
        return replaceObject;
    if (verb == "patch")
        return patchObject;
    return verb == "delete" ? deleteObject : deleteCollection;
}

using Ticks = std::chrono::steady_clock::rep;

Ticks ticksNow()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

// Counts a request while it is being answered and notes when that ended.
class Running
{
public:
    Running(std::atomic<int> &count, std::atomic<Ticks> &last)
        : m_count(count)
        , m_last(last)
    {
        ++m_count;
    }
    ~Running()
    {
        m_last = ticksNow();
        --m_count;
    }
    Running(const Running &) = delete;
    Running &operator=(const Running &) = delete;

private:
    std::atomic<int> &m_count;
    std::atomic<Ticks> &m_last;
};

bool isHealthPath(const std::string &path)
{
    return path == "/healthz" || path == "/livez" || path == "/readyz";
}

} // namespace

ApiServer::ApiServer(Services &services, Credentials credentials)
    : m_services(services)
    , m_credentials(std::move(credentials))
    , m_lastRequest(ticksNow())
{}

std::chrono::steady_clock::time_point ApiServer::lastRequest() const
{
    if (m_running > 0)
        return std::chrono::steady_clock::now();
    return std::chrono::steady_clock::time_point(std::chrono::steady_clock::duration(m_lastRequest.load()));
}

void ApiServer::handle(Request &request, Reply &reply)
{
    try {
        dispatch(request, reply);
    } catch (const ApiError &error) {
        sendError(reply, error);
    } catch (const std::exception &error) {
        sendError(reply, internalError(error.what()));
    }
}

void ApiServer::dispatch(Request &request, Reply &reply)
{
    const std::string authorization = request.header("authorization");
    std::optional<User> user = userOf(m_credentials, authorization);
    if (!user)
        user = m_services.tokens.userOf(authorization);
    if (!user)
        throw unauthorized();
    request.user = *user;
    const Running running(m_running, m_lastRequest);
    const auto &segments = request.segments;
    if (segments.size() > 2 && segments[0] == "api" && segments[1] == "v1")
        serveResource(request, reply, "", "v1", 2);
    else if (segments.size() > 3 && segments[0] == "apis")
        serveResource(request, reply, segments[1], segments[2], 3);
    else
        servePath(request, reply);
}

void ApiServer::serveResource(Request &request, Reply &reply, const std::string &group, const std::string &version,
                              size_t first)
{
    std::vector<std::string> rest(request.segments.begin() + static_cast<std::ptrdiff_t>(first),
                                  request.segments.end());
    const Route route = routeOf(group, version, std::move(rest));
    const std::string verb = verbOf(request, route);
    const bool isNamespaceItself = route.type->plural == "namespaces" && group.empty();
    const Attempt attempt{.verb = verb,
                          .group = group,
                          .resource = route.type->plural,
                          .subresource = route.subresource,
                          .ns = isNamespaceItself ? route.name : route.ns,
                          .name = route.name,
                          .path = {}};
    if (!isAllowed(request.user, attempt))
        throw accessDenied(request.user, attempt);
    const auto &verbs = route.subresource.empty() ? route.type->verbs : subresourceOf(route).verbs;
    if (std::find(verbs.begin(), verbs.end(), verb) == verbs.end())
        throw methodNotAllowed();
    if (verb == "create" && route.subresource.empty() && route.type->isNamespaced && route.ns.empty())
        throw methodNotAllowed();
    Call call{request, reply, m_services, *route.type, route.ns, route.name, route.subresource};
    handlerOf(route, verb)(call);
}

void ApiServer::servePath(Request &request, Reply &reply)
{
    const std::string verb = request.method == "GET" ? "get" : request.method;
    std::string path = request.path;
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    const Attempt attempt{
        .verb = verb, .group = {}, .resource = {}, .subresource = {}, .ns = {}, .name = {}, .path = path};
    if (!isAllowed(request.user, attempt))
        throw accessDenied(request.user, attempt);
    if (request.method != "GET")
        throw methodNotAllowed();
    if (isHealthPath(path))
        reply.send(200, "text/plain; charset=utf-8", "ok");
    else if (path == "/version")
        sendPlain(request, reply, 200, versionInfo());
    else if (path.starts_with("/openapi/") || path == "/swagger-2.0.0.pb-v1")
        sendOpenApi(reply, path);
    else
        sendDiscovery(request, reply, path);
}

} // namespace podwright::sandbox
