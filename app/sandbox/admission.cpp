#include "app/sandbox/admission.h"

#include "app/sandbox/api_errors.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

ApiError podForbidden(const Json &pod, const std::string &why)
{
    return forbidden("pods", textAt(pod, {"metadata", "name"}), why);
}

void setServiceAccount(const Store &store, Json &pod)
{
    Json &spec = pod["spec"];
    const std::string given = textAt(spec, {"serviceAccountName"}, textAt(spec, {"serviceAccount"}));
    const std::string name = given.empty() ? "default" : given;
    const std::string ns = textAt(pod, {"metadata", "namespace"});
    const ObjectPtr account = store.get("serviceaccounts", ns, name);
    if (!account)
        throw podForbidden(pod, "error looking up service account " + ns + '/' + name + ": serviceaccount \"" + name +
                                    "\" not found");
    spec["serviceAccountName"] = name;
    spec["serviceAccount"] = name;
    if (at(spec, {"imagePullSecrets"}).empty() && !at(*account, {"imagePullSecrets"}).empty())
        spec["imagePullSecrets"] = (*account)["imagePullSecrets"];
}

void setPriority(const Store &store, Json &pod)
{
    Json &spec = pod["spec"];
    const std::string name = textAt(spec, {"priorityClassName"});
    long long priority = 0;
    if (!name.empty()) {
        const ObjectPtr found = store.get("priorityclasses.scheduling.k8s.io", "", name);
        if (!found && !name.starts_with("system-"))
            throw podForbidden(pod, "no PriorityClass with name " + name + " was found");
        priority = found ? core::intAt(*found, {"value"}) : 2000000000;
    }
    const Json &given = at(spec, {"priority"});
    if (given.is_number_integer() && given.get<long long>() != priority)
        throw podForbidden(pod, "the integer value of priority (" + given.dump() +
                                    ") must not be provided in pod spec; priority admission controller computed " +
                                    std::to_string(priority) + " from the given PriorityClass name");
    spec["priority"] = priority;
    if (!spec.contains("preemptionPolicy"))
        spec["preemptionPolicy"] = "PreemptLowerPriority";
}

bool tolerates(const Json &tolerations, const std::string &key)
{
    return std::any_of(tolerations.begin(), tolerations.end(), [&key](const Json &toleration) {
        const std::string effect = textAt(toleration, {"effect"}), own = textAt(toleration, {"key"});
        return (own == key || own.empty()) && (effect.empty() || effect == "NoExecute");
    });
}

void setTolerations(Json &spec)
{
    constexpr int seconds = 300;
    Json tolerations = at(spec, {"tolerations"}).is_array() ? spec["tolerations"] : Json::array();
    for (const char *key : {"node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"})
        if (!tolerates(tolerations, key))
            tolerations.push_back(
                {{"key", key}, {"operator", "Exists"}, {"effect", "NoExecute"}, {"tolerationSeconds", seconds}});
    spec["tolerations"] = std::move(tolerations);
}

} // namespace

void admitToNamespace(const Store &store, const std::string &resource, const Json &object)
{
    const std::string ns = textAt(object, {"metadata", "namespace"});
    const ObjectPtr found = store.get("namespaces", "", ns);
    if (!found)
        throw notFound("namespaces", ns);
    if (textAt(*found, {"status", "phase"}) != "Terminating")
        return;
    ApiError error = forbidden(resource, textAt(object, {"metadata", "name"}),
                               "unable to create new content in namespace " + ns + " because it is being terminated");
    error.details["causes"] = Json::array({{{"reason", "NamespaceTerminating"},
                                            {"message", "namespace " + ns + " is being terminated"},
                                            {"field", "metadata.namespace"}}});
    throw error;
}

void admitPod(const Store &store, Json &pod)
{
    if (const std::string name = textAt(pod, {"spec", "runtimeClassName"}); !name.empty())
        throw podForbidden(pod, "pod rejected: RuntimeClass \"" + name + "\" not found"); // there are none
    setServiceAccount(store, pod);
    setPriority(store, pod);
    setTolerations(pod["spec"]);
}

} // namespace podwright::sandbox
