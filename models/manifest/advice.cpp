#include "models/manifest/advice.h"

#include <array>
#include <map>

namespace podwright::manifest {

namespace {

using Severity = task::Problem::Severity;

constexpr auto templateFile = "/task/pod_template_file";

// A list of the pod in which a key may stand once only.
struct UniqueKey
{
    const char *list;
    const char *key;
    Severity severity;
    const char *id;
    const char *message;
    const char *fix;
};

constexpr std::array uniqueKeys = {
    UniqueKey{"/spec/volumes", "name", Severity::Error, "volume-merged-twice",
              "The pod has two volumes \"%1\": the template's and this one", "Rename one, or remove it."},
    UniqueKey{"/spec/containers", "name", Severity::Error, "container-merged-twice",
              "The pod has two containers \"%1\"", "Rename one in the template."},
    UniqueKey{"/spec/containers/0/volumeMounts", "mountPath", Severity::Error, "mount-merged-twice",
              "Two volumes are mounted at %1: the template's and this one", "Move or remove one."},
    UniqueKey{"/spec/containers/0/ports", "name", Severity::Error, "port-merged-twice",
              "The container has two ports \"%1\": the template's and this one", "Rename one, or remove it."},
    UniqueKey{"/spec/containers/0/env", "name", Severity::Advice, "variable-overridden",
              "Variable %1 is also in the template, and this value wins", "Remove one of the two."},
};

std::string originOf(const BuiltPod &built, std::string podPointer)
{
    for (auto found = built.origins.find(podPointer); !podPointer.empty(); found = built.origins.find(podPointer)) {
        if (found != built.origins.end())
            return found->second;
        podPointer.erase(podPointer.rfind('/'));
    }
    return {};
}

std::string layerOf(const std::string &taskPointer)
{
    const bool isArgument = taskPointer.starts_with("/task/");
    return taskPointer.substr(0, isArgument ? taskPointer.find('/', 6) : taskPointer.find('/', 1));
}

// Within one argument validate() tells.
void checkKey(const UniqueKey &unique, const BuiltPod &built, task::Problems &problems)
{
    const Json::json_pointer place{std::string(unique.list)};
    if (!built.pod.contains(place) || !built.pod.at(place).is_array())
        return;
    const Json &list = built.pod.at(place);
    std::map<std::string, std::string> seen; // key -> where it comes from
    for (size_t i = 0; i < list.size(); ++i) {
        const std::string key = core::textAt(list[i], {unique.key});
        const std::string origin = originOf(built, unique.list + ("/" + std::to_string(i)));
        const auto [first, isNew] = seen.emplace(key, origin);
        if (key.empty() || isNew || layerOf(first->second) == layerOf(origin))
            continue;
        problems.push_back({.severity = unique.severity,
                            .id = unique.id,
                            .pointer = origin.empty() ? first->second : origin,
                            .message = QString::fromLatin1(unique.message).arg(QString::fromStdString(key)),
                            .fix = QString::fromLatin1(unique.fix)});
    }
}

} // namespace

task::Problems adviseOnPod(const BuiltPod &built)
{
    task::Problems problems;
    for (const UniqueKey &unique : uniqueKeys)
        checkKey(unique, built, problems);
    return problems;
}

task::Problems adviseOnPodOf(const task::Task &task, const TemplateTexts &templates)
{
    const std::string text = templateText(task, templates);
    const auto built = buildPod(task, {.nameSuffix = previewSuffix, .templateFileText = text, .keepsPython = true});
    task::Problems problems = built ? adviseOnPod(*built) : task::Problems();
    if (!built && !text.empty() && built.error().where.startsWith(QLatin1String(templateFile)))
        problems.push_back({.id = "template-invalid",
                            .pointer = templateFile,
                            .message = built.error().message,
                            .fix = built.error().hint});
    if (const auto gap = templateGap(task, templates); gap && !templatePath(task).empty())
        problems.push_back({.severity = Severity::Warning,
                            .id = "template-unread",
                            .pointer = templateFile,
                            .message = gap->message,
                            .fix = gap->hint});
    return problems;
}

} // namespace podwright::manifest
