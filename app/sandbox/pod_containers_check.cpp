#include "app/sandbox/pod_checks.h"

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

void checkContainerName(const std::string &name, const std::string &path, std::set<std::string> &names,
                        Problems &problems)
{
    if (name.empty())
        problems.required(path + ".name");
    else
        problems.invalid(path + ".name", name, dnsLabel(name));
    if (!name.empty() && !names.insert(name).second)
        problems.duplicate(path + ".name", name);
}

void checkImage(const std::string &image, const std::string &path, Problems &problems)
{
    if (image.empty())
        problems.required(path + ".image");
    else if (image.find_first_of(" \t\n") == 0 || image.find_last_of(" \t\n") == image.size() - 1)
        problems.invalid(path + ".image", image, std::string("must not have leading or trailing whitespace"));
}

void checkTermination(const Json &container, const std::string &path, Problems &problems)
{
    const Json &policy = at(container, {"terminationMessagePolicy"});
    if (policy != "File" && policy != "FallbackToLogsOnError")
        problems.invalid(path + ".terminationMessagePolicy", policy,
                         std::string("must be 'File' or 'FallbackToLogsOnError'"));
}

void checkRestartPolicy(const Json &container, const std::string &path, bool isInit, Problems &problems)
{
    const Json &policy = at(container, {"restartPolicy"});
    if (policy.is_null())
        return;
    if (!isInit)
        problems.forbidden(path + ".restartPolicy", "may not be set for non-init containers");
    else
        problems.oneOf(path + ".restartPolicy", policy, {"Always"});
}

} // namespace

void checkContainers(const Json &spec, Problems &problems)
{
    const std::set<std::string> volumes = checkVolumes(spec, problems);
    std::set<std::string> names;
    if (at(spec, {"containers"}).empty())
        problems.required("spec.containers");
    for (const char *list : {"containers", "initContainers"}) {
        const Json &containers = at(spec, {list});
        const bool isInit = std::string_view(list) == "initContainers";
        for (size_t i = 0; i < containers.size(); ++i) {
            const Json &container = containers[i];
            const std::string path = indexed(std::string("spec.") + list, i);
            checkContainerName(textAt(container, {"name"}), path, names, problems);
            checkImage(textAt(container, {"image"}), path, problems);
            problems.oneOf(path + ".imagePullPolicy", at(container, {"imagePullPolicy"}),
                           {"Always", "IfNotPresent", "Never"});
            checkTermination(container, path, problems);
            checkRestartPolicy(container, path, isInit, problems);
            checkPorts(container, path, problems);
            checkEnvironment(container, path, problems);
            checkMounts(container, path, volumes, problems);
            checkProbes(container, path, isInit, problems);
            checkResources(container, path, problems);
            checkContainerSecurity(container, path, problems);
        }
    }
}

} // namespace podwright::sandbox
