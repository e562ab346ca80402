#include "app/sandbox/pod_warnings.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::Json;

using Path = std::initializer_list<std::string_view>;

bool isAsked(const Json &value)
{
    return value.is_boolean() ? value.get<bool>() : !value.empty();
}

std::string joinedPath(std::string text, Path path)
{
    for (const std::string_view step : path)
        text += '.' + std::string(step);
    return text;
}

class Warnings
{
public:
    void check(const Json &root, const std::string &place, Path path, const char *why)
    {
        if (isAsked(at(root, path)))
            m_texts.push_back("the sandbox ignores " + joinedPath(place, path) + ": " + why);
    }
    std::vector<std::string> take() { return std::move(m_texts); }

private:
    std::vector<std::string> m_texts;
};

void checkPodWishes(const Json &spec, bool isConfined, Warnings &warnings)
{
    const auto check = [&](Path path, const char *why) { warnings.check(spec, "spec", path, why); };
    for (const char *field : {"shareProcessNamespace", "hostPID"})
        check({field}, "the processes of each container stay apart");
    check({"hostIPC"}, "each container has its own IPC");
    for (const char *field : {"fsGroup", "supplementalGroups"})
        check({"securityContext", field}, "containers have one group; an emptyDir can be written by all");
    check({"securityContext", "sysctls"}, "the kernel is this machine's");
    check({"securityContext", "seLinuxOptions"}, "there are no labels");
    check({"topologySpreadConstraints"}, "there is one node");
    check({"subdomain"}, "there is no cluster DNS");
    if (isConfined)
        return;
    const char *plain = "containers are plain processes here";
    for (const char *field : {"hostAliases", "dnsConfig", "hostname"})
        check({field}, plain);
    for (const char *field : {"runAsUser", "runAsGroup"})
        check({"securityContext", field}, plain);
}

void checkContainerWishes(const Json &container, const std::string &place, bool isConfined, Warnings &warnings)
{
    const auto check = [&](Path path, const char *why) { warnings.check(container, place, path, why); };
    const char *powerless = "containers have no capabilities";
    check({"securityContext", "privileged"}, powerless);
    check({"securityContext", "capabilities", "add"}, powerless);
    check({"securityContext", "procMount"}, powerless);
    check({"securityContext", "seLinuxOptions"}, "there are no labels");
    check({"resources", "limits", "cpu"}, "containers share this machine's processors");
    check({"resources", "limits", "ephemeral-storage"}, "written files are not counted");
    check({"volumeDevices"}, "there are no block devices");
    check({"lifecycle", "stopSignal"}, "it sends TERM");
    for (const char *probe : {"livenessProbe", "readinessProbe", "startupProbe"})
        check({probe, "grpc"}, "it cannot ask by grpc");
    if (isConfined)
        return;
    for (const char *field : {"runAsUser", "runAsGroup", "readOnlyRootFilesystem"})
        check({"securityContext", field}, "containers are plain processes here");
}

} // namespace

std::vector<std::string> unmetWishes(const Json &pod, bool isConfined)
{
    Warnings warnings;
    const Json &spec = at(pod, {"spec"});
    checkPodWishes(spec, isConfined, warnings);
    for (const char *list : {"initContainers", "containers"}) {
        const Json &containers = at(spec, {list});
        for (size_t i = 0; i < containers.size(); ++i)
            checkContainerWishes(containers[i], "spec." + std::string(list) + '[' + std::to_string(i) + ']', isConfined,
                                 warnings);
    }
    const Json &volumes = at(spec, {"volumes"});
    for (size_t i = 0; i < volumes.size(); ++i)
        warnings.check(volumes[i], "spec.volumes[" + std::to_string(i) + ']', {"emptyDir", "sizeLimit"},
                       "what a volume holds is not counted");
    return warnings.take();
}

} // namespace podwright::sandbox
