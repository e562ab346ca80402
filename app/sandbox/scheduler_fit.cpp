#include "app/sandbox/pod_usage.h"
#include "app/sandbox/scheduler.h"

#include <algorithm>
#include <charconv>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

bool matchesNumber(const std::string &value, const std::string &op, const Json &values)
{
    long long actual = 0, wanted = 0;
    const bool isOne = values.is_array() && values.size() == 1 && values.front().is_string();
    const std::string text = isOne ? values.front().get<std::string>() : std::string();
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
    Amounts left = amountsOf(at(node, {"status", "allocatable"}));
    const Quantity onePod = Quantity::of(1);
    for (const ObjectPtr &other : store.list("pods", {})) {
        if (textAt(*other, {"spec", "nodeName"}).empty() || isFinished(*other))
            continue;
        left["pods"] -= onePod;
        for (const auto &[name, amount] : podAmounts(*other, "requests"))
            left[name] -= amount;
    }
    std::vector<std::string> reasons;
    if (left["pods"] < onePod)
        reasons.emplace_back("Too many pods");
    for (const auto &[name, amount] : podAmounts(pod, "requests")) {
        if (Quantity() < amount && left[name] < amount)
            reasons.push_back("Insufficient " + name);
    }
    return reasons;
}

} // namespace

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
