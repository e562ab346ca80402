#include "app/sandbox/node_object.h"

#include "app/sandbox/discovery.h"
#include "app/sandbox/node_events.h"

#include <QSysInfo>

#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace podwright::sandbox {
namespace {

constexpr int mostPods = 110;

Json capacity()
{
    struct statvfs disk
    {};
    ::statvfs("/", &disk);
    const long long memory = static_cast<long long>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE) / 1024;
    const auto storage = static_cast<long long>(disk.f_blocks) * static_cast<long long>(disk.f_frsize) / 1024;
    return {{"cpu", std::to_string(::sysconf(_SC_NPROCESSORS_ONLN))},
            {"ephemeral-storage", std::to_string(storage) + "Ki"},
            {"hugepages-1Gi", "0"},
            {"hugepages-2Mi", "0"},
            {"memory", std::to_string(memory) + "Ki"},
            {"pods", std::to_string(mostPods)}};
}

std::string architecture()
{
    const std::string name = QSysInfo::currentCpuArchitecture().toStdString();
    return name == "x86_64" ? "amd64" : name;
}

Json nodeInfo()
{
    utsname kernel{};
    ::uname(&kernel);
    return {{"machineID", QString::fromLatin1(QSysInfo::machineUniqueId()).toStdString()},
            {"systemUUID", ""},
            {"bootID", QString::fromLatin1(QSysInfo::bootUniqueId()).toStdString()},
            {"kernelVersion", kernel.release},
            {"osImage", QSysInfo::prettyProductName().toStdString()},
            {"containerRuntimeVersion", "podwright://" PODWRIGHT_VERSION},
            {"kubeletVersion", versionInfo()["gitVersion"]},
            {"kubeProxyVersion", ""},
            {"operatingSystem", "linux"},
            {"architecture", architecture()}};
}

Json conditions(const std::string &now)
{
    const auto condition = [&](const char *type, const char *status, const char *reason, const char *message) -> Json {
        return {{"type", type},     {"status", status},  {"lastHeartbeatTime", now}, {"lastTransitionTime", now},
                {"reason", reason}, {"message", message}};
    };
    return Json::array(
        {condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
         condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
         condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
         condition("Ready", "True", "KubeletReady", "the sandbox runs pods on this machine")});
}

Json nodeObject(const std::string &now)
{
    Json addresses = Json::array({{{"type", "InternalIP"}, {"address", "127.0.0.1"}}});
    addresses.push_back({{"type", "Hostname"}, {"address", sandboxNodeName}});
    return {{"kind", "Node"},
            {"apiVersion", "v1"},
            {"metadata",
             {{"name", sandboxNodeName},
              {"labels",
               {{"kubernetes.io/arch", architecture()},
                {"kubernetes.io/hostname", sandboxNodeName},
                {"kubernetes.io/os", "linux"},
                {"node-role.kubernetes.io/sandbox", ""}}}}},
            {"spec", Json::object()},
            {"status",
             {{"capacity", capacity()},
              {"allocatable", capacity()},
              {"conditions", conditions(now)},
              {"addresses", addresses},
              {"nodeInfo", nodeInfo()}}}};
}

} // namespace

void writeNode(Store &store, const core::Clock &clock)
{
    const std::string now = stampText(clock);
    try {
        if (!store.get("nodes", {}, sandboxNodeName)) {
            store.create("nodes", nodeObject(now));
            return;
        }
        store.update("nodes", {}, sandboxNodeName, [&](Json &node) {
            for (Json &condition : node["status"]["conditions"])
                condition["lastHeartbeatTime"] = now;
        });
    } catch (const ApiError &) { // removed meanwhile; the next beat makes it again
    }
}

} // namespace podwright::sandbox
