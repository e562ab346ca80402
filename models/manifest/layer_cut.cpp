#include "models/manifest/layer_cut.h"

#include "models/core/same_value.h"
#include "models/manifest/pod_parts.h"
#include "models/manifest/reconcile.h"
#include "models/task/arguments.h"

#include <algorithm>

namespace podwright::manifest {

namespace {

using Keys = std::set<std::string_view>;

const Keys settledInSpec{"containers", "restartPolicy"};
const Keys appendedInSpec{"volumes", "initContainers"};
const Keys settledInContainer{"name", "terminationMessagePolicy"};
const Keys appendedInContainer{"env", "envFrom", "ports", "volumeMounts"};

bool hasArgument(const std::string &podPointer)
{
    return std::ranges::any_of(
        task::arguments(), [&podPointer](const task::Argument &argument) { return argument.podPath == podPointer; });
}

// Cuts `front` off the beginning of the list; false if it is not there.
bool cutFront(Json &list, const Json &front)
{
    if (!list.is_array() || !front.is_array() || list.size() < front.size())
        return false;
    const auto end = list.begin() + static_cast<std::ptrdiff_t>(front.size());
    if (!std::equal(list.begin(), end, front.begin(), core::isSameValue))
        return false;
    list.erase(list.begin(), end);
    return true;
}

class LayerCut
{
public:
    explicit LayerCut(std::set<std::string> &conflicts)
        : m_conflicts(conflicts)
    {}

    // Each key of the layer's object at `pointer`.
    void cut(Json &pod, const Json &layer, const std::string &pointer, const Keys &settled, const Keys &appended)
    {
        for (const auto &[key, given] : layer.items()) {
            const std::string place = (Json::json_pointer(pointer) / key).to_string();
            if (settled.contains(key) || (given.is_structured() && given.empty()))
                continue;
            const Json &now = core::at(pod, {key});
            const bool isSame = core::isSameValue(now, given);
            const bool isWon = !appended.contains(key) && hasArgument(place) && !isFalsy(now);
            if (isSame || (appended.contains(key) && !now.is_null() && cutFront(pod[key], given)))
                eraseIfDone(pod, key, isSame);
            else if (!isWon)
                m_conflicts.insert(place);
        }
    }

    void cutMap(Json &pod, const Json &layer, const std::string &pointer)
    {
        for (const auto &[key, given] : layer.items()) {
            if (!pod.is_object() || !pod.contains(key))
                m_conflicts.insert((Json::json_pointer(pointer) / key).to_string());
            else if (core::isSameValue(pod[key], given))
                pod.erase(key);
        }
    }

    void cutContainers(Json &containers, const Json &layer)
    {
        if (!layer.is_array() || layer.empty())
            return;
        cut(containers[0], layer[0], "/spec/containers/0", settledInContainer, appendedInContainer);
        const bool isSame = layer.size() == containers.size() &&
                            std::equal(layer.begin() + 1, layer.end(), containers.begin() + 1, core::isSameValue);
        if (isSame)
            containers.erase(containers.begin() + 1, containers.end());
        else
            for (size_t i = layer.size(); --i > 0;)
                m_conflicts.insert("/spec/containers/" + std::to_string(i));
    }

private:
    static void eraseIfDone(Json &pod, const std::string &key, bool isWhole)
    {
        if (isWhole)
            pod.erase(key);
    }

    std::set<std::string> &m_conflicts;
};

// What KPO settles in every pod, where the text leaves it out.
Json settled(Json pod, const Json &built)
{
    Json &spec = pod["spec"];
    spec["restartPolicy"] = "Never";
    if (!spec.contains("hostNetwork"))
        spec["hostNetwork"] = false;
    Json &container = spec["containers"][0];
    if (isFalsy(core::at(container, {"name"})))
        container["name"] = "base";
    if (core::at(container, {"terminationMessagePolicy"}).is_null())
        container["terminationMessagePolicy"] = "File";
    Json &metadata = pod["metadata"];
    for (const char *key : {"name", "namespace"})
        if (isFalsy(core::at(metadata, {key})))
            metadata[key] = built.at("metadata").at(key);
    pod["apiVersion"] = "v1";
    pod["kind"] = "Pod";
    return pod;
}

} // namespace

core::Result<Json> shownPod(const task::Task &task, const BuildOptions &options)
{
    const auto built = buildPod(task, options);
    std::vector<QString> ignored;
    return built ? readablePod(built->pod, ignored) : built.error();
}

bool isSamePod(const Json &built, const Json &wanted)
{
    return core::isSameValue(built, settled(wanted, built));
}

Json withoutLayer(Json pod, const Json &layer, std::set<std::string> &conflicts)
{
    LayerCut cut(conflicts);
    const Json &metadata = core::at(layer, {"metadata"});
    Json &ours = pod["metadata"];
    for (const char *map : {"labels", "annotations"})
        if (const Json &given = core::at(metadata, {map}); given.is_object())
            cut.cutMap(ours[map], given, std::string("/metadata/") + map);
    if (metadata.is_object())
        cut.cut(ours, metadata, "/metadata", {"name", "labels", "annotations"}, {});
    const Json &spec = core::at(layer, {"spec"});
    if (spec.is_object()) {
        cut.cut(pod["spec"], spec, "/spec", settledInSpec, appendedInSpec);
        cut.cutContainers(pod["spec"]["containers"], core::at(spec, {"containers"}));
    }
    return pod;
}

} // namespace podwright::manifest
