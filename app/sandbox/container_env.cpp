#include "app/sandbox/container_env.h"

#include "app/sandbox/node_errors.h"
#include "app/sandbox/quantity.h"

#include <QByteArray>

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

void set(Variables &variables, const std::string &name, std::string value)
{
    const auto known = std::find_if(variables.begin(), variables.end(), [&](const auto &v) { return v.first == name; });
    if (known != variables.end())
        known->second = std::move(value);
    else
        variables.emplace_back(name, std::move(value));
}

std::string fileName(const std::string &resource)
{
    return resource == "secrets" ? "Secret" : "ConfigMap";
}

std::string singular(const std::string &resource)
{
    return resource.substr(0, resource.size() - 1);
}

core::Result<void> addAll(const EnvSources &sources, const Json &entry, Variables &variables)
{
    const std::string ns = textAt(sources.pod, {"metadata", "namespace"});
    for (const auto &[key, resource] : {std::pair("configMapRef", "configmaps"), std::pair("secretRef", "secrets")}) {
        const Json &reference = at(entry, {key});
        if (!reference.is_object())
            continue;
        const std::string name = textAt(reference, {"name"});
        const auto entries = objectEntries(sources.store, resource, ns, name);
        if (!entries && !core::boolAt(reference, {"optional"}))
            return missing(singular(resource) + " \"" + name + "\" not found");
        if (!entries)
            continue;
        for (const auto &[entryName, value] : *entries)
            set(variables, textAt(entry, {"prefix"}) + entryName, value);
    }
    return {};
}

// The value behind a configMapKeyRef or secretKeyRef; none when it is optional and missing.
core::Result<std::optional<std::string>> keyValue(const EnvSources &sources, const Json &reference,
                                                  const std::string &resource)
{
    const std::string ns = textAt(sources.pod, {"metadata", "namespace"});
    const std::string name = textAt(reference, {"name"}), key = textAt(reference, {"key"});
    const auto entries = objectEntries(sources.store, resource, ns, name);
    const bool optional = core::boolAt(reference, {"optional"});
    if (!entries && !optional)
        return missing(singular(resource) + " \"" + name + "\" not found");
    if (entries && entries->contains(key))
        return std::optional(entries->at(key));
    if (!optional)
        return missing("couldn't find key " + key + " in " + fileName(resource) + ' ' + ns + '/' + name);
    return std::optional<std::string>();
}

core::Result<std::optional<std::string>> referencedValue(const EnvSources &sources, const Json &from)
{
    if (at(from, {"configMapKeyRef"}).is_object())
        return keyValue(sources, at(from, {"configMapKeyRef"}), "configmaps");
    if (at(from, {"secretKeyRef"}).is_object())
        return keyValue(sources, at(from, {"secretKeyRef"}), "secrets");
    if (at(from, {"fieldRef"}).is_object())
        return std::optional(podField(sources.pod, textAt(from, {"fieldRef", "fieldPath"})));
    const Json &resource = at(from, {"resourceFieldRef"});
    return std::optional(
        resourceField(sources.container, sources.node, textAt(resource, {"resource"}), textAt(resource, {"divisor"})));
}

// What in-cluster clients look for.
Variables apiVariables(int port)
{
    if (port == 0)
        return {};
    const std::string number = std::to_string(port);
    return {{"KUBERNETES_SERVICE_HOST", "127.0.0.1"},
            {"KUBERNETES_SERVICE_PORT", number},
            {"KUBERNETES_SERVICE_PORT_HTTPS", number},
            {"KUBERNETES_PORT", "tcp://127.0.0.1:" + number}};
}

std::string lines(const Json &map)
{
    std::map<std::string, std::string> sorted;
    for (const auto &[key, value] : map.items())
        sorted[key] = Json(value).dump();
    std::string text;
    for (const auto &[key, value] : sorted)
        text += key + '=' + value + '\n';
    return text;
}

} // namespace

std::unique_ptr<std::map<std::string, std::string>> objectEntries(const Store &store, const std::string &resource,
                                                                  const std::string &ns, const std::string &name)
{
    const ObjectPtr object = store.get(resource, ns, name);
    if (!object)
        return nullptr;
    auto entries = std::make_unique<std::map<std::string, std::string>>();
    const auto decoded = [](const std::string &text) {
        return QByteArray::fromBase64(QByteArray::fromStdString(text)).toStdString();
    };
    for (const auto &[key, value] : at(*object, {"data"}).items()) {
        if (value.is_string())
            (*entries)[key] = resource == "secrets" ? decoded(value.get<std::string>()) : value.get<std::string>();
    }
    for (const auto &[key, value] : at(*object, {"binaryData"}).items()) {
        if (value.is_string())
            (*entries)[key] = decoded(value.get<std::string>());
    }
    return entries;
}

core::Result<Variables> containerVariables(const EnvSources &sources)
{
    Variables variables = apiVariables(sources.apiPort);
    for (const Json &entry : at(sources.container, {"envFrom"})) {
        if (const auto added = addAll(sources, entry, variables); !added)
            return added.error();
    }
    for (const Json &entry : at(sources.container, {"env"})) {
        const std::string name = textAt(entry, {"name"});
        const Json &from = at(entry, {"valueFrom"});
        if (!from.is_object()) {
            set(variables, name, expandReferences(textAt(entry, {"value"}), variables));
            continue;
        }
        const auto value = referencedValue(sources, from);
        if (!value)
            return value.error();
        if (*value)
            set(variables, name, **value);
    }
    return variables;
}

std::string expandReferences(const std::string &text, const Variables &variables)
{
    std::string result;
    for (size_t position = 0; position < text.size(); ++position) {
        const char next = position + 1 < text.size() ? text[position + 1] : '\0';
        if (text[position] != '$' || (next != '$' && next != '(')) {
            result += text[position];
            continue;
        }
        const size_t end = text.find(')', position);
        if (next == '$' || end == std::string::npos) {
            result += '$';
            position += next == '$' ? 1 : 0;
            continue;
        }
        const std::string name = text.substr(position + 2, end - position - 2);
        const auto known = std::find_if(variables.begin(), variables.end(),
                                        [&](const auto &variable) { return variable.first == name; });
        result += known != variables.end() ? known->second : "$(" + name + ')';
        position = end;
    }
    return result;
}

std::string podField(const Json &pod, const std::string &path)
{
    const size_t dot = path.find('.');
    const size_t bracket = path.find("['");
    if (dot == std::string::npos)
        return {};
    const std::string section = path.substr(0, dot);
    if (bracket != std::string::npos && path.ends_with("']"))
        return textAt(pod, {section, path.substr(dot + 1, bracket - dot - 1),
                            path.substr(bracket + 2, path.size() - bracket - 4)});
    const std::string field = path.substr(dot + 1);
    const Json &value = at(pod, {section, field});
    if (field == "labels" || field == "annotations")
        return lines(value);
    if (value.is_array()) {
        std::string joined;
        for (const Json &entry : value)
            joined += (joined.empty() ? "" : ",") + textAt(entry, {"ip"});
        return joined;
    }
    return textAt(pod, {section, field});
}

std::string resourceField(const Json &container, const Json &node, const std::string &resource,
                          const std::string &divisor)
{
    const size_t dot = resource.find('.');
    if (dot == std::string::npos)
        return {};
    const std::string kind = resource.substr(0, dot), name = resource.substr(dot + 1);
    std::string quantity = textAt(container, {"resources", kind, name});
    if (quantity.empty() && kind == "limits")
        quantity = textAt(node, {"status", "allocatable", name});
    const long long amount = Quantity::of(quantity).thousandths();
    const long long unit = Quantity::of(divisor.empty() || divisor == "0" ? "1" : divisor).thousandths();
    return std::to_string((amount + std::max(1LL, unit) - 1) / std::max(1LL, unit));
}

} // namespace podwright::sandbox
