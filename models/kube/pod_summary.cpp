#include "models/kube/pod_summary.h"

#include "models/kube/timestamps.h"

#include <algorithm>
#include <set>

namespace podwright::kube {

using core::at;
using core::boolAt;
using core::intAt;
using core::textAt;

namespace {

const Json &conditionOf(const Json &pod, std::string_view type)
{
    static const Json none;
    for (const Json &condition : at(pod, {"status", "conditions"})) {
        if (textAt(condition, {"type"}) == type)
            return condition;
    }
    return none;
}

bool conditionIsTrue(const Json &pod, std::string_view type)
{
    return textAt(conditionOf(pod, type), {"status"}) == "True";
}

int sizeOf(const Json &list)
{
    return list.is_array() ? static_cast<int>(list.size()) : 0;
}

std::string endReason(const Json &terminated)
{
    const std::string reason = textAt(terminated, {"reason"});
    if (!reason.empty())
        return reason;
    const long long signal = intAt(terminated, {"signal"});
    return signal != 0 ? "Signal:" + std::to_string(signal)
                       : "ExitCode:" + std::to_string(intAt(terminated, {"exitCode"}));
}

struct Restarts
{
    long long count = 0;
    QDateTime last;
    void add(const Json &status)
    {
        count += intAt(status, {"restartCount"});
        last = laterOf(last, timeAt(status, {"lastState", "terminated", "finishedAt"}));
    }
};

// The printer of the server, step for step: first the init containers, then, once they are through, the others.
class StatusPrinter
{
public:
    explicit StatusPrinter(const Json &pod)
        : m_pod(pod)
        , m_total(sizeOf(at(pod, {"spec", "containers"})))
    {
        for (const Json &container : at(pod, {"spec", "initContainers"})) {
            if (textAt(container, {"restartPolicy"}) == "Always")
                m_sidecars.insert(textAt(container, {"name"}));
        }
        m_total += static_cast<int>(m_sidecars.size());
    }

    void print(PodSummary &summary)
    {
        m_reason = startingReason();
        const bool isInitialising = readInitContainers();
        if (!isInitialising || conditionIsTrue(m_pod, "Initialized"))
            readContainers();
        applyDeletion();
        summary.status = m_reason;
        summary.ready = m_ready;
        summary.containers = m_total;
        summary.restarts = static_cast<int>(std::clamp(m_restarts.count, 0LL, 1'000'000'000LL));
        summary.lastRestart = m_restarts.last;
    }

private:
    std::string startingReason() const
    {
        if (textAt(conditionOf(m_pod, "PodScheduled"), {"reason"}) == "SchedulingGated")
            return "SchedulingGated";
        const std::string reason = textAt(m_pod, {"status", "reason"});
        return reason.empty() ? textAt(m_pod, {"status", "phase"}) : reason;
    }

    // True if an init container holds the pod back; m_reason then says which.
    bool readInitContainers()
    {
        int index = 0;
        for (const Json &status : at(m_pod, {"status", "initContainerStatuses"})) {
            if (holdsBack(status, index++))
                return true;
        }
        return false;
    }

    bool holdsBack(const Json &status, int index)
    {
        m_restarts.add(status);
        const bool isSidecar = m_sidecars.contains(textAt(status, {"name"}));
        if (isSidecar)
            m_sidecarRestarts.add(status);
        const Json &terminated = at(status, {"state", "terminated"});
        if (terminated.is_object() && intAt(terminated, {"exitCode"}) == 0)
            return false;
        if (isSidecar && boolAt(status, {"started"})) {
            m_ready += boolAt(status, {"ready"}) ? 1 : 0;
            return false;
        }
        const std::string waiting = textAt(status, {"state", "waiting", "reason"});
        if (terminated.is_object())
            m_reason = "Init:" + endReason(terminated);
        else if (!waiting.empty() && waiting != "PodInitializing")
            m_reason = "Init:" + waiting;
        else
            m_reason =
                "Init:" + std::to_string(index) + "/" + std::to_string(sizeOf(at(m_pod, {"spec", "initContainers"})));
        return true;
    }

    // From the last to the first, so that the first container's reason stays.
    void readContainers()
    {
        m_restarts = m_sidecarRestarts;
        bool hasRunning = false;
        const Json &statuses = at(m_pod, {"status", "containerStatuses"});
        for (int i = sizeOf(statuses) - 1; i >= 0; --i) {
            const Json &status = statuses[static_cast<size_t>(i)];
            m_restarts.add(status);
            const std::string waiting = textAt(status, {"state", "waiting", "reason"});
            const Json &terminated = at(status, {"state", "terminated"});
            if (!waiting.empty()) {
                m_reason = waiting;
            } else if (terminated.is_object()) {
                m_reason = endReason(terminated);
            } else if (boolAt(status, {"ready"}) && at(status, {"state", "running"}).is_object()) {
                hasRunning = true;
                ++m_ready;
            }
        }
        if (m_reason == "Completed" && hasRunning)
            m_reason = conditionIsTrue(m_pod, "Ready") ? "Running" : "NotReady";
    }

    void applyDeletion()
    {
        if (!at(m_pod, {"metadata", "deletionTimestamp"}).is_string())
            return;
        const std::string phase = textAt(m_pod, {"status", "phase"});
        if (textAt(m_pod, {"status", "reason"}) == "NodeLost")
            m_reason = "Unknown";
        else if (phase != "Succeeded" && phase != "Failed")
            m_reason = "Terminating";
    }

    const Json &m_pod;
    std::set<std::string> m_sidecars;
    std::string m_reason;
    int m_total = 0;
    int m_ready = 0;
    Restarts m_restarts, m_sidecarRestarts;
};

QDateTime endOf(const Json &pod)
{
    const std::string phase = textAt(pod, {"status", "phase"});
    if (phase != "Succeeded" && phase != "Failed")
        return {};
    QDateTime end;
    for (const char *list : {"initContainerStatuses", "containerStatuses"}) {
        for (const Json &status : at(pod, {"status", list}))
            end = laterOf(end, timeAt(status, {"state", "terminated", "finishedAt"}));
    }
    return end;
}

} // namespace

PodSummary summarisePod(const Json &pod)
{
    PodSummary summary;
    summary.ns = textAt(pod, {"metadata", "namespace"});
    summary.name = textAt(pod, {"metadata", "name"});
    summary.uid = textAt(pod, {"metadata", "uid"});
    summary.node = textAt(pod, {"spec", "nodeName"});
    summary.ip = textAt(pod, {"status", "podIP"});
    summary.phase = textAt(pod, {"status", "phase"});
    summary.created = timeAt(pod, {"metadata", "creationTimestamp"});
    summary.started = timeAt(pod, {"status", "startTime"});
    summary.finished = endOf(pod);
    for (const auto &[key, value] : at(pod, {"metadata", "labels"}).items()) {
        if (value.is_string())
            summary.labels.emplace_back(key, value.get<std::string>());
    }
    StatusPrinter(pod).print(summary);
    return summary;
}

std::string PodSummary::readyText() const
{
    return std::to_string(ready) + "/" + std::to_string(containers);
}

std::string PodSummary::restartsText(const QDateTime &now) const
{
    std::string text = std::to_string(restarts);
    if (restarts > 0 && lastRestart.isValid())
        text += " (" + humanDuration(lastRestart.secsTo(now)) + " ago)";
    return text;
}

} // namespace podwright::kube
