#include "app/sandbox/pod_defaults.h"

#include "app/sandbox/kubelet_status.h"
#include "app/sandbox/quantity.h"
#include "app/sandbox/times.h"

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

void setDefault(Json &object, const char *key, Json value)
{
    if (!object.contains(key) || object[key].is_null() || object[key] == "")
        object[key] = std::move(value);
}

const char *pullPolicy(const std::string &image)
{
    if (image.find('@') != image.npos)
        return "IfNotPresent";
    const size_t slash = image.rfind('/');
    const size_t colon = image.find(':', slash == image.npos ? 0 : slash);
    const bool isLatest = colon == image.npos || image.substr(colon + 1) == "latest";
    return isLatest ? "Always" : "IfNotPresent";
}

void setProbeDefaults(Json &probe)
{
    setDefault(probe, "timeoutSeconds", 1);
    setDefault(probe, "periodSeconds", 10);
    setDefault(probe, "successThreshold", 1);
    setDefault(probe, "failureThreshold", 3);
    if (probe.contains("httpGet") && probe["httpGet"].is_object()) {
        setDefault(probe["httpGet"], "path", "/");
        setDefault(probe["httpGet"], "scheme", "HTTP");
    }
}

void canonicalise(Json &quantities)
{
    for (auto &[name, value] : quantities.items())
        value = Quantity::of(value).text();
}

void setResourceDefaults(Json &container)
{
    setDefault(container, "resources", Json::object());
    Json &resources = container["resources"];
    if (resources.contains("limits") && resources["limits"].is_object()) {
        canonicalise(resources["limits"]);
        const Json limits = resources["limits"]; // a copy: a new key moves the old ones
        for (const auto &[name, value] : limits.items())
            if (at(resources, {"requests", name}).is_null())
                resources["requests"][name] = value;
    }
    if (resources.contains("requests") && resources["requests"].is_object())
        canonicalise(resources["requests"]);
}

void setFieldRefDefaults(Json &container)
{
    if (!container.contains("env") || !container["env"].is_array())
        return;
    for (Json &variable : container["env"])
        if (at(variable, {"valueFrom", "fieldRef"}).is_object())
            setDefault(variable["valueFrom"]["fieldRef"], "apiVersion", "v1");
}

void setContainerDefaults(Json &container, bool isOnHostNetwork)
{
    setFieldRefDefaults(container);
    setResourceDefaults(container);
    setDefault(container, "terminationMessagePath", "/dev/termination-log");
    setDefault(container, "terminationMessagePolicy", "File");
    setDefault(container, "imagePullPolicy", pullPolicy(textAt(container, {"image"})));
    for (const char *probe : {"livenessProbe", "readinessProbe", "startupProbe"})
        if (container.contains(probe) && container[probe].is_object())
            setProbeDefaults(container[probe]);
    if (!container.contains("ports") || !container["ports"].is_array())
        return;
    for (Json &port : container["ports"]) {
        setDefault(port, "protocol", "TCP");
        if (isOnHostNetwork && port.contains("containerPort"))
            setDefault(port, "hostPort", port["containerPort"]);
    }
}

void setVolumeDefaults(Json &volume)
{
    constexpr int readable = 420; // 0644
    if (volume.size() <= 1)
        volume["emptyDir"] = Json::object();
    for (const char *source : {"secret", "configMap", "downwardAPI", "projected"})
        if (volume.contains(source) && volume[source].is_object())
            setDefault(volume[source], "defaultMode", readable);
    if (volume.contains("hostPath") && volume["hostPath"].is_object())
        if (!volume["hostPath"].contains("type"))
            volume["hostPath"]["type"] = "";
}

void forEach(Json &spec, const char *list, const auto &action)
{
    if (spec.contains(list) && spec[list].is_array())
        for (Json &item : spec[list])
            if (item.is_object())
                action(item);
}

} // namespace

void setPodDefaults(Json &pod)
{
    setSpecDefaults(pod);
    pod["status"] = {{"phase", "Pending"}, {"qosClass", qosClass(pod)}};
    if (!at(pod, {"spec", "schedulingGates"}).empty())
        pod["status"]["conditions"] =
            Json::array({{{"type", "PodScheduled"},
                          {"status", "False"},
                          {"lastProbeTime", nullptr},
                          {"lastTransitionTime", nowText()},
                          {"reason", "SchedulingGated"},
                          {"message", "Scheduling is blocked due to non-empty scheduling gates"}}});
    pod["metadata"]["generation"] = 1;
}

void setSpecDefaults(Json &pod)
{
    if (!at(pod, {"spec"}).is_object())
        pod["spec"] = Json::object();
    Json &spec = pod["spec"];
    const bool isOnHostNetwork = core::boolAt(spec, {"hostNetwork"});
    for (const char *list : {"initContainers", "containers"})
        forEach(spec, list, [&](Json &container) { setContainerDefaults(container, isOnHostNetwork); });
    forEach(spec, "volumes", setVolumeDefaults);
    setDefault(spec, "restartPolicy", "Always");
    setDefault(spec, "terminationGracePeriodSeconds", 30);
    setDefault(spec, "dnsPolicy", "ClusterFirst");
    setDefault(spec, "securityContext", Json::object());
    setDefault(spec, "schedulerName", "default-scheduler");
    setDefault(spec, "enableServiceLinks", true);
}

void setEphemeralDefaults(Json &pod)
{
    forEach(pod["spec"], "ephemeralContainers", [](Json &container) { setContainerDefaults(container, false); });
}

} // namespace podwright::sandbox
