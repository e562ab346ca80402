#include "app/sandbox/pod_checks.h"

#include <array>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

constexpr std::array<const char *, 4> sources = {"fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef"};

void checkFieldRef(const Json &reference, const std::string &path, Problems &problems)
{
    const std::string field = textAt(reference, {"fieldPath"});
    const bool isKeyed = (field.starts_with("metadata.labels['") || field.starts_with("metadata.annotations['")) &&
                         field.ends_with("']");
    if (field.empty())
        problems.required(path + ".fieldPath");
    else if (!isKeyed)
        problems.oneOf(path + ".fieldPath", field,
                       {"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
                        "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"});
}

void checkKeyRef(const Json &reference, const std::string &path, Problems &problems)
{
    const std::string name = textAt(reference, {"name"}), key = textAt(reference, {"key"});
    problems.invalid(path + ".name", name, dnsSubdomain(name));
    if (key.empty())
        problems.required(path + ".key");
    else
        problems.invalid(path + ".key", key, configKey(key));
}

void checkResourceRef(const Json &reference, const std::string &path, Problems &problems)
{
    const std::string resource = textAt(reference, {"resource"});
    if (resource.empty())
        problems.required(path + ".resource");
    else if (resource.find("hugepages-") == resource.npos)
        problems.oneOf(path + ".resource", resource,
                       {"limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu",
                        "requests.ephemeral-storage", "requests.memory"});
}

void checkSource(const Json &variable, const std::string &path, Problems &problems)
{
    const Json &from = at(variable, {"valueFrom"});
    int count = 0;
    for (const char *source : sources)
        count += at(from, {source}).is_object() ? 1 : 0;
    if (count == 0)
        problems.invalid(path, "",
                         std::string("must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or "
                                     "`secretKeyRef`"));
    if (count > 1)
        problems.invalid(path, "", std::string("may not have more than one field specified at a time"));
    if (!textAt(variable, {"value"}).empty())
        problems.invalid(path, "", std::string("may not be specified when `value` is not empty"));
    if (at(from, {"fieldRef"}).is_object())
        checkFieldRef(from["fieldRef"], path + ".fieldRef", problems);
    if (at(from, {"resourceFieldRef"}).is_object())
        checkResourceRef(from["resourceFieldRef"], path + ".resourceFieldRef", problems);
    for (const char *source : {"configMapKeyRef", "secretKeyRef"})
        if (at(from, {source}).is_object())
            checkKeyRef(from[source], path + '.' + source, problems);
}

void checkBulkSource(const Json &entry, const std::string &path, Problems &problems)
{
    const bool hasMap = at(entry, {"configMapRef"}).is_object(), hasSecret = at(entry, {"secretRef"}).is_object();
    const std::string prefix = textAt(entry, {"prefix"});
    if (!prefix.empty())
        problems.invalid(path + ".prefix", prefix, environmentName(prefix));
    if (!hasMap && !hasSecret)
        problems.invalid(path, "", std::string("must specify one of: `configMapRef` or `secretRef`"));
    if (hasMap && hasSecret)
        problems.invalid(path, "", std::string("may not have more than one field specified at a time"));
    for (const char *source : {"configMapRef", "secretRef"})
        if (at(entry, {source}).is_object()) {
            const std::string name = textAt(entry, {source, "name"});
            problems.invalid(path + '.' + source + ".name", name, dnsSubdomain(name));
        }
}

} // namespace

void checkEnvironment(const Json &container, const std::string &path, Problems &problems)
{
    const Json &variables = at(container, {"env"});
    for (size_t i = 0; i < variables.size(); ++i) {
        const std::string place = indexed(path + ".env", i), name = textAt(variables[i], {"name"});
        if (name.empty())
            problems.required(place + ".name");
        else
            problems.invalid(place + ".name", name, environmentName(name));
        if (at(variables[i], {"valueFrom"}).is_object())
            checkSource(variables[i], place + ".valueFrom", problems);
    }
    const Json &bulk = at(container, {"envFrom"});
    for (size_t i = 0; i < bulk.size(); ++i)
        checkBulkSource(bulk[i], indexed(path + ".envFrom", i), problems);
}

void checkPorts(const Json &container, const std::string &path, Problems &problems)
{
    constexpr long long highest = 65535;
    constexpr const char *range = "must be between 1 and 65535, inclusive";
    std::set<std::string> names;
    const Json &ports = at(container, {"ports"});
    for (size_t i = 0; i < ports.size(); ++i) {
        const std::string place = indexed(path + ".ports", i), name = textAt(ports[i], {"name"});
        const long long port = core::intAt(ports[i], {"containerPort"}), host = core::intAt(ports[i], {"hostPort"});
        if (!name.empty())
            problems.invalid(place + ".name", name, portName(name));
        if (!name.empty() && !names.insert(name).second)
            problems.duplicate(place + ".name", name);
        if (port == 0)
            problems.required(place + ".containerPort");
        else if (port < 0 || port > highest)
            problems.invalid(place + ".containerPort", port, std::string(range));
        if (host < 0 || host > highest)
            problems.invalid(place + ".hostPort", host, std::string(range));
        problems.oneOf(place + ".protocol", at(ports[i], {"protocol"}), {"SCTP", "TCP", "UDP"});
    }
}

} // namespace podwright::sandbox
