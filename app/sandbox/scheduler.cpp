#include "app/sandbox/scheduler.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

bool waitsForNode(const Json &pod)
{
    return textAt(pod, {"spec", "nodeName"}).empty() && !at(pod, {"metadata", "deletionTimestamp"}).is_string() &&
           textAt(pod, {"spec", "schedulerName"}, "default-scheduler") == "default-scheduler" &&
           at(pod, {"spec", "schedulingGates"}).empty();
}

std::string messageOf(const std::vector<std::string> &reasons)
{
    std::vector<std::string> counted;
    for (const std::string &reason : reasons) // a missing claim is said without a count of nodes
        counted.push_back(reason.starts_with("persistentvolumeclaim") ? reason : "1 " + reason);
    std::sort(counted.begin(), counted.end());
    std::string text;
    for (const std::string &reason : counted)
        text += (text.empty() ? "0/1 nodes are available: " : ", ") + reason;
    return text + '.';
}

} // namespace

Scheduler::Scheduler(Store &store, EventRecorder &events, const core::Clock &clock, std::string nodeName)
    : m_store(store)
    , m_events(events)
    , m_clock(clock)
    , m_nodeName(std::move(nodeName))
{}

void Scheduler::scheduleAll()
{
    std::vector<ObjectPtr> waiting = m_store.list("pods", {});
    std::erase_if(waiting, [](const ObjectPtr &pod) { return !waitsForNode(*pod); });
    std::stable_sort(waiting.begin(), waiting.end(), [](const ObjectPtr &a, const ObjectPtr &b) {
        return textAt(*a, {"metadata", "creationTimestamp"}) < textAt(*b, {"metadata", "creationTimestamp"});
    });
    for (const ObjectPtr &pod : waiting) {
        try {
            schedule(*pod);
        } catch (const ApiError &) { // removed meanwhile
        }
    }
}

void Scheduler::schedule(const Json &pod)
{
    const ObjectPtr node = m_store.get("nodes", {}, m_nodeName);
    if (!node) {
        refuse(pod, "no nodes available to schedule pods");
        return;
    }
    const std::vector<std::string> reasons = misfits(m_store, pod, *node);
    if (reasons.empty())
        bind(pod);
    else
        refuse(pod, messageOf(reasons));
}

void Scheduler::bind(const Json &pod)
{
    const std::string ns = textAt(pod, {"metadata", "namespace"}), name = textAt(pod, {"metadata", "name"});
    const ObjectPtr bound = m_store.update("pods", ns, name, [&](Json &object) {
        object["spec"]["nodeName"] = m_nodeName;
        setCondition(object["status"], "PodScheduled", true, {}, {}, stampText(m_clock));
    });
    m_events.scheduler(*bound, "Normal", "Scheduled", "Successfully assigned " + ns + '/' + name + " to " + m_nodeName,
                       "Binding");
}

void Scheduler::refuse(const Json &pod, const std::string &message)
{
    for (const Json &condition : at(pod, {"status", "conditions"})) {
        if (textAt(condition, {"type"}) == "PodScheduled" && textAt(condition, {"message"}) == message)
            return; // said before
    }
    const ObjectPtr refused = m_store.update(
        "pods", textAt(pod, {"metadata", "namespace"}), textAt(pod, {"metadata", "name"}), [&](Json &object) {
            object["status"]["phase"] = "Pending";
            setCondition(object["status"], "PodScheduled", false, "Unschedulable", message, stampText(m_clock));
        });
    m_events.scheduler(*refused, "Warning", "FailedScheduling", message, "Scheduling");
}

void setCondition(Json &status, const std::string &type, bool value, const std::string &reason,
                  const std::string &message, const std::string &now)
{
    Json condition = {
        {"type", type}, {"status", value ? "True" : "False"}, {"lastProbeTime", nullptr}, {"lastTransitionTime", now}};
    if (!reason.empty())
        condition["reason"] = reason;
    if (!message.empty())
        condition["message"] = message;
    Json &conditions = status["conditions"];
    for (Json &known : conditions) {
        if (textAt(known, {"type"}) != type)
            continue;
        if (known["status"] == condition["status"])
            condition["lastTransitionTime"] = known["lastTransitionTime"];
        known = std::move(condition);
        return;
    }
    conditions.push_back(std::move(condition));
}

} // namespace podwright::sandbox
