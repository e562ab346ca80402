#include "models/kube/pod_summary.h"

#include "models/kube/json_view.h"
#include "models/kube/simd_view.h"
#include "models/kube/timestamps.h"

#include <algorithm>
#include <set>
#include <vector>

namespace podwright::kube {

namespace {

template<class View>
View conditionOf(const View &pod, std::string_view type)
{
    View found;
    pod.at({"status", "conditions"}).forEach([&](const View &condition) {
        if (!found.isObject() && condition.text({"type"}) == type)
            found = condition;
    });
    return found;
}

template<class View>
bool conditionIsTrue(const View &pod, std::string_view type)
{
    return conditionOf(pod, type).text({"status"}) == "True";
}

template<class View>
std::vector<View> elementsOf(const View &list)
{
    std::vector<View> elements;
    list.forEach([&](const View &element) { elements.push_back(element); });
    return elements;
}

template<class View>
std::string endReason(const View &terminated)
{
    const std::string_view reason = terminated.text({"reason"});
    if (!reason.empty())
        return std::string(reason);
    const long long signal = terminated.integer({"signal"});
    return signal != 0 ? "Signal:" + std::to_string(signal)
                       : "ExitCode:" + std::to_string(terminated.integer({"exitCode"}));
}

struct Restarts
{
    long long count = 0;
    QDateTime last;

    template<class View>
    void add(const View &status)
    {
        count += status.integer({"restartCount"});
        last = laterOf(last, timeOf(status.text({"lastState", "terminated", "finishedAt"})));
    }
};

// The printer of the server, step for step: first the init containers, then, once they are through, the others.
template<class View>
class StatusPrinter
{
public:
    explicit StatusPrinter(const View &pod)
        : m_pod(pod)
        , m_initContainers(elementsOf(pod.at({"spec", "initContainers"})))
        , m_total(static_cast<int>(elementsOf(pod.at({"spec", "containers"})).size()))
    {
        for (const View &container : m_initContainers) {
            if (container.text({"restartPolicy"}) == "Always")
                m_sidecars.insert(container.text({"name"}));
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
        summary.status = Symbol(m_reason);
        summary.reasons = Symbol(reasonsBeside(m_reason));
        summary.ready = m_ready;
        summary.containers = m_total;
        summary.restarts = static_cast<int>(std::clamp(m_restarts.count, 0LL, 1'000'000'000LL));
        summary.lastRestart = m_restarts.last;
    }

private:
    std::string startingReason()
    {
        note(conditionOf(m_pod, "PodScheduled").text({"reason"}));
        if (!m_reasons.empty() && m_reasons.front() == "SchedulingGated")
            return "SchedulingGated";
        const std::string_view reason = m_pod.text({"status", "reason"});
        note(reason); // containers may have reasons of their own that are shown before it
        if (conditionIsTrue(m_pod, "DisruptionTarget"))
            note(conditionOf(m_pod, "DisruptionTarget").text({"reason"}));
        return std::string(reason.empty() ? m_pod.text({"status", "phase"}) : reason);
    }

    // True if an init container holds the pod back; m_reason then says which.
    bool readInitContainers()
    {
        int index = 0;
        for (const View &status : elementsOf(m_pod.at({"status", "initContainerStatuses"}))) {
            if (holdsBack(status, index++))
                return true;
        }
        return false;
    }

    bool holdsBack(const View &status, int index)
    {
        m_restarts.add(status);
        noteLastEnd(status);
        const bool isSidecar = m_sidecars.contains(status.text({"name"}));
        if (isSidecar)
            m_sidecarRestarts.add(status);
        const View terminated = status.at({"state", "terminated"});
        note(terminated.text({"reason"}));
        if (terminated.isObject() && terminated.integer({"exitCode"}) == 0)
            return false;
        if (isSidecar && status.flag({"started"})) {
            m_ready += status.flag({"ready"}) ? 1 : 0;
            return false;
        }
        const std::string_view waiting = status.text({"state", "waiting", "reason"});
        if (terminated.isObject())
            m_reason = "Init:" + endReason(terminated);
        else if (!waiting.empty() && waiting != "PodInitializing")
            m_reason = "Init:" + std::string(waiting);
        else
            m_reason = "Init:" + std::to_string(index) + "/" + std::to_string(m_initContainers.size());
        return true;
    }

    // From the last to the first, so that the first container's reason stays.
    void readContainers()
    {
        m_restarts = m_sidecarRestarts;
        bool hasRunning = false;
        const std::vector<View> statuses = elementsOf(m_pod.at({"status", "containerStatuses"}));
        for (auto status = statuses.rbegin(); status != statuses.rend(); ++status) {
            m_restarts.add(*status);
            noteLastEnd(*status);
            const std::string_view waiting = status->text({"state", "waiting", "reason"});
            const View terminated = status->at({"state", "terminated"});
            note(waiting.empty() ? terminated.text({"reason"}) : waiting);
            if (!waiting.empty()) {
                m_reason = waiting;
            } else if (terminated.isObject()) {
                m_reason = endReason(terminated);
            } else if (status->flag({"ready"}) && status->at({"state", "running"}).isObject()) {
                hasRunning = true;
                ++m_ready;
            }
        }
        if (m_reason == "Completed" && hasRunning)
            m_reason = conditionIsTrue(m_pod, "Ready") ? "Running" : "NotReady";
    }

    void note(std::string_view reason)
    {
        if (!reason.empty() && std::ranges::find(m_reasons, reason) == m_reasons.end())
            m_reasons.push_back(reason);
    }

    void noteLastEnd(const View &status)
    {
        if (status.integer({"restartCount"}) > 0)
            note(status.text({"lastState", "terminated", "reason"}));
    }

    std::string reasonsBeside(std::string_view shown) const
    {
        std::string text;
        for (const std::string_view reason : m_reasons) {
            if (shown.find(reason) == std::string_view::npos)
                text.append(text.empty() ? "" : " ").append(reason);
        }
        return text;
    }

    void applyDeletion()
    {
        if (!m_pod.at({"metadata", "deletionTimestamp"}).isText())
            return;
        const std::string_view phase = m_pod.text({"status", "phase"});
        if (m_pod.text({"status", "reason"}) == "NodeLost")
            m_reason = "Unknown";
        else if (phase != "Succeeded" && phase != "Failed")
            m_reason = "Terminating";
    }

    const View m_pod;
    const std::vector<View> m_initContainers;
    std::set<std::string_view> m_sidecars;
    std::string m_reason;
    std::vector<std::string_view> m_reasons; // all that were met
    int m_total = 0;
    int m_ready = 0;
    Restarts m_restarts, m_sidecarRestarts;
};

template<class View>
QDateTime endOf(const View &pod)
{
    const std::string_view phase = pod.text({"status", "phase"});
    if (phase != "Succeeded" && phase != "Failed")
        return {};
    QDateTime end;
    for (const std::string_view list : {"initContainerStatuses", "containerStatuses"})
        pod.at({"status", list}).forEach([&end](const View &status) {
            end = laterOf(end, timeOf(status.text({"state", "terminated", "finishedAt"})));
        });
    return end;
}

} // namespace

template<class View>
PodSummary readPod(const View &pod)
{
    PodSummary summary;
    summary.ns = Symbol(pod.text({"metadata", "namespace"}));
    summary.name = pod.text({"metadata", "name"});
    summary.uid = pod.text({"metadata", "uid"});
    summary.version = pod.text({"metadata", "resourceVersion"});
    summary.node = Symbol(pod.text({"spec", "nodeName"}));
    summary.ip = pod.text({"status", "podIP"});
    summary.phase = Symbol(pod.text({"status", "phase"}));
    summary.created = timeOf(pod.text({"metadata", "creationTimestamp"}));
    summary.started = timeOf(pod.text({"status", "startTime"}));
    summary.finished = endOf(pod);
    pod.at({"metadata", "labels"}).forEachMember([&summary](std::string_view name, const View &value) {
        if (value.isText())
            summary.labels.push_back({Symbol(name), Symbol(value.text())});
    });
    summary.labels.shrink_to_fit();
    StatusPrinter<View>(pod).print(summary);
    return summary;
}

template PodSummary readPod(const JsonView &pod);
template PodSummary readPod(const SimdView &pod);

PodSummary summarisePod(const Json &pod)
{
    return readPod(JsonView(pod));
}

const Symbol &PodSummary::label(std::string_view wanted) const
{
    static const Symbol none;
    const auto found = std::ranges::find_if(labels, [&](const Label &label) { return label.name == wanted; });
    return found == labels.end() ? none : found->value;
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
