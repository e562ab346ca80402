#include "app/sandbox/resource_quota.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/pod_usage.h"
#include "app/sandbox/times.h"

#include <algorithm>
#include <set>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

bool isComputed(const std::string &key)
{
    return key == "cpu" || key == "memory" || key == "ephemeral-storage" || key.starts_with("requests.") ||
           key.starts_with("limits.") || key.starts_with("hugepages-");
}

bool isActive(const Json &pod)
{
    const std::string phase = textAt(pod, {"status", "phase"});
    if (phase == "Succeeded" || phase == "Failed")
        return false;
    const long long deleted = secondsOf(textAt(pod, {"metadata", "deletionTimestamp"}));
    return deleted < 0 || secondsOf(nowText()) <= deleted;
}

bool isInScope(const Json &pod, const std::string &scope, const Json &values, const std::string &op)
{
    const bool hasDeadline = !at(pod, {"spec", "activeDeadlineSeconds"}).is_null();
    const bool isBestEffort = textAt(pod, {"status", "qosClass"}) == "BestEffort";
    if (scope == "Terminating" || scope == "NotTerminating")
        return hasDeadline == (scope == "Terminating");
    if (scope == "BestEffort" || scope == "NotBestEffort")
        return isBestEffort == (scope == "BestEffort");
    if (scope != "PriorityClass")
        return true;
    const std::string priority = textAt(pod, {"spec", "priorityClassName"});
    if (op == "Exists" || op == "DoesNotExist")
        return priority.empty() == (op == "DoesNotExist");
    const bool isListed = std::find(values.begin(), values.end(), Json(priority)) != values.end();
    return isListed == (op == "In");
}

bool covers(const Json &quota, const Json &pod)
{
    for (const Json &scope : at(quota, {"spec", "scopes"}))
        if (!isInScope(pod, scope.is_string() ? scope.get<std::string>() : "", Json::array(), "Exists"))
            return false;
    for (const Json &term : at(quota, {"spec", "scopeSelector", "matchExpressions"}))
        if (!isInScope(pod, textAt(term, {"scopeName"}), at(term, {"values"}), textAt(term, {"operator"})))
            return false;
    return true;
}

// The key inside requests or limits that a quota key counts.
std::pair<const char *, std::string> source(const std::string &key)
{
    if (key.starts_with("limits."))
        return {"limits", key.substr(7)};
    return {"requests", key.starts_with("requests.") ? key.substr(9) : key};
}

Amounts podUsage(const Json &pod, const Amounts &hard)
{
    const Amounts requests = podAmounts(pod, "requests"), limits = podAmounts(pod, "limits");
    Amounts usage;
    for (const auto &[key, limit] : hard) {
        if (key == "count/pods" || (key == "pods" && isActive(pod)))
            usage[key] = *Quantity::parse("1");
        if (!isComputed(key) || !isActive(pod))
            continue;
        const auto [which, name] = source(key);
        const Amounts &amounts = std::string_view(which) == "limits" ? limits : requests;
        if (const auto found = amounts.find(name); found != amounts.end())
            usage[key] = found->second;
    }
    return usage;
}

bool countsObject(const std::string &key, const ResourceType &type)
{
    return key == "count/" + type.resourceName() || (type.group.empty() && key == type.plural);
}

Amounts usageOf(const Store &store, const Json &quota)
{
    const Amounts hard = amountsOf(at(quota, {"spec", "hard"}));
    const std::string ns = textAt(quota, {"metadata", "namespace"});
    Amounts used;
    for (const auto &[key, limit] : hard)
        used[key] = Quantity();
    for (const ObjectPtr &pod : store.list("pods", ns))
        if (covers(quota, *pod))
            for (const auto &[key, amount] : podUsage(*pod, hard))
                used[key] += amount;
    for (const ResourceType &type : resourceTypes())
        for (const auto &[key, limit] : hard)
            if (type.plural != "pods" && type.isNamespaced && countsObject(key, type))
                used[key] = *Quantity::parse(std::to_string(store.list(type.storeKey(), ns).size()));
    return used;
}

std::string listed(const Amounts &amounts, const std::vector<std::string> &keys)
{
    std::string text;
    for (const std::string &key : keys)
        text += (text.empty() ? "" : ",") + key + '=' + amounts.at(key).text();
    return text;
}

// Quotas that name cpu or memory want every container to set them.
void refuseUnset(const Json &quota, const Json &pod, const Amounts &hard)
{
    std::string missing;
    for (const auto &[key, limit] : hard) {
        const auto [which, name] = source(key);
        if (!isComputed(key) || (name != "cpu" && name != "memory"))
            continue;
        std::set<std::string> containers;
        for (const char *list : {"containers", "initContainers"})
            for (const Json &container : at(pod, {"spec", list}))
                if (at(container, {"resources", which, name}).is_null())
                    containers.insert(textAt(container, {"name"}));
        std::string names;
        for (const std::string &container : containers)
            names += (names.empty() ? "" : ",") + container;
        if (!names.empty())
            missing += (missing.empty() ? "" : "; ") + key + " for: " + names;
    }
    if (!missing.empty())
        throw forbidden("pods", textAt(pod, {"metadata", "name"}),
                        "failed quota: " + textAt(quota, {"metadata", "name"}) + ": must specify " + missing);
}

Amounts objectUsage(const ResourceType &type, const Json &object, const Amounts &hard)
{
    if (type.plural == "pods")
        return podUsage(object, hard);
    Amounts usage;
    for (const auto &[key, limit] : hard)
        if (countsObject(key, type))
            usage[key] = *Quantity::parse("1");
    return usage;
}

void checkQuota(const Store &store, const Json &quota, const ResourceType &type, const Json &object)
{
    const Amounts hard = amountsOf(at(quota, {"spec", "hard"}));
    if (type.plural == "pods" && !covers(quota, object))
        return;
    if (type.plural == "pods")
        refuseUnset(quota, object, hard);
    const Amounts used = usageOf(store, quota), wanted = objectUsage(type, object, hard);
    std::vector<std::string> exceeded;
    for (const auto &[key, amount] : wanted) {
        Quantity total = used.at(key);
        total += amount;
        if (hard.at(key) < total)
            exceeded.push_back(key);
    }
    if (!exceeded.empty())
        throw forbidden(type.resourceName(), textAt(object, {"metadata", "name"}),
                        "exceeded quota: " + textAt(quota, {"metadata", "name"}) +
                            ", requested: " + listed(wanted, exceeded) + ", used: " + listed(used, exceeded) +
                            ", limited: " + listed(hard, exceeded));
}

} // namespace

void checkQuotas(const Store &store, const ResourceType &type, const Json &object)
{
    for (const ObjectPtr &quota : store.list("resourcequotas", textAt(object, {"metadata", "namespace"})))
        checkQuota(store, *quota, type, object);
}

void updateQuotaStatus(Store &store)
{
    for (const ObjectPtr &quota : store.list("resourcequotas", "")) {
        Json used = Json::object();
        for (const auto &[key, amount] : usageOf(store, *quota))
            used[key] = amount.text();
        try {
            store.update("resourcequotas", textAt(*quota, {"metadata", "namespace"}),
                         textAt(*quota, {"metadata", "name"}), [&used](Json &object) {
                             object["status"] = {{"hard", at(object, {"spec", "hard"})}, {"used", used}};
                         });
        } catch (const ApiError &error) {
            if (error.code != 404) // deleted meanwhile
                throw;
        }
    }
}

} // namespace podwright::sandbox
