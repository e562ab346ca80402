#include "models/task/pointers.h"
#include "models/task/quantity.h"
#include "models/task/rules.h"
#include "models/task/text_rules.h"

#include <array>
#include <set>

namespace podwright::task {

namespace {

void checkVariableName(const std::string &pointer, std::string_view name, Report &report)
{
    if (!hasJinja(name))
        reportFault(pointer, "variable-name", QStringLiteral("Variable name \"%1\"").arg(toQString(name)),
                    variableNameFault(name), report);
}

void checkVariableSource(const std::string &pointer, const Json &variable, Report &report)
{
    const Json &source = core::at(variable, {"valueFrom"});
    if (source.is_null())
        return;
    if (!core::textAt(variable, {"value"}).empty())
        report.error("variable-source", pointer, QStringLiteral("A variable has either a value or a source, not both"),
                     QStringLiteral("Remove value or valueFrom."));
    if (!source.is_object() || source.size() != 1)
        report.error("variable-source", pointerTo(pointer, "valueFrom"),
                     QStringLiteral("A variable takes its value from exactly one source"),
                     QStringLiteral("Use one of fieldRef, resourceFieldRef, configMapKeyRef and secretKeyRef."));
}

void checkVariableList(const std::string &pointer, const Json &list, Report &report)
{
    std::set<std::string> seen;
    for (size_t i = 0; i < list.size(); ++i) {
        const std::string item = pointerTo(pointer, i);
        const std::string name = core::textAt(list[i], {"name"});
        if (name.empty()) {
            report.error("variable-name", item, QStringLiteral("Variable %1 has no name").arg(i + 1),
                         QStringLiteral("Give it a name."));
            continue;
        }
        checkVariableName(pointerTo(item, "name"), name, report);
        checkVariableSource(item, list[i], report);
        if (!seen.insert(name).second)
            report.warning(
                "variable-twice", pointerTo(item, "name"),
                QStringLiteral("Variable %1 is given more than once; the last one wins").arg(toQString(name)),
                QStringLiteral("Remove the others."));
    }
}

void checkVariables(const std::string &pointer, const Json &value, Report &report)
{
    if (value.is_array())
        return checkVariableList(pointer, value, report);
    if (!value.is_object())
        return;
    for (const auto &[name, text] : value.items())
        checkVariableName(pointerTo(pointer, name), name, report);
}

void checkVariablesFrom(const std::string &pointer, const Json &value, Report &report)
{
    for (size_t i = 0; value.is_array() && i < value.size(); ++i) {
        const bool isConfigMap = value[i].contains("configMapRef");
        const bool isSecret = value[i].contains("secretRef");
        if (isConfigMap == isSecret)
            report.error("variable-source", pointerTo(pointer, i),
                         QStringLiteral("Each item names exactly one config map or secret"),
                         QStringLiteral("Write configMapRef: {name: …} or secretRef: {name: …}."));
        if (const std::string_view prefix = plainText(value[i], "prefix"); !prefix.empty())
            checkVariableName(pointerTo(pointerTo(pointer, i), "prefix"), prefix, report);
    }
}

void checkVariableSecret(const std::string &pointer, const Json &secret, Report &report)
{
    const std::string target = core::textAt(secret, {"deploy_target"});
    const std::string key = core::textAt(secret, {"key"});
    if (!key.empty() && target.empty())
        report.error("secret-target", pointer, QStringLiteral("A secret's key needs the name of a variable"),
                     QStringLiteral("Fill in deploy_target, or remove key to get all keys as variables."));
    else if (key.empty() && !target.empty())
        report.warning("secret-target", pointerTo(pointer, "deploy_target"),
                       QStringLiteral("Without a key all of the secret becomes variables and \"%1\" is not used")
                           .arg(toQString(target)),
                       QStringLiteral("Fill in key, or remove deploy_target."));
    else if (!target.empty())
        checkVariableName(pointerTo(pointer, "deploy_target"), target, report);
    if (!key.empty())
        reportFault(pointerTo(pointer, "key"), "secret-key", QStringLiteral("Key \"%1\"").arg(toQString(key)),
                    dataKeyFault(key), report);
}

void checkSecret(const std::string &pointer, const Json &secret, Report &report)
{
    const std::string type = core::textAt(secret, {"deploy_type"});
    const std::string name = core::textAt(secret, {"secret"});
    if (name.empty())
        report.error("secret-name", pointer, QStringLiteral("The secret has no name"),
                     QStringLiteral("Fill in secret: the name of the Kubernetes secret."));
    else
        reportFault(pointerTo(pointer, "secret"), "secret-name", QStringLiteral("Secret \"%1\"").arg(toQString(name)),
                    dnsSubdomainFault(name), report);
    if (type == "env")
        checkVariableSecret(pointer, secret, report);
    else if (type != "volume")
        report.error("secret-type", pointerTo(pointer, "deploy_type"),
                     QStringLiteral("A secret is handed over as env or as volume, not as \"%1\"").arg(toQString(type)),
                     QStringLiteral("Set deploy_type to env or volume."));
    else if (core::textAt(secret, {"deploy_target"}).empty())
        report.error("secret-target", pointer, QStringLiteral("The secret has no folder to appear in"),
                     QStringLiteral("Set deploy_target to a path such as /etc/secrets."));
}

void checkSecrets(const std::string &pointer, const Json &value, Report &report)
{
    for (size_t i = 0; value.is_array() && i < value.size(); ++i)
        checkSecret(pointerTo(pointer, i), value[i], report);
}

bool isStandardResource(std::string_view name)
{
    return name == "cpu" || name == "memory" || name == "ephemeral-storage" || name.starts_with("hugepages-");
}

bool isJinja(const Json &amount)
{
    return amount.is_string() && hasJinja(amount.get_ref<const std::string &>());
}

void checkAmount(const std::string &pointer, const std::string &name, const Json &value, Report &report)
{
    const bool isExtended = name.find('/') != std::string::npos;
    if (!isExtended && !isStandardResource(name))
        report.error("resource-name", pointer,
                     QStringLiteral("\"%1\" is no resource of a container").arg(toQString(name)),
                     QStringLiteral("Use cpu, memory, ephemeral-storage, hugepages-SIZE, or a full name such as "
                                    "nvidia.com/gpu."));
    else if (isExtended)
        reportFault(pointer, "resource-name", QStringLiteral("Resource \"%1\"").arg(toQString(name)),
                    qualifiedNameFault(name), report);
    if (isJinja(value) || value.is_null())
        return;
    const auto amount = Quantity::fromJson(value);
    if (!amount)
        report.error("quantity-form", pointer, amount.error().message, amount.error().hint);
    else if (amount->isNegative())
        report.error("quantity-negative", pointer, QStringLiteral("%1 is below 0").arg(pointerLabel(pointer)),
                     QStringLiteral("Give 0 or more."));
    else if (!amount->isWhole() && isExtended)
        report.error("quantity-whole", pointer, QStringLiteral("%1 must be a whole number").arg(pointerLabel(pointer)));
    else if (!amount->isWhole() && name == "memory")
        report.warning("quantity-fraction", pointer,
                       QStringLiteral("%1 is a fraction of a byte").arg(pointerLabel(pointer)),
                       QStringLiteral("The unit m means thousandths; Mi and M mean millions of bytes."));
}

QString shown(const Json &amount)
{
    return toQString(amount.is_string() ? amount.get<std::string>() : amount.dump());
}

void checkLimit(const std::string &pointer, const std::string &name, const Json &request, const Json &limit,
                Report &report)
{
    const auto asked = Quantity::fromJson(request);
    const auto most = Quantity::fromJson(limit);
    if (!asked || !most)
        return;
    const std::string place = pointerTo(pointerTo(pointer, "limits"), name);
    const bool isFixed = name.find('/') != std::string::npos || name.starts_with("hugepages-");
    if (*asked > *most)
        report.error("limit-below-request", place,
                     QStringLiteral("Limit %1 is below the request of %2").arg(shown(limit), shown(request)),
                     QStringLiteral("Raise the limit or lower the request."));
    else if (isFixed && *asked != *most)
        report.error("limit-not-request", place,
                     QStringLiteral("Request and limit of %1 must be equal").arg(toQString(name)),
                     QStringLiteral("Give the limit only."));
}

void checkResources(const std::string &pointer, const Json &value, Report &report)
{
    for (const char *kind : {"requests", "limits"}) {
        const Json &amounts = core::at(value, {kind});
        for (const auto &[name, amount] : amounts.items())
            checkAmount(pointerTo(pointerTo(pointer, kind), name), name, amount, report);
    }
    const Json &limits = core::at(value, {"limits"});
    for (const auto &[name, request] : core::at(value, {"requests"}).items()) {
        const Json &limit = core::at(limits, {name});
        if (!limit.is_null())
            checkLimit(pointer, name, request, limit, report);
        else if (name.find('/') != std::string::npos && !request.is_null())
            report.error("limit-missing", pointerTo(pointerTo(pointer, "requests"), name),
                         QStringLiteral("%1 needs a limit").arg(toQString(name)),
                         QStringLiteral("Give the limit; the request then equals it."));
    }
}

constexpr std::array containerRuleTable = {
    ArgumentRule{"env_vars", checkVariables},
    ArgumentRule{"env_from", checkVariablesFrom},
    ArgumentRule{"secrets", checkSecrets},
    ArgumentRule{"pod_runtime_info_envs", checkVariables},
    ArgumentRule{"container_resources", checkResources},
};

} // namespace

std::span<const ArgumentRule> containerRules()
{
    return containerRuleTable;
}

} // namespace podwright::task
