#include "app/sandbox/resources.h"

#include "app/sandbox/event_forms.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using Names = std::vector<std::string>;

const Names everyVerb = {"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"};
const Names withoutCollection = {"create", "delete", "get", "list", "patch", "update", "watch"};

ResourceType core(std::string plural, std::string singular, std::string kind, Names shortNames)
{
    return {.group = "",
            .version = "v1",
            .plural = std::move(plural),
            .singular = std::move(singular),
            .kind = std::move(kind),
            .shortNames = std::move(shortNames),
            .categories = {},
            .verbs = everyVerb};
}

ResourceType clusterWide(std::string group, std::string plural, std::string singular, std::string kind,
                         Names shortNames)
{
    ResourceType type = core(std::move(plural), std::move(singular), std::move(kind), std::move(shortNames));
    type.group = std::move(group);
    type.isNamespaced = false;
    return type;
}

ResourceType review(std::string group, std::string plural, std::string singular, std::string kind)
{
    ResourceType type = clusterWide(std::move(group), std::move(plural), std::move(singular), std::move(kind), {});
    type.isStored = false;
    type.verbs = {"create"};
    return type;
}

ResourceType pods()
{
    ResourceType type = core("pods", "pod", "Pod", {"po"});
    type.categories = {"all"};
    type.subresources = {{"attach", "PodAttachOptions", {"create", "get"}},
                         {"ephemeralcontainers", "Pod", {"get", "patch", "update"}},
                         {"eviction", "Eviction", {"create"}, "policy"},
                         {"exec", "PodExecOptions", {"create", "get"}},
                         {"log", "Pod", {"get"}},
                         {"portforward", "PodPortForwardOptions", {"create", "get"}},
                         {"status", "Pod", {"get", "patch", "update"}}};
    return type;
}

ResourceType disruptionBudgets()
{
    ResourceType type = core("poddisruptionbudgets", "poddisruptionbudget", "PodDisruptionBudget", {"pdb"});
    type.group = "policy";
    return type;
}

ResourceType podMetrics()
{
    ResourceType type = core("pods", "", "PodMetrics", {});
    type.group = "metrics.k8s.io";
    type.version = "v1beta1";
    type.isStored = false;
    type.verbs = {"get", "list"};
    return type;
}

ResourceType serviceAccounts()
{
    ResourceType type = core("serviceaccounts", "serviceaccount", "ServiceAccount", {"sa"});
    type.subresources = {{"token", "TokenRequest", {"create"}, "authentication.k8s.io"}};
    return type;
}

ResourceType namespaces()
{
    ResourceType type = clusterWide("", "namespaces", "namespace", "Namespace", {"ns"});
    type.verbs = withoutCollection;
    return type;
}

ResourceType quotas()
{
    ResourceType type = core("resourcequotas", "resourcequota", "ResourceQuota", {"quota"});
    type.subresources = {{"status", "ResourceQuota", {"get", "patch", "update"}}};
    return type;
}

ResourceType modernEvents()
{
    ResourceType type = core("events", "event", "Event", {"ev"});
    type.group = "events.k8s.io";
    return type;
}

std::vector<ResourceType> makeTypes()
{
    return {
        core("configmaps", "configmap", "ConfigMap", {"cm"}),
        core("events", "event", "Event", {"ev"}),
        core("limitranges", "limitrange", "LimitRange", {"limits"}),
        namespaces(),
        clusterWide("", "nodes", "node", "Node", {"no"}),
        core("persistentvolumeclaims", "persistentvolumeclaim", "PersistentVolumeClaim", {"pvc"}),
        pods(),
        quotas(),
        core("secrets", "secret", "Secret", {}),
        serviceAccounts(),
        core("services", "service", "Service", {"svc"}),
        modernEvents(),
        review("authentication.k8s.io", "selfsubjectreviews", "selfsubjectreview", "SelfSubjectReview"),
        review("authorization.k8s.io", "selfsubjectaccessreviews", "selfsubjectaccessreview",
               "SelfSubjectAccessReview"),
        review("authorization.k8s.io", "selfsubjectrulesreviews", "selfsubjectrulesreview", "SelfSubjectRulesReview"),
        podMetrics(),
        disruptionBudgets(),
        clusterWide("scheduling.k8s.io", "priorityclasses", "priorityclass", "PriorityClass", {"pc"}),
        clusterWide("storage.k8s.io", "storageclasses", "storageclass", "StorageClass", {"sc"})};
}

} // namespace

std::string ResourceType::apiVersion() const
{
    return group.empty() ? version : group + '/' + version;
}

std::string ResourceType::resourceName() const
{
    return group.empty() ? plural : plural + '.' + group;
}

std::string ResourceType::groupedKind() const
{
    return group.empty() ? kind : kind + '.' + group;
}

std::string ResourceType::storeKey() const
{
    return plural == "events" ? plural : resourceName();
}

bool ResourceType::allows(const std::string &verb) const
{
    return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

const std::vector<ResourceType> &resourceTypes()
{
    static const std::vector<ResourceType> types = makeTypes();
    return types;
}

const ResourceType *findResource(const std::string &group, const std::string &version, const std::string &plural)
{
    const auto &types = resourceTypes();
    const auto found = std::find_if(types.begin(), types.end(), [&](const ResourceType &type) {
        return type.group == group && type.version == version && type.plural == plural;
    });
    return found == types.end() ? nullptr : &*found;
}

const ResourceType &coreResource(const std::string &plural)
{
    return *findResource("", "v1", plural);
}

Json typed(const ResourceType &type, const Json &object)
{
    Json result = {{"kind", type.kind}, {"apiVersion", type.apiVersion()}};
    for (const auto &[key, value] : object.items())
        if (key != "kind" && key != "apiVersion")
            result[key] = value;
    return type.group == "events.k8s.io" ? modernEvent(result) : result;
}

} // namespace podwright::sandbox
