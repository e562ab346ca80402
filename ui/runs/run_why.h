#pragma once

#include "models/preflight/why.h"
#include "models/session/run_item.h"
namespace podwright::ui::runs {

// All that is at hand of a run, but for nodes. Nothing: it does what it is meant to, or has no pod, or somebody has
// stopped it.
std::optional<preflight::Observation> observationOf(session::RunItem &item, const QDateTime &now);

// Of the run's task: which of its fields the places of the pod come from.
preflight::Subject subjectOf(const podwright::runs::RunState &state);

} // namespace podwright::ui::runs
