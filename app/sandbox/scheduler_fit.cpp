#include "app/sandbox/node_quantity.h"
#include "app/sandbox/scheduler.h"

#include <algorithm>
#include <charconv>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

std::string quantityText(const Json &value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

ResourceAmounts amounts(const Json &map)
{
    ResourceAmounts result;
    for (const auto &[name, value] : map.items())
        result[name] = thousandths(quantityText(value));
    return result;
}

// A missing request equals the limit.
ResourceAmounts containerRequest(const Json &container)
{
    ResourceAmounts result = amounts(at(container, {"resources", "requests"}));
    result.merge(amounts(at(container, {"resources", "limits"})));
    return result;
}

void add(ResourceAmounts &sum, const ResourceAmounts &more)
{
    for (const auto &[name, amount] : more)
        sum[name] += amount;
}

void raise(ResourceAmounts &peak, const ResourceAmounts &candidate)
{
    for (const auto &[name, amount] : candidate)
        peak[name] = std::max(peak[name], amount);
}

bool matchesNumber(const std::string &value, const std::string &op, const Json &values)
{
    long long actual = 0, wanted = 0;
    const std::string text = values.is_array() && values.size() == 1 ? quantityText(values[0]) : std::string();
    const auto parse = [](const std::string &from, long long &to) {
        return !from.empty() &&
               std::from_chars(from.data(), from.data() + from.size(), to).ptr == from.data() + from.size();
    };
    return parse(value, actual) && parse(text, wanted) && (op == "Gt" ? actual > wanted : actual < wanted);
}

bool matches(const Json &expression, const Json &labels)
{
    const std::string op = textAt(expression, {"operator"});
    const Json &value = at(labels, {textAt(expression, {"key"})});
    const Json &values = at(expression, {"values"});
    const bool listed = std::find(values.begin(), values.end(), value) != values.end();
    if (op == "In")
        return value.is_string() && listed;
    if (op == "NotIn")
        return !value.is_string() || !listed;
    if (op == "Exists" || op == "DoesNotExist")
        return value.is_string() == (op == "Exists");
    return value.is_string() && matchesNumber(value.get<std::string>(), op, values);
}

bool matchesTerm(const Json &term, const Json &node)
{
    const Json &expressions = at(term, {"matchExpressions"});
    const Json &fields = at(term, {"matchFields"});
    const Json names = {{"metadata.name", textAt(node, {"metadata", "name"})}};
    const auto all = [](const Json &list, const Json &labels) {
        return std::all_of(list.begin(), list.end(), [&](const Json &entry) { return matches(entry, labels); });
    };
    return expressions.size() + fields.size() > 0 && all(expressions, at(node, {"metadata", "labels"})) &&
           all(fields, names);
}

bool isFinished(const Json &pod)
{
    const std::string phase = textAt(pod, {"status", "phase"});
    return phase == "Succeeded" || phase == "Failed";
}

std::string missingClaim(const Json &pod, const Store &store)
{
    const std::string ns = textAt(pod, {"metadata", "namespace"});
    for (const Json &volume : at(pod, {"spec", "volumes"})) {
        const std::string claim = textAt(volume, {"persistentVolumeClaim", "claimName"});
        if (!claim.empty() && !store.get("persistentvolumeclaims", ns, claim))
            return claim;
    }
    return {};
}

bool tolerates(const Json &pod, const Json &taint)
{
    const auto covers = [&](const Json &toleration) {
        const std::string effect = textAt(toleration, {"effect"}), key = textAt(toleration, {"key"});
        return (effect.empty() || effect == textAt(taint, {"effect"})) &&
               (key.empty() || key == textAt(taint, {"key"})) &&
               (textAt(toleration, {"operator"}) == "Exists" ||
                textAt(toleration, {"value"}) == textAt(taint, {"value"}));
    };
    const Json &tolerations = at(pod, {"spec", "tolerations"});
    return std::any_of(tolerations.begin(), tolerations.end(), covers);
}

std::string untolerated(const Json &pod, const Json &node)
{
    for (const Json &taint : at(node, {"spec", "taints"})) {
        if (textAt(taint, {"effect"}) != "PreferNoSchedule" && !tolerates(pod, taint))
            return "node(s) had untolerated taint {" + textAt(taint, {"key"}) + ": " + textAt(taint, {"value"}) + '}';
    }
    return {};
}

std::vector<std::string> missingResources(const Store &store, const Json &pod, const Json &node)
{
    ResourceAmounts left = amounts(at(node, {"status", "allocatable"}));
    for (const ObjectPtr &other : store.list("pods", {})) {
        if (textAt(*other, {"spec", "nodeName"}).empty() || isFinished(*other))
            continue;
        left["pods"] -= 1000;
        for (const auto &[name, amount] : effectiveRequest(*other))
            left[name] -= amount;
    }
    std::vector<std::string> reasons;
    if (left["pods"] < 1000)
        reasons.emplace_back("Too many pods");
    for (const auto &[name, amount] : effectiveRequest(pod)) {
        if (amount > 0 && amount > left[name])
            reasons.push_back("Insufficient " + name);
    }
    return reasons;
}

} // namespace

ResourceAmounts effectiveRequest(const Json &pod)
{
    ResourceAmounts sum, sidecars, peak;
    for (const Json &container : at(pod, {"spec", "containers"}))
        add(sum, containerRequest(container));
    for (const Json &container : at(pod, {"spec", "initContainers"})) {
        const ResourceAmounts own = containerRequest(container);
        ResourceAmounts candidate = sidecars;
        add(candidate, own);
        if (textAt(container, {"restartPolicy"}) == "Always") {
            add(sum, own);
            sidecars = candidate;
        }
        raise(peak, candidate);
    }
    raise(sum, peak);
    for (const auto &[name, amount] : amounts(at(pod, {"spec", "resources", "requests"})))
        sum[name] = amount;
    add(sum, amounts(at(pod, {"spec", "overhead"})));
    return sum;
}

bool acceptsNode(const Json &pod, const Json &node)
{
    const Json &labels = at(node, {"metadata", "labels"});
    for (const auto &[key, value] : at(pod, {"spec", "nodeSelector"}).items()) {
        if (at(labels, {key}) != value)
            return false;
    }
    const Json &required =
        at(pod, {"spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"});
    const Json &terms = at(required, {"nodeSelectorTerms"});
    return !required.is_object() ||
           std::any_of(terms.begin(), terms.end(), [&](const Json &term) { return matchesTerm(term, node); });
}

std::vector<std::string> misfits(const Store &store, const Json &pod, const Json &node)
{
    if (core::boolAt(node, {"spec", "unschedulable"}))
        return {"node(s) were unschedulable"};
    if (const std::string taint = untolerated(pod, node); !taint.empty())
        return {taint};
    if (!acceptsNode(pod, node))
        return {"node(s) didn't match Pod's node affinity/selector"};
    if (const std::string claim = missingClaim(pod, store); !claim.empty())
        return {"persistentvolumeclaim \"" + claim + "\" not found"};
    return missingResources(store, pod, node);
}

} // namespace podwright::sandbox
