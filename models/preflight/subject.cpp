#include "models/preflight/subject.h"

#include "models/preflight/amounts.h"
#include "models/task/arguments.h"
#include "models/task/pointers.h"

namespace podwright::preflight {
namespace {

using core::at;
using core::boolAt;
using core::textAt;

std::string parentOf(const std::string &pointer)
{
    return pointer.substr(0, pointer.rfind('/'));
}

// The argument whose place in the pod is nearest above.
std::string argumentAbove(const std::string &podPointer)
{
    for (std::string place = podPointer; !place.empty(); place = parentOf(place)) {
        for (const task::Argument &argument : task::arguments()) {
            if (argument.podPath == place)
                return "/task/" + std::string(argument.name);
        }
    }
    return {};
}

bool isPart(char c)
{
    return c != '.' && c != '[' && c != ']';
}

} // namespace

std::string taskPointer(const Origins &origins, const std::string &podPointer)
{
    const auto exact = origins.lower_bound(podPointer);
    if (exact != origins.end() && (exact->first == podPointer || exact->first.starts_with(podPointer + '/')) &&
        !exact->second.empty())
        return exact->second;
    for (std::string place = podPointer; !place.empty(); place = parentOf(place)) {
        if (const auto found = origins.find(place); found != origins.end())
            return found->second;
    }
    return argumentAbove(podPointer);
}

std::string Subject::resourcePointer(const std::string &containerPointer, std::string_view which,
                                     std::string_view resource) const
{
    const std::string place = containerPointer + "/resources";
    const bool isMain = core::textAt(pod.contains("spec") ? pod[Json::json_pointer(containerPointer)] : Json(),
                                     {"name"}) == baseContainer;
    if (!isMain || !pointerFor(place).starts_with("/task/container_resources"))
        return {};
    return task::pointerTo("/task/container_resources/" + std::string(which), resource);
}

core::Result<Subject> subjectOf(const task::Task &task, const SubjectOptions &options)
{
    auto built = manifest::buildPod(task, {.nameSuffix = options.nameSuffix,
                                           .connectionNamespace = options.connectionNamespace,
                                           .templateFileText = options.templateFileText});
    if (!built)
        return built.error();
    Subject subject{.task = task, .pod = std::move(built->pod), .origins = std::move(built->origins), .ns = options.ns};
    if (subject.ns.empty())
        subject.ns = textAt(subject.pod, {"metadata", "namespace"}, "default");
    subject.pod["metadata"]["namespace"] = subject.ns;
    subject.baseContainer = textAt(task.arguments, {"base_container_name"}, "base");
    subject.pushesXcom = boolAt(task.arguments, {"do_xcom_push"});
    subject.readsLogs = boolAt(task.arguments, {"get_logs"}, true);
    subject.deletesPod = textAt(task.arguments, {"on_finish_action"}, "delete_pod") != "keep_pod";
    return subject;
}

std::string pointerOfField(std::string_view field)
{
    std::string pointer;
    for (size_t from = 0; from < field.size();) {
        if (field[from] == '[') { // an index, or a key that may hold dots
            const size_t end = std::min(field.find(']', from), field.size());
            pointer = task::pointerTo(pointer, field.substr(from + 1, end - from - 1));
            from = end + 1;
            continue;
        }
        if (!isPart(field[from])) {
            ++from;
            continue;
        }
        const size_t end = std::min(field.find_first_of(".[", from), field.size());
        pointer = task::pointerTo(pointer, field.substr(from, end - from));
        from = end;
    }
    return pointer;
}

std::string registryOf(std::string_view image)
{
    const size_t slash = image.find('/');
    if (slash == std::string_view::npos)
        return "docker.io";
    const std::string_view first = image.substr(0, slash);
    const bool isHost = first.find_first_of(".:") != std::string_view::npos || first == "localhost";
    return first == "index.docker.io" || !isHost ? "docker.io" : std::string(first);
}

} // namespace podwright::preflight
