#include "app/sandbox/ephemeral_containers.h"

#include "app/sandbox/problems.h"

#include <array>
#include <set>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

constexpr const char *root = "spec.ephemeralContainers";
constexpr std::array notForThem = {"ports",     "livenessProbe", "readinessProbe", "startupProbe",
                                   "lifecycle", "resources",     "resizePolicy",   "restartPolicy"};

const Json *findByName(const Json &list, const std::string &name)
{
    for (const Json &entry : list) {
        if (textAt(entry, {"name"}) == name)
            return &entry;
    }
    return nullptr;
}

void checkKept(const Json &before, const Json &after, Problems &problems)
{
    for (const Json &old : before) {
        const std::string name = textAt(old, {"name"});
        const Json *now = findByName(after, name);
        if (!now)
            problems.forbidden(root, "existing ephemeral containers \"" + name + "\" may not be removed\n");
        else if (nlohmann::json(*now) != nlohmann::json(old)) // whatever the key order
            problems.forbidden(root, "existing ephemeral containers \"" + name + "\" may not be changed\n");
    }
}

void checkOne(const Json &container, const std::string &path, const std::set<std::string> &targets, Problems &problems)
{
    if (textAt(container, {"image"}).empty())
        problems.required(path + ".image");
    for (const char *field : notForThem) {
        const Json &value = at(container, {field});
        if (!value.is_null() && !value.empty())
            problems.forbidden(path + '.' + field, "cannot be set for an Ephemeral Container");
    }
    const std::string target = textAt(container, {"targetContainerName"});
    if (!target.empty() && !targets.contains(target))
        problems.notFound(path + ".targetContainerName", target);
}

} // namespace

std::vector<Cause> validateEphemeralContainers(const Json &previous, const Json &pod)
{
    Problems problems;
    const Json &after = at(pod, {"spec", "ephemeralContainers"});
    checkKept(at(previous, {"spec", "ephemeralContainers"}), after, problems);
    std::set<std::string> targets, names;
    for (const char *list : {"containers", "initContainers"}) {
        for (const Json &container : at(pod, {"spec", list}))
            targets.insert(textAt(container, {"name"}));
    }
    names = targets;
    for (size_t i = 0; i < after.size(); ++i) {
        const std::string path = indexed(root, i), name = textAt(after[i], {"name"});
        if (name.empty())
            problems.required(path + ".name");
        else if (problems.invalid(path + ".name", name, dnsLabel(name)); !names.insert(name).second)
            problems.duplicate(path + ".name", name);
        checkOne(after[i], path, targets, problems);
    }
    return problems.take();
}

} // namespace podwright::sandbox
