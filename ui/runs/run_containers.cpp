#include "ui/runs/run_containers.h"

#include "models/core/strings.h"

#include <algorithm>

namespace podwright::ui::runs {

using core::qt;

bool mayBeThere(const session::RunItem &item)
{
    return !item.state().podUid.empty() && !item.state().podGone;
}

bool isKept(const session::RunItem &item)
{
    return item.state().plan.getLogs || !mayBeThere(item);
}

session::BulkTarget targetOf(const session::RunItem &item)
{
    const podwright::runs::RunState &state = item.state();
    return {.context = state.plan.context,
            .runId = qt(item.id()),
            .ns = state.plan.ns,
            .pod = state.plan.podName,
            .uid = state.podUid};
}

std::vector<kube::ContainerSummary> regularFirst(std::vector<kube::ContainerSummary> containers)
{
    std::stable_partition(containers.begin(), containers.end(), [](const kube::ContainerSummary &container) {
        return container.kind == kube::ContainerSummary::Kind::Regular;
    });
    return containers;
}

QStringList startedContainers(const session::RunItem &item)
{
    QStringList names;
    for (const kube::ContainerSummary &container : item.containers()) {
        if (container.state != kube::ContainerSummary::State::Waiting)
            names += qt(container.name);
    }
    return names;
}

QStringList debugContainers(const session::RunItem &item)
{
    QStringList names;
    for (const kube::ContainerSummary &container : item.containers()) {
        const bool hasBegun = container.state != kube::ContainerSummary::State::Waiting;
        if (container.kind == kube::ContainerSummary::Kind::Ephemeral && hasBegun && mayBeThere(item))
            names += qt(container.name);
    }
    return names;
}

} // namespace podwright::ui::runs
