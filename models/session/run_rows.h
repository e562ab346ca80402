#pragma once

#include "models/runs/history.h"
#include "models/tables/run_row.h"

namespace podwright::session {

// What the table shows of a run.
tables::RunFacts factsOf(const runs::RunSummary &run);

// What is shown of a run until the history has read the rest.
runs::RunState placeholderFor(const runs::RunSummary &run);

} // namespace podwright::session
