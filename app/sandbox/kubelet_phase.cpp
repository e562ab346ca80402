#include "app/sandbox/kubelet_status.h"
#include "app/sandbox/quantity.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;
using Role = ContainerSlot::Role;
using State = ContainerSlot::State;

struct Counts
{
    int pendingInit = 0, failedInit = 0, pendingSidecar = 0;
    int waiting = 0, running = 0, stopped = 0, succeeded = 0;
    bool regularBegan = false;
};

void countInit(const ContainerSlot &slot, Counts &counts)
{
    const bool isRunning = slot.state() == State::Running;
    if (slot.role() == Role::Sidecar) {
        counts.running += isRunning;
        counts.waiting += !isRunning && !slot.hasEnded();
        counts.pendingSidecar += isRunning ? !slot.isStarted() : !slot.hasEnded();
        return;
    }
    const bool failed = slot.hasEnded() && slot.lastExitCode() != 0;
    counts.failedInit += failed && !isRunning;
    counts.pendingInit += isRunning || !slot.hasEnded();
}

Counts countAll(const PodFacts &facts)
{
    Counts counts;
    for (const auto &slot : facts.init)
        countInit(*slot, counts);
    for (const auto &slot : facts.regular) {
        const bool isRunning = slot->state() == State::Running, hasEnded = slot->hasEnded();
        counts.regularBegan = counts.regularBegan || isRunning || hasEnded;
        counts.running += isRunning;
        counts.stopped += !isRunning && hasEnded;
        counts.succeeded += slot->state() == State::Ended && slot->exitCode() == 0;
        counts.waiting += !isRunning && !hasEnded;
    }
    return counts;
}

bool hasResources(const Json &map)
{
    return std::any_of(map.items().begin(), map.items().end(), [](const auto &entry) {
        return (entry.key() == "cpu" || entry.key() == "memory") && Quantity() < Quantity::of(entry.value());
    });
}

bool isGuaranteed(const Json &resources)
{
    const auto same = [&](const char *name) {
        const Quantity limit = Quantity::of(at(resources, {"limits", name}));
        const Json &request = at(resources, {"requests", name});
        return Quantity() < limit && (request.is_null() || Quantity::of(request) == limit);
    };
    return same("cpu") && same("memory");
}

} // namespace

std::string podPhase(const PodFacts &facts)
{
    const Counts counts = countAll(facts);
    const std::string policy = textAt(facts.pod, {"spec", "restartPolicy"}, "Always");
    const bool somethingRuns = counts.running > 0;
    if (!facts.reason.empty() && !somethingRuns)
        return "Failed";
    if (counts.failedInit > 0 && policy == "Never")
        return "Failed";
    if (facts.isTerminal && !somethingRuns)
        return counts.succeeded == static_cast<int>(facts.regular.size()) ? "Succeeded" : "Failed";
    if (counts.failedInit + counts.pendingInit > 0 || (counts.pendingSidecar > 0 && !counts.regularBegan))
        return "Pending";
    if (counts.waiting > 0)
        return "Pending";
    if (somethingRuns)
        return "Running";
    if (policy == "Always")
        return "Running";
    if (counts.succeeded == counts.stopped)
        return "Succeeded";
    return policy == "Never" ? "Failed" : "Running";
}

std::string qosClass(const Json &pod)
{
    bool guaranteed = true, any = false;
    for (const char *list : {"containers", "initContainers"}) {
        for (const Json &container : at(pod, {"spec", list})) {
            const Json &resources = at(container, {"resources"});
            any = any || hasResources(at(resources, {"limits"})) || hasResources(at(resources, {"requests"}));
            guaranteed = guaranteed && isGuaranteed(resources);
        }
    }
    if (!any)
        return "BestEffort";
    return guaranteed ? "Guaranteed" : "Burstable";
}

} // namespace podwright::sandbox
