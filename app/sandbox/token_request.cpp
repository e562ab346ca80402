#include "app/sandbox/token_request.h"

#include "app/sandbox/answers.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/body.h"
#include "app/sandbox/times.h"
#include "models/core/random.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

constexpr const char *requestKind = "TokenRequest.authentication.k8s.io";
constexpr const char *tokenFolder = "/var/run/secrets/kubernetes.io/serviceaccount";
constexpr long long shortestLife = 600, longestLife = 1LL << 32, mountedLife = 3607;

long long wantedSeconds(const Json &spec)
{
    const Json &given = at(spec, {"expirationSeconds"});
    if (!given.is_number_integer())
        return 3600;
    const auto refuse = [&](const char *why) {
        throw invalid(requestKind, "",
                      {{"FieldValueInvalid", "Invalid value: " + given.dump() + ": " + why, "spec.expirationSeconds"}});
    };
    if (given < shortestLife)
        refuse("may not specify a duration less than 10 minutes");
    if (given > longestLife)
        refuse("may not specify a duration larger than 2^32 seconds");
    return given.get<long long>();
}

void bindToPod(const Call &call, const Json &reference, TokenWish &wish)
{
    if (!reference.is_object())
        return;
    const std::string kind = textAt(reference, {"kind"}), name = textAt(reference, {"name"});
    if (kind != "Pod")
        throw badRequest("cannot bind token to object of type " + kind + ": the sandbox binds tokens to pods only");
    const ObjectPtr pod = call.services.store.get("pods", call.ns, name);
    if (!pod)
        throw notFound("pods", name);
    if (textAt(*pod, {"spec", "serviceAccountName"}) != call.name)
        throw badRequest("cannot bind token for serviceaccount \"" + call.name +
                         "\" to pod running with different "
                         "serviceaccount name.");
    wish.podName = name;
    wish.podUid = textAt(*pod, {"metadata", "uid"});
}

bool wantsToken(const Store &store, const Json &pod)
{
    if (const Json &own = at(pod, {"spec", "automountServiceAccountToken"}); own.is_boolean())
        return own.get<bool>();
    const ObjectPtr account = store.get("serviceaccounts", textAt(pod, {"metadata", "namespace"}),
                                        textAt(pod, {"spec", "serviceAccountName"}));
    return !account || core::boolAt(*account, {"automountServiceAccountToken"}, true);
}

bool hasTokenMount(const Json &container)
{
    const Json &mounts = at(container, {"volumeMounts"});
    return std::any_of(mounts.begin(), mounts.end(),
                       [](const Json &mount) { return textAt(mount, {"mountPath"}) == tokenFolder; });
}

Json tokenVolume(const std::string &name)
{
    constexpr int readable = 420; // 0644
    const Json token = {{"serviceAccountToken", {{"expirationSeconds", mountedLife}, {"path", "token"}}}};
    const Json authority = {
        {"configMap",
         {{"items", Json::array({{{"key", "ca.crt"}, {"path", "ca.crt"}}})}, {"name", "kube-root-ca.crt"}}}};
    const Json field = {{"path", "namespace"},
                        {"fieldRef", {{"apiVersion", "v1"}, {"fieldPath", "metadata.namespace"}}}};
    const Json space = {{"downwardAPI", {{"items", Json::array({field})}}}};
    return {{"name", name},
            {"projected", {{"defaultMode", readable}, {"sources", Json::array({token, authority, space})}}}};
}

} // namespace

void answerTokenRequest(Call &call)
{
    Json request = decodedBody(call.request, "TokenRequest");
    const Json spec = at(request, {"spec"});
    TokenWish wish{.ns = call.ns, .account = call.name, .seconds = wantedSeconds(spec)};
    for (const Json &audience : at(spec, {"audiences"})) {
        if (audience.is_string())
            wish.audiences.push_back(audience.get<std::string>());
    }
    bindToPod(call, at(spec, {"boundObjectRef"}), wish);
    const IssuedToken token = call.services.tokens.issue(wish);
    const auto expires = std::chrono::system_clock::time_point(std::chrono::seconds(token.expires));
    Json answered = spec.is_object() ? spec : Json::object();
    answered["audiences"] = wish.audiences.empty() ? Json::array({apiAudience}) : Json(wish.audiences);
    answered["expirationSeconds"] = wish.seconds;
    sendPlain(call.request, call.reply, 201,
              {{"kind", "TokenRequest"},
               {"apiVersion", "authentication.k8s.io/v1"},
               {"metadata", {{"name", call.name}, {"namespace", call.ns}, {"creationTimestamp", nowText()}}},
               {"spec", std::move(answered)},
               {"status", {{"token", token.text}, {"expirationTimestamp", timeText(expires)}}}});
}

void mountServiceToken(const Store &store, Json &pod)
{
    if (!wantsToken(store, pod))
        return;
    Json &spec = pod["spec"];
    const std::string name = "kube-api-access-" + core::randomText(5, "bcdfghjklmnpqrstvwxz2456789");
    bool isUsed = false;
    for (const char *list : {"initContainers", "containers"}) {
        if (!spec.contains(list) || !spec[list].is_array())
            continue;
        for (Json &container : spec[list]) {
            if (!container.is_object() || hasTokenMount(container))
                continue;
            container["volumeMounts"].push_back({{"mountPath", tokenFolder}, {"name", name}, {"readOnly", true}});
            isUsed = true;
        }
    }
    if (isUsed)
        spec["volumes"].push_back(tokenVolume(name));
}

} // namespace podwright::sandbox
