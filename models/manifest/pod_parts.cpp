#include "models/manifest/pod_parts.h"

#include "models/core/same_value.h"
#include "models/manifest/attachments.h"
#include "models/manifest/pod_lists.h"
#include "models/manifest/reconcile.h"
#include "models/task/arguments.h"
#include "models/task/names.h"

#include <algorithm>
#include <array>

namespace podwright::manifest {

namespace {

using namespace std::string_view_literals;

// Arguments that share a place of the pod with others, or whose default is not the field's absence.
constexpr std::array combinedArguments{"name"sv,
                                       "random_name_suffix"sv,
                                       "base_container_name"sv,
                                       "hostnetwork"sv,
                                       "termination_message_policy"sv,
                                       "env_vars"sv,
                                       "pod_runtime_info_envs"sv,
                                       "env_from"sv,
                                       "configmaps"sv,
                                       "secrets"sv,
                                       "volumes"sv,
                                       "volume_mounts"sv,
                                       "do_xcom_push"sv,
                                       "xcom_sidecar_container_security_context"sv};

Json taken(Json &object, const char *key)
{
    const auto found = object.find(key);
    if (found == object.end())
        return {};
    Json value = std::move(*found);
    object.erase(key);
    return value;
}

bool isTaskId(const std::string &text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.';
    });
}

class Partition
{
public:
    Partition(Json pod, const std::string &suffix)
        : m_suffix("-" + suffix)
        , m_pod(std::move(pod))
    {}

    PodParts take()
    {
        Json &metadata = m_pod["metadata"];
        if (!metadata.is_object())
            metadata = Json::object();
        readName(metadata);
        readContainer();
        readLists();
        readPlain();
        readSettled();
        m_parts.arguments = inFormOrder(m_parts.arguments);
        m_parts.rest = rest();
        return std::move(m_parts);
    }

private:
    // Found anew each time: a new key of any object around it moves it.
    Json &container() { return m_pod["spec"]["containers"][0]; }

    void give(std::string_view name, Json value) { m_parts.arguments[std::string(name)] = std::move(value); }

    void giveUnlessEmpty(std::string_view name, Json value)
    {
        if (!value.is_null() && !(value.is_structured() && value.empty()))
            give(name, std::move(value));
    }

    void readName(Json &metadata)
    {
        const Json given = taken(metadata, "name");
        std::string name = given.is_string() ? given.get<std::string>() : std::string();
        const bool hasRandomPart = name.size() > m_suffix.size() && name.ends_with(m_suffix);
        if (hasRandomPart)
            name.resize(name.size() - m_suffix.size());
        const std::string generated = core::textAt(metadata, {"generateName"});
        if (name.empty() && !generated.empty()) {
            name = generated.substr(0, generated.find_last_not_of("-.") + 1);
            metadata.erase("generateName");
            m_parts.notes.push_back(QStringLiteral("generateName \"%1\" was read as a name with a random suffix")
                                        .arg(QString::fromStdString(generated)));
        } else if (name.empty()) {
            m_parts.notes.push_back(QStringLiteral("the pod has no name: Airflow names it after the task"));
        } else if (!hasRandomPart) {
            give("random_name_suffix", false);
        }
        const auto sane = task::sanitizeName(name);
        if (sane && *sane == name)
            give("name", name);
        else if (!name.empty())
            metadata["name"] = name;
        const std::string slug = task::slugify(name);
        give("task_id", isTaskId(name) ? name : slug.empty() ? "pod" : slug);
    }

    void readContainer()
    {
        m_name = taken(container(), "name");
        if (!isFalsy(m_name) && m_name != "base")
            give("base_container_name", m_name);
        const Json policy = taken(container(), "terminationMessagePolicy");
        if (!policy.is_null() && policy != "File")
            give("termination_message_policy", policy);
    }

    void readLists()
    {
        Json secrets = Json::array();
        readVariables(taken(container(), "env"), m_parts.arguments, secrets);
        readSources(taken(container(), "envFrom"), m_parts.arguments, secrets);
        Json volumes = taken(m_pod["spec"], "volumes");
        Json mounts = taken(container(), "volumeMounts");
        takeSecretVolumes(volumes, mounts, secrets);
        giveUnlessEmpty("volumes", std::move(volumes));
        giveUnlessEmpty("volume_mounts", std::move(mounts));
        if (!secrets.empty())
            give("secrets", secrets);
    }

    void readPlain()
    {
        for (const task::Argument &argument : task::arguments()) {
            const auto isCombined = std::ranges::find(combinedArguments, argument.name) != combinedArguments.end();
            if (argument.podPath.empty() || isCombined)
                continue;
            const Json::json_pointer place{std::string(argument.podPath)};
            Json &parent = m_pod[place.parent_pointer()];
            Json value = taken(parent, place.back().c_str());
            giveUnlessEmpty(argument.name, std::move(value));
        }
    }

    void readSettled()
    {
        Json &spec = m_pod["spec"];
        const Json host = taken(spec, "hostNetwork");
        if (!isFalsy(host))
            give("hostnetwork", host);
        const Json policy = taken(spec, "restartPolicy");
        if (!policy.is_null() && policy != "Never")
            m_parts.notes.push_back(QStringLiteral("restartPolicy %1 becomes Never: Airflow starts a task anew itself")
                                        .arg(QString::fromStdString(policy.dump())));
    }

    // Container 0 has to be there for what the template says of it, or of those behind it.
    Json rest()
    {
        Json &spec = m_pod["spec"];
        Json &containers = spec["containers"];
        if (containers.size() == 1 && container().empty()) {
            spec.erase("containers");
        } else if (!isFalsy(m_name)) {
            Json first = {{"name", m_name}};
            first.update(container());
            containers[0] = std::move(first);
        }
        Json result = Json::object();
        for (const char *part : {"metadata", "spec"})
            if (!m_pod[part].empty())
                result[part] = m_pod[part];
        return result;
    }

    std::string m_suffix;
    Json m_pod;
    Json m_name;
    PodParts m_parts;
};

} // namespace

Json takeXcomSidecar(Json &pod, const BuildOptions &options)
{
    const Json &containers = pod["spec"]["containers"];
    const Json &volumes = core::at(pod, {"spec", "volumes"});
    const Json &mounts = core::at(containers[0], {"volumeMounts"});
    if (containers.size() < 2 || !volumes.is_array() || volumes.empty() || !mounts.is_array() || mounts.empty())
        return Json::object();
    task::Task probe{.arguments = {{"do_xcom_push", true}}};
    if (const Json &context = core::at(containers.back(), {"securityContext"}); !context.is_null())
        probe.arguments["xcom_sidecar_container_security_context"] = context;
    Json without = pod;
    Json &spec = without["spec"];
    spec["volumes"].erase(0);
    spec["containers"].erase(containers.size() - 1);
    spec["containers"][0]["volumeMounts"].erase(0);
    Json again = without;
    ItemOrigins ignored;
    attachXcomSidecar(again, ignored, probe, options);
    if (!core::isSameValue(readable(again), readable(pod)))
        return Json::object();
    pod = std::move(without);
    return probe.arguments;
}

PodParts partsOf(Json pod, const std::string &suffix)
{
    return Partition(std::move(pod), suffix).take();
}

const std::set<std::string_view> &podArguments()
{
    static const auto names = [] {
        std::set<std::string_view> result;
        for (const task::Argument &argument : task::arguments())
            if (!argument.podPath.empty())
                result.insert(argument.name);
        return result;
    }();
    return names;
}

Json inFormOrder(const Json &arguments)
{
    Json result = Json::object();
    for (const task::Argument &argument : task::arguments())
        if (const Json &value = core::at(arguments, {argument.name}); arguments.contains(argument.name))
            result[std::string(argument.name)] = value;
    for (const auto &[key, value] : arguments.items())
        result[key] = value;
    return result;
}

} // namespace podwright::manifest
