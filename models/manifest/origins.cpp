#include "models/manifest/origins.h"

#include "models/manifest/reconcile.h"
#include "models/task/arguments.h"

#include <algorithm>
#include <array>
#include <optional>

namespace podwright::manifest {

namespace {

using namespace std::string_view_literals;

constexpr std::array appendedLists{"/spec/volumes"sv, "/spec/containers/0/env"sv, "/spec/containers/0/envFrom"sv,
                                   "/spec/containers/0/ports"sv, "/spec/containers/0/volumeMounts"sv};
// What gets its origin from its items.
constexpr std::array collections{"/metadata/labels"sv,
                                 "/metadata/annotations"sv,
                                 "/spec/containers"sv,
                                 "/spec/initContainers"sv,
                                 "/spec/volumes"sv,
                                 "/spec/containers/0/env"sv,
                                 "/spec/containers/0/envFrom"sv,
                                 "/spec/containers/0/ports"sv,
                                 "/spec/containers/0/volumeMounts"sv};

const Json &valueAt(const Json &root, const std::string &pointer)
{
    static const Json none;
    const Json::json_pointer place(pointer);
    return root.contains(place) ? root.at(place) : none;
}

QString shown(const Json &value)
{
    return QString::fromStdString(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

bool isAppended(std::string_view podPath)
{
    return std::ranges::find(appendedLists, podPath) != appendedLists.end();
}

void addChildren(std::vector<std::string> &parts, const Json &pod, const std::string &parent)
{
    if (const Json &value = valueAt(pod, parent); value.is_object())
        for (const auto &item : value.items())
            parts.push_back((Json::json_pointer(parent) / item.key()).to_string());
}

// The parts of the pod that have one origin each.
std::vector<std::string> parts(const Json &pod)
{
    std::vector<std::string> result;
    for (const char *parent : {"/metadata", "/metadata/labels", "/metadata/annotations", "/spec"})
        addChildren(result, pod, parent);
    for (size_t i = 0; i < valueAt(pod, "/spec/containers").size(); ++i)
        addChildren(result, pod, "/spec/containers/" + std::to_string(i));
    std::erase_if(result,
                  [](const std::string &part) { return std::ranges::find(collections, part) != collections.end(); });
    return result;
}

// "/task/env_vars/0" to "/task/env_vars".
std::string argumentOf(const std::string &taskPointer)
{
    const size_t second = taskPointer.find('/', 1);
    return taskPointer.substr(0, second == std::string::npos ? second : taskPointer.find('/', second + 1));
}

// A collection whose items all come from one argument comes from that argument.
void addCollections(OriginMap::Origins &origins, const Json &pod)
{
    for (const std::string_view name : collections) {
        const std::string collection(name);
        const Json &value = valueAt(pod, collection);
        size_t index = 0;
        std::optional<std::string> common;
        for (const auto &item : value.items()) {
            const std::string step = value.is_array() ? std::to_string(index++) : item.key();
            const auto origin = origins.find((Json::json_pointer(collection) / step).to_string());
            const std::string argument = origin == origins.end() ? std::string() : argumentOf(origin->second);
            common = !common || *common == argument ? argument : std::string();
        }
        if (common && !common->empty())
            origins[collection] = *common;
    }
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
    for (const std::string_view name : appendedLists) {
        const std::string list(name);
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

std::string OriginMap::originOf(const std::string &podPointer, const Json &pod) const
{
    const Json &own = valueAt(m_arguments.pod, podPointer);
    const Json &base = valueAt(m_layer.pod, podPointer);
    const bool isOwn = !isFalsy(own) || (!own.is_null() && (base.is_null() || base != valueAt(pod, podPointer)));
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

std::string OriginMap::initContainerOrigin(const Json &name) const
{
    const std::string list = "/spec/initContainers";
    const auto indexIn = [&](const Json &pod) -> std::optional<std::string> {
        const Json &containers = valueAt(pod, list);
        for (size_t i = 0; i < containers.size(); ++i)
            if (core::at(containers[i], {"name"}) == name)
                return "/" + std::to_string(i);
        return {};
    };
    if (const auto index = indexIn(m_arguments.pod))
        return "/task/init_containers" + *index;
    for (const TemplateSource &source : m_layer.sources)
        if (const auto index = indexIn(source.pod))
            return source.pointer + list + *index;
    return {};
}

void OriginMap::addItems(Origins &origins, const Json &pod) const
{
    for (const auto &[list, items] : m_items)
        for (size_t i = 0; i < items.size(); ++i)
            origins[list + "/" + std::to_string(i)] = items[i];
    const Json &inits = valueAt(pod, "/spec/initContainers");
    for (size_t i = 0; i < inits.size(); ++i)
        origins["/spec/initContainers/" + std::to_string(i)] = initContainerOrigin(core::at(inits[i], {"name"}));
}

void OriginMap::addGenerated(Origins &origins, const Json &pod) const
{
    if (isFalsy(valueAt(m_arguments.pod, "/metadata/name")) && isFalsy(valueAt(m_layer.pod, "/metadata/name")))
        origins["/metadata/name"] = "/task/task_id";
    if (isFalsy(m_task.argument("do_xcom_push")))
        return;
    const size_t count = valueAt(pod, "/spec/containers").size();
    const std::string last = "/spec/containers/" + std::to_string(count - 1);
    std::erase_if(origins, [&last](const auto &entry) { return entry.first.starts_with(last + "/"); });
    origins[last] = "/task/do_xcom_push";
    if (!m_task.argument("xcom_sidecar_container_security_context").is_null())
        origins[last + "/securityContext"] = "/task/xcom_sidecar_container_security_context";
}

OriginMap::Origins OriginMap::of(const Json &pod, const Json &automatic) const
{
    Origins origins;
    for (const std::string &part : parts(pod))
        origins[part] = originOf(part, pod);
    addItems(origins, pod);
    addGenerated(origins, pod);
    for (const auto &label : automatic.items())
        origins.erase((Json::json_pointer("/metadata/labels") / label.key()).to_string());
    addCollections(origins, pod);
    std::erase_if(origins, [](const auto &entry) { return entry.second.empty(); });
    return origins;
}

std::vector<QString> OriginMap::losses(const Json &pod) const
{
    std::vector<QString> notes;
    for (const auto &[path, name] : m_given) {
        const Json &sent = valueAt(m_arguments.pod, path);
        const Json &given = m_task.argument(name);
        const Json &own = sent.is_null() && given.is_object() ? given : sent; // empty maps are added after the merge
        const Json &base = valueAt(m_layer.pod, path);
        const bool isMerged = path == "/metadata/labels" || path == "/metadata/annotations";
        const bool isLost = !base.is_null() && base != own && base == valueAt(pod, path);
        if (!own.is_null() && isFalsy(own) && isLost && !isMerged)
            notes.push_back(QStringLiteral("%1: %2 counts as not given, so the template's %3 stays")
                                .arg(QString::fromStdString(name), shown(own), shown(base)));
    }
    const std::string theirs = core::textAt(valueAt(m_layer.pod, "/spec/containers/0"), {"name"});
    const std::string ours = core::textAt(valueAt(m_arguments.pod, "/spec/containers/0"), {"name"});
    if (!theirs.empty() && theirs != ours)
        notes.push_back(QStringLiteral("the template's first container \"%1\" becomes \"%2\"")
                            .arg(QString::fromStdString(theirs), QString::fromStdString(ours)));
    return notes;
}

} // namespace podwright::manifest
