#include "models/task/pointers.h"
#include "models/task/rules.h"
#include "models/task/text_rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace podwright::task {

namespace {

constexpr long long largestPort = 65535;

// Calls check(pointer, item) for each table of a list.
template<class Check>
void forEachTable(const std::string &pointer, const Json &list, Check check)
{
    for (size_t i = 0; list.is_array() && i < list.size(); ++i) {
        if (list[i].is_object())
            check(pointerTo(pointer, i), list[i]);
    }
}

void checkUnique(const std::string &pointer, const std::string &name, std::set<std::string> &seen, const QString &kind,
                 Report &report)
{
    if (!name.empty() && !seen.insert(name).second)
        report.error("name-twice", pointer, QStringLiteral("%1 \"%2\" is given twice").arg(kind, toQString(name)),
                     QStringLiteral("Rename or remove one."));
}

void checkToleration(const std::string &pointer, const Json &toleration, Report &report)
{
    const std::string key = core::textAt(toleration, {"key"});
    const std::string how = core::textAt(toleration, {"operator"}, "Equal");
    const std::string effect = core::textAt(toleration, {"effect"});
    if (how != "Equal" && how != "Exists")
        report.error("toleration-operator", pointerTo(pointer, "operator"),
                     QStringLiteral("A toleration compares with Equal or Exists, not \"%1\"").arg(toQString(how)));
    if (key.empty() && how != "Exists")
        report.error("toleration-operator", pointer, QStringLiteral("A toleration without a key needs operator Exists"),
                     QStringLiteral("Set operator: Exists to tolerate every taint, or give a key."));
    if (how == "Exists" && !core::textAt(toleration, {"value"}).empty())
        report.error("toleration-value", pointerTo(pointer, "value"),
                     QStringLiteral("A toleration with operator Exists takes no value"),
                     QStringLiteral("Remove value, or set operator: Equal."));
    if (toleration.contains("tolerationSeconds") && effect != "NoExecute")
        report.error("toleration-effect", pointer, QStringLiteral("tolerationSeconds needs effect NoExecute"),
                     QStringLiteral("Set effect: NoExecute, or remove tolerationSeconds."));
    if (!effect.empty() && effect != "NoSchedule" && effect != "PreferNoSchedule" && effect != "NoExecute")
        report.error("toleration-effect", pointerTo(pointer, "effect"),
                     QStringLiteral("\"%1\" is no effect of a taint").arg(toQString(effect)),
                     QStringLiteral("Use NoSchedule, PreferNoSchedule or NoExecute, or leave it out for all."));
    if (!key.empty())
        reportFault(pointerTo(pointer, "key"), "key-form", QStringLiteral("Taint key \"%1\"").arg(toQString(key)),
                    qualifiedNameFault(key), report);
}

void checkTolerations(const std::string &pointer, const Json &value, Report &report)
{
    forEachTable(pointer, value,
                 [&](const std::string &item, const Json &toleration) { checkToleration(item, toleration, report); });
}

// The keys of a volume besides its name are its sources.
void checkVolumes(const std::string &pointer, const Json &value, Report &report)
{
    std::set<std::string> seen;
    forEachTable(pointer, value, [&](const std::string &item, const Json &volume) {
        const std::string name = core::textAt(volume, {"name"});
        if (name.empty())
            report.error("volume-name", item, QStringLiteral("The volume has no name"),
                         QStringLiteral("Give it a name; mounts refer to it."));
        else if (!hasJinja(name))
            reportFault(pointerTo(item, "name"), "name-form", QStringLiteral("Volume \"%1\"").arg(toQString(name)),
                        dnsLabelFault(name), report);
        checkUnique(pointerTo(item, "name"), name, seen, QStringLiteral("Volume"), report);
        const size_t sources = volume.size() - (volume.contains("name") ? 1 : 0);
        if (sources > 1)
            report.error("volume-source", item,
                         QStringLiteral("Volume \"%1\" has more than one source").arg(toQString(name)),
                         QStringLiteral("Keep one of them."));
    });
}

void checkMounts(const std::string &pointer, const Json &value, Report &report)
{
    std::set<std::string> paths;
    forEachTable(pointer, value, [&](const std::string &item, const Json &mount) {
        const std::string path = core::textAt(mount, {"mountPath"});
        const std::string subPath = core::textAt(mount, {"subPath"});
        if (path.empty())
            report.error("mount-path", item, QStringLiteral("The mount has no path"),
                         QStringLiteral("Set mountPath, such as /data."));
        if (core::textAt(mount, {"name"}).empty())
            report.error("mount-name", item, QStringLiteral("The mount names no volume"),
                         QStringLiteral("Set name to one of the volumes."));
        checkUnique(pointerTo(item, "mountPath"), path, paths, QStringLiteral("Mount path"), report);
        if (subPath.starts_with('/') || subPath == ".." || subPath.find("../") != std::string::npos ||
            subPath.ends_with("/.."))
            report.error("mount-subpath", pointerTo(item, "subPath"),
                         QStringLiteral("Sub-path \"%1\" must stay inside the volume").arg(toQString(subPath)),
                         QStringLiteral("Give a relative path without \"..\"."));
        if (!subPath.empty() && mount.contains("subPathExpr"))
            report.error("mount-subpath", item, QStringLiteral("A mount takes subPath or subPathExpr, not both"));
    });
}

void checkPort(const std::string &item, const char *key, const Json &port, Report &report)
{
    const Json &number = core::at(port, {key});
    const bool isNeeded = std::string_view(key) == "containerPort";
    if (number.is_null() && !isNeeded)
        return;
    const long long value = core::intAt(port, {key}, -1);
    if (value < (isNeeded ? 1 : 0) || value > largestPort)
        report.error("port-number", number.is_null() ? item : pointerTo(item, key),
                     QStringLiteral("%1 must be a number from 1 to 65535").arg(toQString(key)));
}

void checkPorts(const std::string &pointer, const Json &value, Report &report)
{
    std::set<std::string> names;
    forEachTable(pointer, value, [&](const std::string &item, const Json &port) {
        checkPort(item, "containerPort", port, report);
        checkPort(item, "hostPort", port, report);
        const std::string name = core::textAt(port, {"name"});
        if (!name.empty())
            reportFault(pointerTo(item, "name"), "name-form", QStringLiteral("Port name \"%1\"").arg(toQString(name)),
                        portNameFault(name), report);
        checkUnique(pointerTo(item, "name"), name, names, QStringLiteral("Port"), report);
        const std::string protocol = core::textAt(port, {"protocol"}, "TCP");
        if (protocol != "TCP" && protocol != "UDP" && protocol != "SCTP")
            report.error("port-protocol", pointerTo(item, "protocol"),
                         QStringLiteral("\"%1\" is no protocol of a port").arg(toQString(protocol)),
                         QStringLiteral("Use TCP, UDP or SCTP, in capital letters."));
    });
}

void checkPullSecrets(const std::string &pointer, const Json &value, Report &report)
{
    forEachTable(pointer, value, [&](const std::string &item, const Json &secret) {
        if (core::textAt(secret, {"name"}).empty())
            report.error("pull-secret-name", item, QStringLiteral("The pull secret has no name"),
                         QStringLiteral("Write {name: SECRET}."));
    });
    if (value.is_string() && value.get_ref<const std::string &>().find(' ') != std::string::npos)
        report.error("pull-secret-blanks", pointer,
                     QStringLiteral("A blank in the pull secrets becomes part of a secret's name"),
                     QStringLiteral("Separate the names by commas without blanks."));
}

void checkInitContainers(const std::string &pointer, const Json &value, Report &report)
{
    std::set<std::string> names;
    forEachTable(pointer, value, [&](const std::string &item, const Json &container) {
        const std::string name = core::textAt(container, {"name"});
        reportFault(name.empty() ? item : pointerTo(item, "name"), "name-form",
                    QStringLiteral("Init container \"%1\"").arg(toQString(name)),
                    name.empty() ? QStringLiteral("needs a name") : dnsLabelFault(name), report);
        checkUnique(pointerTo(item, "name"), name, names, QStringLiteral("Init container"), report);
        if (core::textAt(container, {"image"}).empty())
            report.error("image-required", item,
                         QStringLiteral("Init container \"%1\" has no image").arg(toQString(name)),
                         QStringLiteral("Give it an image."));
    });
}

void checkHostAliases(const std::string &pointer, const Json &value, Report &report)
{
    forEachTable(pointer, value, [&](const std::string &item, const Json &alias) {
        if (core::textAt(alias, {"ip"}).empty())
            report.error("host-alias", item, QStringLiteral("The host alias has no IP address"),
                         QStringLiteral("Write {ip: ADDRESS, hostnames: [NAME]}."));
    });
}

// snake_case is dropped or refused by what reads these tables.
void checkCamelCase(const std::string &pointer, const Json &value, Report &report)
{
    for (const auto &[key, entry] : value.items()) {
        if (value.is_object() && key.find('_') != std::string::npos)
            report.warning("snake-case", pointerTo(pointer, key),
                           QStringLiteral("\"%1\" is not how Kubernetes writes its keys and will not be understood")
                               .arg(toQString(key)),
                           QStringLiteral("Write it in camelCase."));
    }
}

constexpr std::array podRuleTable = {
    ArgumentRule{"affinity", checkCamelCase},
    ArgumentRule{"tolerations", checkTolerations},
    ArgumentRule{"volumes", checkVolumes},
    ArgumentRule{"volume_mounts", checkMounts},
    ArgumentRule{"ports", checkPorts},
    ArgumentRule{"host_aliases", checkHostAliases},
    ArgumentRule{"image_pull_secrets", checkPullSecrets},
    ArgumentRule{"init_containers", checkInitContainers},
    ArgumentRule{"security_context", checkCamelCase},
    ArgumentRule{"container_security_context", checkCamelCase},
    ArgumentRule{"xcom_sidecar_container_security_context", checkCamelCase},
};

} // namespace

std::span<const ArgumentRule> podRules()
{
    return podRuleTable;
}

} // namespace podwright::task
