#include "app/sandbox/kubelet_status.h"

#include "app/sandbox/scheduler.h"

#include <algorithm>
#include <array>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;
using Role = ContainerSlot::Role;
using State = ContainerSlot::State;
using Slots = std::vector<std::unique_ptr<ContainerSlot>>;

constexpr const char *ownAddress = "127.0.0.1"; // containers share the machine's network
constexpr std::array conditionOrder = {"PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady",
                                       "PodScheduled"};

struct Condition
{
    bool value = true;
    std::string reason, message;
};

std::string listed(const std::vector<std::string> &names)
{
    std::string text = "[";
    for (const std::string &name : names)
        text += (text.size() > 1 ? " " : "") + name;
    return text + ']';
}

Condition initialized(const PodFacts &facts, const std::string &phase)
{
    std::vector<std::string> incomplete;
    for (const auto &slot : facts.init) {
        const bool done = slot->role() == Role::Sidecar ? slot->isStarted() || slot->hasEnded()
                                                        : slot->state() == State::Ended && slot->exitCode() == 0;
        if (!done)
            incomplete.push_back(slot->name());
    }
    const bool began = std::any_of(facts.regular.begin(), facts.regular.end(), [](const auto &slot) {
        return slot->state() == State::Running || slot->hasEnded();
    });
    if (phase == "Succeeded")
        return {true, "PodCompleted", {}};
    if (incomplete.empty() || began)
        return {};
    return {false, "ContainersNotInitialized", "containers with incomplete status: " + listed(incomplete)};
}

Condition containersReady(const PodFacts &facts, const std::string &phase)
{
    if (phase == "Succeeded" || phase == "Failed")
        return {false, phase == "Succeeded" ? "PodCompleted" : "PodFailed", {}};
    std::vector<std::string> unready;
    for (const Slots *slots : {&facts.init, &facts.regular}) {
        for (const auto &slot : *slots) {
            if (slot->role() != Role::Init && !slot->isReady())
                unready.push_back(slot->name());
        }
    }
    if (unready.empty())
        return {};
    return {false, "ContainersNotReady", "containers with unready status: " + listed(unready)};
}

Condition ready(const PodFacts &facts, const Condition &containers, const Json &conditions)
{
    if (!containers.value)
        return containers;
    for (const Json &gate : at(facts.pod, {"spec", "readinessGates"})) {
        const std::string type = textAt(gate, {"conditionType"});
        const auto known = std::find_if(conditions.begin(), conditions.end(),
                                        [&](const Json &entry) { return textAt(entry, {"type"}) == type; });
        if (known == conditions.end())
            return {false, "ReadinessGatesNotReady",
                    "corresponding condition of pod readiness gate \"" + type + "\" does not exist."};
        if (const std::string value = textAt(*known, {"status"}); value != "True")
            return {false, "ReadinessGatesNotReady",
                    "the status of pod readiness gate \"" + type + "\" is not \"True\", but " + value};
    }
    return {};
}

void sortConditions(Json &conditions)
{
    const auto rank = [](const Json &condition) {
        return std::find(conditionOrder.begin(), conditionOrder.end(), textAt(condition, {"type"})) -
               conditionOrder.begin();
    };
    std::vector<Json> sorted(conditions.begin(), conditions.end());
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Json &a, const Json &b) { return rank(a) < rank(b); });
    conditions = sorted;
}

Json statuses(const Slots &slots)
{
    Json result = Json::array();
    for (const auto &slot : slots)
        result.push_back(slot->status());
    return result;
}

void setText(Json &status, const char *key, const std::string &value)
{
    if (value.empty())
        status.erase(key);
    else
        status[key] = value;
}

} // namespace

void writeStatus(const PodFacts &facts, const std::string &now, Json &status)
{
    const std::string phase = podPhase(facts);
    const bool isFailed = phase == "Failed";
    status["phase"] = phase;
    const auto set = [&](const char *type, const Condition &condition) {
        setCondition(status, type, condition.value, condition.reason, condition.message, now);
    };
    const Condition containers = containersReady(facts, phase);
    set("PodReadyToStartContainers", {facts.isPrepared && phase != "Succeeded" && !isFailed, {}, {}});
    set("Initialized", initialized(facts, phase));
    set("Ready", ready(facts, containers, status["conditions"]));
    set("ContainersReady", containers);
    set("PodScheduled", {});
    sortConditions(status["conditions"]);
    setText(status, "reason", isFailed ? facts.reason : std::string());
    setText(status, "message", isFailed ? facts.message : std::string());
    status["hostIP"] = ownAddress;
    status["hostIPs"] = {{{"ip", ownAddress}}};
    if (facts.isPrepared) {
        status["podIP"] = ownAddress;
        status["podIPs"] = {{{"ip", ownAddress}}};
    }
    status["startTime"] = facts.startTime;
    status["qosClass"] = qosClass(facts.pod);
    if (isFailed && !facts.isPrepared) { // no container of it was ever looked at
        status.erase("initContainerStatuses");
        status.erase("containerStatuses");
        return;
    }
    if (!facts.init.empty())
        status["initContainerStatuses"] = statuses(facts.init);
    status["containerStatuses"] = statuses(facts.regular);
    if (!facts.ephemeral.empty())
        status["ephemeralContainerStatuses"] = statuses(facts.ephemeral);
}

} // namespace podwright::sandbox
