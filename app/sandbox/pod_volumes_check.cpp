#include "app/sandbox/pod_checks.h"

#include "app/sandbox/quantity.h"

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

bool goesUp(const std::string &path)
{
    return ('/' + path + '/').find("/../") != path.npos;
}

void checkRelative(const std::string &value, const std::string &path, Problems &problems)
{
    if (value.starts_with('/'))
        problems.invalid(path, value, std::string("must be a relative path"));
    if (goesUp(value))
        problems.invalid(path, value, std::string("must not contain '..'"));
    if (value.starts_with("..") && !goesUp(value))
        problems.invalid(path, value, std::string("must not start with '..'"));
}

void checkMode(const Json &mode, const std::string &path, Problems &problems)
{
    constexpr int highest = 511; // 0777
    if (mode.is_number_integer() && (mode < 0 || mode > highest))
        problems.invalid(path, mode, std::string("must be a number between 0 and 0777 (octal), both inclusive"));
}

void checkItems(const Json &source, const std::string &path, Problems &problems)
{
    checkMode(at(source, {"defaultMode"}), path + ".defaultMode", problems);
    const Json &items = at(source, {"items"});
    for (size_t i = 0; i < items.size(); ++i) {
        const std::string place = indexed(path + ".items", i), target = textAt(items[i], {"path"});
        if (textAt(items[i], {"key"}).empty() && !items[i].contains("fieldRef") &&
            !items[i].contains("resourceFieldRef"))
            problems.required(place + ".key");
        if (target.empty())
            problems.required(place + ".path");
        else
            checkRelative(target, place + ".path", problems);
        checkMode(at(items[i], {"mode"}), place + ".mode", problems);
    }
}

void requireText(const Json &source, const char *field, const std::string &path, Problems &problems)
{
    if (textAt(source, {field}).empty())
        problems.required(path + '.' + field);
}

void checkHostPath(const Json &source, const std::string &path, Problems &problems)
{
    requireText(source, "path", path, problems);
    if (goesUp(textAt(source, {"path"})))
        problems.invalid(path + ".path", at(source, {"path"}), std::string("must not contain '..'"));
    problems.oneOf(
        path + ".type", at(source, {"type"}),
        {"", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"});
}

void checkSource(const std::string &kind, const Json &source, const std::string &path, Problems &problems)
{
    if (kind == "hostPath")
        checkHostPath(source, path, problems);
    else if (kind == "secret")
        requireText(source, "secretName", path, problems);
    else if (kind == "configMap")
        requireText(source, "name", path, problems);
    else if (kind == "persistentVolumeClaim")
        requireText(source, "claimName", path, problems);
    else if (kind == "nfs")
        requireText(source, "server", path, problems);
    if (kind == "secret" || kind == "configMap" || kind == "downwardAPI")
        checkItems(source, path, problems);
    const Json &limit = at(source, {"sizeLimit"});
    if (kind == "emptyDir" && !limit.is_null() && Quantity::of(limit) < Quantity())
        problems.forbidden(path + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
}

void checkVolume(const Json &volume, const std::string &path, Problems &problems)
{
    bool hasOne = false;
    for (const auto &[kind, source] : volume.items()) {
        if (kind == "name")
            continue;
        if (hasOne)
            problems.forbidden(path + '.' + kind, "may not specify more than 1 volume type");
        else
            checkSource(kind, source, path + '.' + kind, problems);
        hasOne = true;
    }
}

void checkSubPath(const Json &mount, const std::string &path, Problems &problems)
{
    for (const char *field : {"subPath", "subPathExpr"})
        if (!textAt(mount, {field}).empty())
            checkRelative(textAt(mount, {field}), path + '.' + field, problems);
    if (!textAt(mount, {"subPath"}).empty() && !textAt(mount, {"subPathExpr"}).empty())
        problems.invalid(path + ".subPathExpr", at(mount, {"subPathExpr"}),
                         std::string("subPathExpr and subPath are mutually exclusive"));
}

} // namespace

std::set<std::string> checkVolumes(const Json &spec, Problems &problems)
{
    std::set<std::string> names;
    const Json &volumes = at(spec, {"volumes"});
    for (size_t i = 0; i < volumes.size(); ++i) {
        const std::string path = indexed("spec.volumes", i), name = textAt(volumes[i], {"name"});
        if (name.empty())
            problems.required(path + ".name");
        else
            problems.invalid(path + ".name", name, dnsLabel(name));
        if (!name.empty() && !names.insert(name).second)
            problems.duplicate(path + ".name", name);
        if (volumes[i].is_object())
            checkVolume(volumes[i], path, problems);
    }
    return names;
}

void checkMounts(const Json &container, const std::string &path, const std::set<std::string> &volumes,
                 Problems &problems)
{
    std::set<std::string> paths;
    const bool isPrivileged = core::boolAt(container, {"securityContext", "privileged"});
    const Json &mounts = at(container, {"volumeMounts"});
    for (size_t i = 0; i < mounts.size(); ++i) {
        const std::string place = indexed(path + ".volumeMounts", i);
        const std::string name = textAt(mounts[i], {"name"}), target = textAt(mounts[i], {"mountPath"});
        if (name.empty())
            problems.required(place + ".name");
        if (!volumes.contains(name))
            problems.notFound(place + ".name", name);
        if (target.empty())
            problems.required(place + ".mountPath");
        else if (!paths.insert(target).second)
            problems.invalid(place + ".mountPath", target, std::string("must be unique"));
        checkSubPath(mounts[i], path + ".volumeMounts", problems);
        const Json &propagation = at(mounts[i], {"mountPropagation"});
        problems.oneOf(path + ".volumeMounts.mountPropagation", propagation,
                       {"Bidirectional", "HostToContainer", "None"});
        if (propagation == "Bidirectional" && !isPrivileged)
            problems.forbidden(path + ".volumeMounts.mountPropagation",
                               "Bidirectional mount propagation is available only to privileged containers");
    }
}

} // namespace podwright::sandbox
