#include "models/core/same_value.h"
#include "models/manifest/layer_cut.h"
#include "models/manifest/pod_parts.h"
#include "models/manifest/reconcile.h"
#include "models/manifest/template_layer.h"
#include "models/task/python_source.h"

#include <algorithm>

namespace podwright::manifest {

namespace {

// Arguments that fill lists of the pod together.
const std::set<std::string_view> sharingArguments{
    "env_vars", "pod_runtime_info_envs", "env_from", "configmaps", "secrets", "volumes", "volume_mounts"};

// `now` in the words of `written`, which stands for `old`.
Json restyled(const Json &written, const Json &old, const Json &now);

Json restyledList(const Json &written, const Json &old, const Json &now)
{
    if (written.size() != old.size())
        return now;
    Json result = Json::array();
    for (size_t i = 0; i < now.size(); ++i) {
        const auto same = std::ranges::find_if(old, [&](const Json &item) { return core::isSameValue(item, now[i]); });
        const auto index = static_cast<size_t>(std::distance(old.begin(), same));
        if (same != old.end())
            result.push_back(i < old.size() && core::isSameValue(old[i], now[i]) ? written[i] : written[index]);
        else
            result.push_back(i < old.size() && now.size() == old.size() ? restyled(written[i], old[i], now[i])
                                                                        : now[i]);
    }
    return result;
}

Json restyledMap(const Json &written, const Json &old, const Json &now)
{
    Json result = Json::object();
    for (const auto &[key, value] : written.items()) {
        if (now.contains(key))
            result[key] = restyled(value, core::at(old, {key}), now.at(key));
        else if (!old.contains(key))
            result[key] = value;
    }
    for (const auto &[key, value] : now.items())
        if (!result.contains(key))
            result[key] = value;
    return result;
}

Json restyled(const Json &written, const Json &old, const Json &now)
{
    if (core::isSameValue(old, now))
        return written;
    if (written.is_array() && old.is_array() && now.is_array())
        return restyledList(written, old, now);
    if (written.is_object() && old.is_object() && now.is_object() && !task::isPython(written))
        return restyledMap(written, old, now);
    return now;
}

class LayerEdit
{
public:
    LayerEdit(const task::Task &task, const BuildOptions &options)
        : m_task(task)
        , m_options(options)
        , m_layer(templateLayer(task, options)->pod)
    {}

    task::Task apply(Json before, Json wanted, bool keepsSharing)
    {
        const Json oldSidecar = takeXcomSidecar(before, m_options);
        const Json newSidecar = takeXcomSidecar(wanted, m_options);
        std::set<std::string> conflicts, ignored;
        withoutLayer(wanted, m_layer, conflicts);
        eraseFromLayers(conflicts);
        PodParts old = partsOf(withoutLayer(std::move(before), m_layer, ignored), m_options.nameSuffix);
        Json rest = withoutLayer(std::move(wanted), m_layer, ignored);
        PodParts now = partsOf(rest, m_options.nameSuffix);
        old.arguments.update(oldSidecar);
        now.arguments.update(newSidecar);
        keepListOfVariables(core::at(rest["spec"]["containers"][0], {"env"}), now.arguments, old.arguments);
        setArguments(old.arguments, now.arguments, keepsSharing);
        if (!core::isSameValue(old.rest, now.rest) || !conflicts.empty())
            putRest(now.rest);
        return m_task;
    }

private:
    static bool differs(const Json &old, const Json &now, std::string_view name)
    {
        return !core::isSameValue(core::at(old, {name}), core::at(now, {name}));
    }

    // Variables that are written as one list stay one, with references to Secrets among them.
    void keepListOfVariables(const Json &env, Json &now, Json &old)
    {
        const bool isOneList = m_task.argument("env_vars").is_array() && isFalsy(m_task.argument("secrets")) &&
                               isFalsy(m_task.argument("pod_runtime_info_envs")) && env.is_array();
        if (!isOneList || !(differs(old, now, "env_vars") || differs(old, now, "secrets") ||
                            differs(old, now, "pod_runtime_info_envs")))
            return;
        now["env_vars"] = env;
        old["env_vars"] = m_task.argument("env_vars");
        for (Json *arguments : {&now, &old}) {
            arguments->erase("pod_runtime_info_envs");
            if (arguments->contains("secrets"))
                std::erase_if((*arguments)["secrets"].get_ref<Json::array_t &>(),
                              [](const Json &secret) { return secret.contains("key"); });
            if (core::at(*arguments, {"secrets"}).empty())
                arguments->erase("secrets");
        }
    }

    void setArguments(const Json &old, const Json &now, bool keepsSharing)
    {
        const bool isSharingChanged =
            std::ranges::any_of(sharingArguments, [&](std::string_view name) { return differs(old, now, name); });
        const bool isNameChanged = differs(old, now, "name") || differs(old, now, "random_name_suffix");
        for (const std::string_view name : podArguments()) {
            const bool isName = name == "name" || name == "random_name_suffix";
            const bool isInGroup =
                (!keepsSharing && isSharingChanged && sharingArguments.contains(name)) || (isName && isNameChanged);
            if (differs(old, now, name) || isInGroup)
                setArgument(std::string(name), core::at(old, {name}), core::at(now, {name}));
        }
    }

    void setArgument(const std::string &name, const Json &old, const Json &now)
    {
        if (now.is_null())
            m_task.arguments.erase(name);
        else if (m_task.arguments.contains(name) && differs({{name, old}}, {{name, now}}, name))
            m_task.arguments[name] = restyled(m_task.argument(name), old, now);
        else
            m_task.arguments[name] = now;
    }

    std::vector<Json *> layers()
    {
        std::vector<Json *> found{&m_layer, &m_task.podTemplate};
        for (const char *name : {"pod_template_dict", "full_pod_spec"})
            if (m_task.argument(name).is_object() && !task::isPython(m_task.argument(name)))
                found.push_back(&m_task.arguments[name]);
        return found;
    }

    void eraseFromLayers(const std::set<std::string> &places)
    {
        for (Json *layer : layers()) {
            for (auto text = places.rbegin(); text != places.rend(); ++text) { // later items of lists first
                const Json::json_pointer place(*text);
                if (!layer->contains(place))
                    continue;
                Json &parent = layer->at(place.parent_pointer());
                if (parent.is_array())
                    parent.erase(static_cast<size_t>(std::stoul(place.back())));
                else
                    parent.erase(place.back());
            }
        }
    }

    Json &target()
    {
        if (!m_options.templateFileText.empty())
            return m_task.arguments["full_pod_spec"];
        const bool isDictUsed = isFalsy(m_task.podTemplate) && isFalsy(m_task.argument("pod_template_file")) &&
                                !isFalsy(m_task.argument("pod_template_dict"));
        return isDictUsed ? m_task.arguments["pod_template_dict"] : m_task.podTemplate;
    }

    void putRest(const Json &rest)
    {
        if (rest.empty())
            return;
        Json &layer = target();
        if (!layer.is_object())
            layer = Json::object();
        for (const char *part : {"metadata", "spec"})
            for (const auto &[key, value] : core::at(rest, {part}).items())
                if (key == "containers")
                    putContainers(layer["spec"]["containers"], value);
                else
                    layer[part][key] = value;
        if (&layer != &m_task.podTemplate && !layer["spec"].contains("containers"))
            layer["spec"]["containers"] = Json::array({Json::object()});
    }

    static void putContainers(Json &into, const Json &containers)
    {
        if (!into.is_array())
            into = Json::array();
        if (into.empty())
            into.push_back(Json::object());
        into[0].update(containers[0]);
        into.erase(into.begin() + (containers.size() > 1 ? 1 : static_cast<std::ptrdiff_t>(into.size())), into.end());
        into.insert(into.end(), containers.begin() + 1, containers.end());
    }

    task::Task m_task;
    const BuildOptions &m_options;
    Json m_layer;
};

} // namespace

task::Task withLayersKept(const task::Task &task, const Json &before, const Json &wanted, const BuildOptions &options)
{
    task::Task changed = LayerEdit(task, options).apply(before, wanted, true);
    if (const auto built = shownPod(changed, options); built && isSamePod(*built, wanted))
        return changed;
    return LayerEdit(task, options).apply(before, wanted, false);
}

} // namespace podwright::manifest
