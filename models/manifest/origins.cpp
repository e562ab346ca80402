#include "models/manifest/origins.h"

#include "models/manifest/reconcile.h"
#include "models/task/arguments.h"

namespace podwright::manifest {

namespace {

constexpr const char *appendedLists[] = {"/spec/volumes", "/spec/containers/0/env", "/spec/containers/0/envFrom",
                                         "/spec/containers/0/ports", "/spec/containers/0/volumeMounts"};

const Json &valueAt(const Json &root, const std::string &pointer)
{
    static const Json none;
    const Json::json_pointer place(pointer);
    return root.contains(place) ? root.at(place) : none;
}

bool isAppended(std::string_view podPath)
{
    for (const char *list : appendedLists)
        if (podPath == list)
            return true;
    return false;
}

// The parts of the pod that have one origin each.
std::vector<std::string> parts(const Json &pod)
{
    std::vector<std::string> result;
    const auto add = [&result, &pod](const std::string &parent) {
        const Json &value = valueAt(pod, parent);
        size_t index = 0;
        for (const auto &item : value.items()) {
            const Json::json_pointer place =
                Json::json_pointer(parent) / (value.is_array() ? std::to_string(index++) : item.key());
            result.push_back(place.to_string());
        }
    };
    for (const char *parent : {"/metadata", "/metadata/labels", "/metadata/annotations", "/spec"})
        add(parent);
    for (const char *list : {"/spec/containers", "/spec/initContainers"}) {
        const size_t count = valueAt(pod, list).size();
        for (size_t i = 0; i < count; ++i)
            add(list + ("/" + std::to_string(i)));
    }
    return result;
}

} // namespace

OriginMap::OriginMap(const task::Task &task, const TemplateLayer &layer, const ArgumentPod &arguments)
    : m_task(task)
    , m_layer(layer)
    , m_arguments(arguments)
{
    for (const task::Argument &argument : task::arguments())
        if (!argument.podPath.empty() && !isAppended(argument.podPath) && !task.argument(argument.name).is_null())
            m_given.emplace(argument.podPath, argument.name);
    for (const char *list : appendedLists) {
        std::vector<std::string> &items = m_items[list];
        for (const TemplateSource &source : std::vector(layer.sources.rbegin(), layer.sources.rend()))
            for (size_t i = 0; i < valueAt(source.pod, list).size(); ++i)
                items.push_back(source.pointer + list + "/" + std::to_string(i));
        if (const auto own = arguments.itemOrigins.find(list); own != arguments.itemOrigins.end())
            items.insert(items.end(), own->second.begin(), own->second.end());
    }
}

std::string OriginMap::templateOrigin(const std::string &podPointer) const
{
    for (const TemplateSource &source : m_layer.sources)
        if (!valueAt(source.pod, podPointer).is_null())
            return source.pointer + podPointer;
    return {};
}

std::string OriginMap::originOf(const std::string &podPointer) const
{
    const Json &own = valueAt(m_arguments.pod, podPointer);
    const bool isOwn = !isFalsy(own) || (!own.is_null() && valueAt(m_layer.pod, podPointer).is_null());
    if (!isOwn)
        return templateOrigin(podPointer);
    for (const std::string name : {"labels", "annotations"}) {
        const std::string prefix = "/metadata/" + name + "/";
        if (podPointer.starts_with(prefix))
            return "/task/" + name + "/" + podPointer.substr(prefix.size());
    }
    const auto given = m_given.find(podPointer);
    return given == m_given.end() ? std::string() : "/task/" + given->second;
}

void OriginMap::addItems(std::map<std::string, std::string> &origins) const
{
    for (const auto &[list, items] : m_items)
        for (size_t i = 0; i < items.size(); ++i)
            origins[list + "/" + std::to_string(i)] = items[i];
}

void OriginMap::addGenerated(std::map<std::string, std::string> &origins, const Json &pod) const
{
    if (valueAt(m_arguments.pod, "/metadata/name").is_null() && templateOrigin("/metadata/name").empty())
        origins["/metadata/name"] = "/task/task_id";
    const Json &containers = valueAt(pod, "/spec/containers");
    const std::string last = "/spec/containers/" + std::to_string(containers.size() - 1);
    if (!isFalsy(m_task.argument("do_xcom_push"))) {
        std::erase_if(origins, [&last](const auto &entry) { return entry.first.starts_with(last + "/"); });
        origins[last] = "/task/do_xcom_push";
        if (!m_task.argument("xcom_sidecar_container_security_context").is_null())
            origins[last + "/securityContext"] = "/task/xcom_sidecar_container_security_context";
    }
    const Json &inits = valueAt(pod, "/spec/initContainers");
    const Json &own = valueAt(m_arguments.pod, "/spec/initContainers");
    for (size_t i = 0; i < inits.size(); ++i)
        for (size_t k = 0; k < own.size(); ++k)
            if (core::at(inits[i], {"name"}) == core::at(own[k], {"name"}))
                origins["/spec/initContainers/" + std::to_string(i)] = "/task/init_containers/" + std::to_string(k);
}

std::map<std::string, std::string> OriginMap::of(const Json &pod) const
{
    std::map<std::string, std::string> origins;
    for (const std::string &part : parts(pod)) {
        if (isAppended(part))
            continue;
        if (std::string origin = originOf(part); !origin.empty() && part != "/spec/containers")
            origins[part] = std::move(origin);
    }
    addItems(origins);
    addGenerated(origins, pod);
    return origins;
}

std::vector<QString> OriginMap::losses() const
{
    std::vector<QString> notes;
    for (const auto &[path, name] : m_given) {
        const Json &own = valueAt(m_arguments.pod, path);
        const Json &base = valueAt(m_layer.pod, path);
        if (!own.is_null() && isFalsy(own) && !base.is_null() && base != own && path != "/metadata/labels" &&
            path != "/metadata/annotations")
            notes.push_back(QStringLiteral("%1: %2 counts as not given, so the template's %3 stays")
                                .arg(QString::fromStdString(name), QString::fromStdString(own.dump()),
                                     QString::fromStdString(base.dump())));
    }
    const std::string theirs = core::textAt(valueAt(m_layer.pod, "/spec/containers/0"), {"name"});
    const std::string ours = core::textAt(valueAt(m_arguments.pod, "/spec/containers/0"), {"name"});
    if (!theirs.empty() && theirs != ours)
        notes.push_back(QStringLiteral("the template's first container \"%1\" becomes \"%2\"")
                            .arg(QString::fromStdString(theirs), QString::fromStdString(ours)));
    return notes;
}

} // namespace podwright::manifest
