#include "app/sandbox/pod_checks.h"

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

void checkToleration(const Json &toleration, const std::string &path, Problems &problems)
{
    const std::string key = textAt(toleration, {"key"}), op = textAt(toleration, {"operator"});
    const Json &effect = at(toleration, {"effect"});
    if (!key.empty())
        problems.invalid(path + ".key", key, qualifiedName(key));
    if (key.empty() && op != "Exists")
        problems.invalid(path + ".operator", op,
                         std::string("operator must be Exists when `key` is empty, which means \"match all values and "
                                     "all keys\""));
    if (!at(toleration, {"tolerationSeconds"}).is_null() && effect != "NoExecute")
        problems.invalid(path + ".effect", effect,
                         std::string("effect must be 'NoExecute' when `tolerationSeconds` is set"));
    if (op == "Exists" && !textAt(toleration, {"value"}).empty())
        problems.invalid(path + ".operator", at(toleration, {"value"}),
                         std::string("value must be empty when `operator` is 'Exists'"));
    if (!op.empty())
        problems.oneOf(path + ".operator", op, {"Equal", "Exists"});
    if (!effect.is_null() && effect != "")
        problems.oneOf(path + ".effect", effect, {"NoSchedule", "PreferNoSchedule", "NoExecute"});
}

void checkExpression(const Json &expression, const std::string &path, Problems &problems)
{
    const std::string key = textAt(expression, {"key"}), op = textAt(expression, {"operator"});
    const size_t count = at(expression, {"values"}).size();
    problems.invalid(path + ".key", key, qualifiedName(key));
    if (op == "In" || op == "NotIn") {
        if (count == 0)
            problems.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
    } else if (op == "Exists" || op == "DoesNotExist") {
        if (count > 0)
            problems.forbidden(path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
    } else if (op == "Gt" || op == "Lt") {
        if (count != 1)
            problems.required(path + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
    } else {
        problems.invalid(path + ".operator", op, std::string("not a valid selector operator"));
    }
}

void checkTerm(const Json &term, const std::string &path, Problems &problems)
{
    const Json &expressions = at(term, {"matchExpressions"});
    for (size_t i = 0; i < expressions.size(); ++i)
        checkExpression(expressions[i], indexed(path + ".matchExpressions", i), problems);
}

void checkNodeAffinity(const Json &affinity, Problems &problems)
{
    const std::string path = "spec.affinity.nodeAffinity.";
    const std::string requiredName = "requiredDuringSchedulingIgnoredDuringExecution";
    const std::string preferredName = "preferredDuringSchedulingIgnoredDuringExecution";
    const Json &required = at(affinity, {requiredName});
    if (required.is_object()) {
        const Json &terms = at(required, {"nodeSelectorTerms"});
        const std::string place = path + requiredName + ".nodeSelectorTerms";
        if (terms.empty())
            problems.required(place, "must have at least one node selector term");
        for (size_t i = 0; i < terms.size(); ++i)
            checkTerm(terms[i], indexed(place, i), problems);
    }
    const Json &preferred = at(affinity, {preferredName});
    for (size_t i = 0; i < preferred.size(); ++i) {
        const std::string place = indexed(path + preferredName, i);
        const long long weight = core::intAt(preferred[i], {"weight"});
        if (weight < 1 || weight > 100)
            problems.invalid(place + ".weight", weight, std::string("must be in the range 1-100"));
        checkTerm(at(preferred[i], {"preference"}), place + ".preference", problems);
    }
}

void checkSpread(const Json &constraint, const std::string &path, Problems &problems)
{
    if (core::intAt(constraint, {"maxSkew"}) <= 0)
        problems.invalid(path + ".maxSkew", at(constraint, {"maxSkew"}), std::string("must be greater than zero"));
    if (textAt(constraint, {"topologyKey"}).empty())
        problems.required(path + ".topologyKey", "can not be empty");
    problems.oneOf(path + ".whenUnsatisfiable", at(constraint, {"whenUnsatisfiable"}),
                   {"DoNotSchedule", "ScheduleAnyway"});
}

} // namespace

void checkScheduling(const Json &spec, Problems &problems)
{
    const Json &selector = at(spec, {"nodeSelector"});
    if (selector.is_object())
        for (const auto &[key, value] : selector.items()) {
            problems.invalid("spec.nodeSelector", key, qualifiedName(key));
            if (value.is_string())
                problems.invalid("spec.nodeSelector", value, labelValue(value.get<std::string>()));
        }
    const Json &tolerations = at(spec, {"tolerations"});
    for (size_t i = 0; i < tolerations.size(); ++i)
        checkToleration(tolerations[i], indexed("spec.tolerations", i), problems);
    if (at(spec, {"affinity", "nodeAffinity"}).is_object())
        checkNodeAffinity(spec["affinity"]["nodeAffinity"], problems);
    const Json &spread = at(spec, {"topologySpreadConstraints"});
    for (size_t i = 0; i < spread.size(); ++i)
        checkSpread(spread[i], indexed("spec.topologySpreadConstraints", i), problems);
    const Json &policy = at(spec, {"preemptionPolicy"});
    problems.oneOf("spec.preemptionPolicy", policy, {"Never", "PreemptLowerPriority"});
}

} // namespace podwright::sandbox
