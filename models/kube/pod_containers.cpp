#include "models/kube/pod_summary.h"
#include "models/kube/timestamps.h"

namespace podwright::kube {

using core::at;
using core::intAt;
using core::textAt;

namespace {

using Kind = ContainerSummary::Kind;
using State = ContainerSummary::State;

const Json &statusOf(const Json &pod, std::string_view list, const std::string &name)
{
    static const Json none;
    for (const Json &status : at(pod, {"status", list})) {
        if (textAt(status, {"name"}) == name)
            return status;
    }
    return none;
}

void readState(const Json &status, ContainerSummary &summary)
{
    const Json &terminated = at(status, {"state", "terminated"});
    const Json &running = at(status, {"state", "running"});
    const Json &waiting = at(status, {"state", "waiting"});
    if (terminated.is_object()) {
        summary.state = State::Terminated;
        summary.exitCode = static_cast<int>(intAt(terminated, {"exitCode"}));
        summary.signal = static_cast<int>(intAt(terminated, {"signal"}));
        summary.started = timeAt(terminated, {"startedAt"});
        summary.finished = timeAt(terminated, {"finishedAt"});
    } else if (running.is_object()) {
        summary.state = State::Running;
        summary.started = timeAt(running, {"startedAt"});
    }
    const Json &current = terminated.is_object() ? terminated : waiting;
    summary.reason = textAt(current, {"reason"});
    summary.message = textAt(current, {"message"});
}

// The node may leave a container "running" for good in a pod that it killed: nothing runs in a finished pod.
void closeInFinishedPod(const Json &pod, ContainerSummary &summary)
{
    const std::string phase = textAt(pod, {"status", "phase"});
    if (summary.state != State::Running || (phase != "Failed" && phase != "Succeeded"))
        return;
    summary.state = State::Terminated;
    summary.ready = false;
    summary.exitCode = 137;
    summary.reason = textAt(pod, {"status", "reason"}, "ContainerStatusUnknown");
    summary.message = textAt(pod, {"status", "message"});
}

ContainerSummary summarise(const Json &pod, const Json &container, Kind kind, std::string_view statusList)
{
    ContainerSummary summary;
    summary.kind = kind;
    summary.name = textAt(container, {"name"});
    summary.image = textAt(container, {"image"});
    const Json &status = statusOf(pod, statusList, summary.name);
    summary.containerId = textAt(status, {"containerID"});
    summary.ready = core::boolAt(status, {"ready"});
    summary.restarts = static_cast<int>(intAt(status, {"restartCount"}));
    readState(status, summary);
    closeInFinishedPod(pod, summary);
    return summary;
}

} // namespace

std::vector<ContainerSummary> summariseContainers(const Json &pod)
{
    std::vector<ContainerSummary> result;
    for (const Json &container : at(pod, {"spec", "initContainers"})) {
        const bool isSidecar = textAt(container, {"restartPolicy"}) == "Always";
        result.push_back(summarise(pod, container, isSidecar ? Kind::Sidecar : Kind::Init, "initContainerStatuses"));
    }
    for (const Json &container : at(pod, {"spec", "containers"}))
        result.push_back(summarise(pod, container, Kind::Regular, "containerStatuses"));
    for (const Json &container : at(pod, {"spec", "ephemeralContainers"}))
        result.push_back(summarise(pod, container, Kind::Ephemeral, "ephemeralContainerStatuses"));
    return result;
}

} // namespace podwright::kube
