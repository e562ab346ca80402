#pragma once

#include "models/kube/resource_watch.h"
#include "models/runs/history.h"
#include "models/tables/run_table_model.h"

namespace podwright::session {

struct RowSources
{
    std::vector<const runs::RunSummary *> runs;
    std::vector<std::pair<QString, const std::map<std::string, kube::PodPtr> *>> pods; // by context
};

// The table's rows: a run and its pod are one; what the watch says of the pod comes before what the run last saw.
std::vector<tables::RunRow> rowsOf(const RowSources &sources, const QDateTime &now);

// What is shown of a run until the history has read the rest.
runs::RunState placeholderFor(const runs::RunSummary &run);

} // namespace podwright::session
