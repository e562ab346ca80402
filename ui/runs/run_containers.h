#pragma once

#include "models/session/bulk_action.h"
#include "models/session/run_item.h"

#include <QStringList>

namespace podwright::ui::runs {

// Where a run's logs are: its pod may still be on the cluster; what it printed is kept here.
bool mayBeThere(const session::RunItem &item);
bool isKept(const session::RunItem &item); // or was, as far as is known; else its cluster may still have it

session::BulkTarget targetOf(const session::RunItem &item);

std::vector<kube::ContainerSummary> regularFirst(std::vector<kube::ContainerSummary> containers); // before init ones
QStringList startedContainers(const session::RunItem &item);
QStringList debugContainers(const session::RunItem &item); // the run does not keep what they print

} // namespace podwright::ui::runs
