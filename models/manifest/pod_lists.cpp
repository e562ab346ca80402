#include "models/manifest/pod_lists.h"

#include "models/task/python_source.h"

#include <QRegularExpression>

#include <algorithm>
#include <set>

namespace podwright::manifest {

namespace {

using Predicate = bool (*)(const Json &);

bool hasOnly(const Json &object, std::initializer_list<std::string_view> keys)
{
    return object.is_object() && object.size() == keys.size() &&
           std::ranges::all_of(keys, [&object](std::string_view key) { return object.contains(key); });
}

bool isTextAt(const Json &object, std::initializer_list<std::string_view> path)
{
    return !core::textAt(object, path).empty();
}

bool isPlainVariable(const Json &variable)
{
    return hasOnly(variable, {"name", "value"}) && isTextAt(variable, {"name"}) &&
           (variable["value"].is_string() || task::isPython(variable["value"]));
}

bool isFieldVariable(const Json &variable)
{
    const Json &source = core::at(variable, {"valueFrom"});
    return hasOnly(variable, {"name", "valueFrom"}) &&
           (hasOnly(source, {"fieldRef"}) || hasOnly(source, {"resourceFieldRef"}));
}

// KPO writes the names of such variables in capitals.
bool isSecretVariable(const Json &variable)
{
    const Json &reference = core::at(variable, {"valueFrom", "secretKeyRef"});
    const QString name = QString::fromStdString(core::textAt(variable, {"name"}));
    return hasOnly(variable, {"name", "valueFrom"}) && hasOnly(variable["valueFrom"], {"secretKeyRef"}) &&
           hasOnly(reference, {"key", "name"}) && isTextAt(reference, {"key"}) && isTextAt(reference, {"name"}) &&
           !name.isEmpty() && name == name.toUpper();
}

bool isWholeSecret(const Json &source)
{
    return hasOnly(source, {"secretRef"}) && hasOnly(source["secretRef"], {"name"}) &&
           isTextAt(source, {"secretRef", "name"});
}

// Cuts the last items that fit off the list.
Json takeTail(Json &list, Predicate fits)
{
    const auto first = std::find_if_not(list.rbegin(), list.rend(), fits).base();
    Json tail = Json::array();
    tail.insert(tail.end(), first, list.end());
    list.erase(first, list.end());
    return tail;
}

Json asMapIfPlain(const Json &variables)
{
    std::set<std::string> names;
    const bool isPlain = std::ranges::all_of(variables, [&names](const Json &variable) {
        return isPlainVariable(variable) && names.insert(variable["name"].get<std::string>()).second;
    });
    if (!isPlain)
        return variables;
    Json map = Json::object();
    for (const Json &variable : variables)
        map.get_ref<Json::object_t &>().emplace_back(variable["name"].get<std::string>(), variable["value"]);
    return map;
}

void put(Json &arguments, const char *name, const Json &value)
{
    if (!value.empty())
        arguments[name] = value;
}

bool isSecretVolumeName(const Json &name)
{
    static const QRegularExpression form(QStringLiteral("\\Asecretvol[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\z"));
    return name.is_string() && form.match(QString::fromStdString(name.get_ref<const std::string &>())).hasMatch();
}

bool isSecretVolume(const Json &volume, const Json &mount)
{
    const Json &source = core::at(volume, {"secret"});
    const Json &items = core::at(source, {"items"});
    return hasOnly(volume, {"name", "secret"}) && isSecretVolumeName(volume["name"]) &&
           isTextAt(source, {"secretName"}) && source.size() == (items.is_array() && !items.empty() ? 2 : 1) &&
           hasOnly(mount, {"mountPath", "name", "readOnly"}) && mount["name"] == volume["name"] &&
           mount["mountPath"].is_string() && mount["readOnly"] == true;
}

} // namespace

void readVariables(Json env, Json &arguments, Json &secrets)
{
    if (env.is_array()) {
        for (const Json &variable : takeTail(env, isSecretVariable)) {
            const Json &reference = variable["valueFrom"]["secretKeyRef"];
            secrets.push_back({{"deploy_type", "env"},
                               {"deploy_target", variable["name"]},
                               {"secret", reference["name"]},
                               {"key", reference["key"]}});
        }
        const Json fields = takeTail(env, isFieldVariable);
        put(arguments, "env_vars", asMapIfPlain(env));
        put(arguments, "pod_runtime_info_envs", fields);
    } else {
        put(arguments, "env_vars", env);
    }
}

void readSources(Json envFrom, Json &arguments, Json &secrets)
{
    if (envFrom.is_array())
        for (const Json &source : takeTail(envFrom, isWholeSecret))
            secrets.push_back({{"deploy_type", "env"}, {"secret", source["secretRef"]["name"]}});
    put(arguments, "env_from", envFrom);
}

void takeSecretVolumes(Json &volumes, Json &mounts, Json &secrets)
{
    if (!volumes.is_array() || !mounts.is_array())
        return;
    Json found = Json::array();
    while (!volumes.empty() && !mounts.empty() && isSecretVolume(volumes.back(), mounts.back())) {
        const Json &source = volumes.back()["secret"];
        Json secret = {
            {"deploy_type", "volume"}, {"deploy_target", mounts.back()["mountPath"]}, {"secret", source["secretName"]}};
        if (source.contains("items"))
            secret["items"] = source["items"];
        found.insert(found.begin(), secret);
        volumes.erase(volumes.size() - 1);
        mounts.erase(mounts.size() - 1);
    }
    secrets.insert(secrets.end(), found.begin(), found.end());
}

} // namespace podwright::manifest
