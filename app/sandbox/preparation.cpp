#include "app/sandbox/preparation.h"

#include "app/sandbox/admission.h"
#include "app/sandbox/api_errors.h"
#include "app/sandbox/base64.h"
#include "app/sandbox/ephemeral_containers.h"
#include "app/sandbox/limit_range.h"
#include "app/sandbox/node.h"
#include "app/sandbox/object_validation.h"
#include "app/sandbox/pod_defaults.h"
#include "app/sandbox/pod_update.h"
#include "app/sandbox/pod_validation.h"
#include "app/sandbox/pod_warnings.h"
#include "app/sandbox/resource_quota.h"
#include "app/sandbox/token_request.h"

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

constexpr const char *accountName = "default", *authorityName = "kube-root-ca.crt";

void refuseIfAny(const ResourceType &type, const Json &object, const std::vector<Cause> &causes)
{
    if (!causes.empty())
        throw invalid(type.groupedKind(), textAt(object, {"metadata", "name"}), causes);
}

// stringData is for writing only: it goes into data.
void foldSecret(Json &secret)
{
    const Json plain = at(secret, {"stringData"});
    if (plain.is_object())
        for (const auto &[key, value] : plain.items())
            secret["data"][key] = base64(value.is_string() ? value.get<std::string>() : value.dump());
    secret.erase("stringData");
    if (textAt(secret, {"type"}).empty())
        secret["type"] = "Opaque";
}

void setKindDefaults(const ResourceType &type, Json &object)
{
    if (type.plural == "secrets") {
        foldSecret(object);
    } else if (type.plural == "namespaces") {
        object["spec"] = {{"finalizers", {"kubernetes"}}};
        object["status"] = {{"phase", "Active"}};
        object["metadata"]["labels"]["kubernetes.io/metadata.name"] = textAt(object, {"metadata", "name"});
    } else if (type.plural == "limitranges") {
        setLimitRangeDefaults(object);
    } else if (type.plural == "resourcequotas") {
        object["status"] = Json::object();
    }
}

// What the server had filled in stays when an update leaves it out.
void keepAdmitted(const Json &previous, Json &pod)
{
    setSpecDefaults(pod);
    for (const char *field :
         {"serviceAccountName", "serviceAccount", "priority", "preemptionPolicy", "nodeName", "tolerations"})
        if (at(pod, {"spec", field}).is_null() && !at(previous, {"spec", field}).is_null())
            pod["spec"][field] = previous["spec"][field];
}

Json defaultAccount(const std::string &ns)
{
    return {{"kind", "ServiceAccount"}, {"apiVersion", "v1"}, {"metadata", {{"name", accountName}, {"namespace", ns}}}};
}

Json rootAuthority(const std::string &ns, const std::string &certificate)
{
    return {{"kind", "ConfigMap"},
            {"apiVersion", "v1"},
            {"metadata", {{"name", authorityName}, {"namespace", ns}}},
            {"data", {{"ca.crt", certificate}}}};
}

} // namespace

void prepareCreate(Call &call, Json &object)
{
    const Store &store = call.services.store;
    const ResourceType &type = call.type;
    if (type.isNamespaced)
        admitToNamespace(store, type.resourceName(), object);
    if (type.plural == "pods") {
        setPodDefaults(object);
        admitPod(store, object);
        const bool isConfined = !call.services.node || call.services.node->hasVolumes();
        if (isConfined)
            mountServiceToken(store, object);
        applyLimitRanges(store, object);
        setPodDefaults(object);
        checkQuotas(store, type, object);
        refuseIfAny(type, object, validatePod(object));
        for (std::string &text : unmetWishes(object, isConfined))
            call.warnings.push_back(std::move(text));
        return;
    }
    setKindDefaults(type, object);
    refuseIfAny(type, object, validateObject(type, object));
    if (type.isNamespaced)
        checkQuotas(store, type, object);
}

void prepareUpdate(Call &call, const Json &previous, Json &object)
{
    const ResourceType &type = call.type;
    if (type.plural == "pods" && call.subresource.empty()) {
        keepAdmitted(previous, object);
        refuseIfAny(type, object, validatePodUpdate(previous, object));
        return;
    }
    if (call.subresource == "ephemeralcontainers") {
        setEphemeralDefaults(object);
        refuseIfAny(type, object, validateEphemeralContainers(previous, object));
    }
    if (type.plural == "secrets")
        foldSecret(object);
    if (call.subresource.empty()) {
        refuseIfAny(type, object, validateObject(type, object));
        refuseIfAny(type, object, validateObjectUpdate(type, previous, object));
    }
}

void afterCreate(Services &services, const ResourceType &type, const Json &object)
{
    if (type.plural != "namespaces")
        return;
    const std::string ns = textAt(object, {"metadata", "name"});
    services.store.create("serviceaccounts", defaultAccount(ns));
    services.store.create("configmaps", rootAuthority(ns, services.caCertificate));
}

void afterDelete(Services &services, const ResourceType &type, const Json &object)
{
    const std::string ns = textAt(object, {"metadata", "namespace"}), name = textAt(object, {"metadata", "name"});
    const ObjectPtr space = services.store.get("namespaces", {}, ns);
    if (!space || textAt(*space, {"status", "phase"}) != "Active" || services.store.get(type.storeKey(), ns, name))
        return;
    if (type.plural == "serviceaccounts" && name == accountName)
        services.store.create(type.plural, defaultAccount(ns));
    else if (type.plural == "configmaps" && name == authorityName)
        services.store.create(type.plural, rootAuthority(ns, services.caCertificate));
}

} // namespace podwright::sandbox
