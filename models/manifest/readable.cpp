#include "models/manifest/pod_builder.h"

#include <algorithm>
#include <array>
#include <span>

namespace podwright::manifest {

namespace {

using namespace std::string_view_literals;

constexpr std::array podKeys{"apiVersion"sv, "kind"sv, "metadata"sv, "spec"sv};
constexpr std::array metadataKeys{"name"sv, "namespace"sv, "labels"sv, "annotations"sv};
constexpr std::array specKeys{"restartPolicy"sv,    "serviceAccountName"sv, "automountServiceAccountToken"sv,
                              "imagePullSecrets"sv, "initContainers"sv,     "containers"sv,
                              "volumes"sv};
constexpr std::array containerKeys{"name"sv, "image"sv,   "imagePullPolicy"sv, "command"sv,   "args"sv,
                                   "env"sv,  "envFrom"sv, "workingDir"sv,      "resources"sv, "ports"sv};
constexpr std::array otherKeys{"name"sv, "requests"sv};

Json reordered(const Json &object, std::span<const std::string_view> first)
{
    Json result = Json::object();
    for (const std::string_view key : first)
        if (const Json &value = core::at(object, {key}); object.contains(key))
            result[std::string(key)] = value;
    for (const auto &[key, value] : object.items())
        if (std::ranges::find(first, key) == first.end())
            result[key] = value;
    return result;
}

Json withoutEmpty(const Json &object, std::span<const std::string_view> first)
{
    if (!object.is_object())
        return object;
    const Json ordered = reordered(object, first);
    Json result = Json::object();
    for (const auto &[key, value] : ordered.items())
        if (!(value.is_structured() && value.empty()))
            result[key] = value;
    return result;
}

// Items begin with their name, at every depth.
Json namesFirst(const Json &value)
{
    if (!value.is_structured())
        return value;
    Json result = value.is_object() ? reordered(value, otherKeys) : value;
    for (Json &part : result)
        part = namesFirst(part);
    return result;
}

Json readableSpec(const Json &spec)
{
    Json result = withoutEmpty(namesFirst(spec), specKeys);
    for (const char *list : {"containers", "initContainers"})
        if (core::at(result, {list}).is_array())
            for (Json &container : result[list])
                container = withoutEmpty(container, containerKeys);
    return result;
}

} // namespace

Json readable(const Json &pod)
{
    if (!pod.is_object())
        return pod;
    Json result = reordered(pod, podKeys);
    if (result.contains("metadata"))
        result["metadata"] = withoutEmpty(result["metadata"], metadataKeys);
    if (result.contains("spec"))
        result["spec"] = readableSpec(result["spec"]);
    return result;
}

} // namespace podwright::manifest
