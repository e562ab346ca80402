#pragma once

#include "models/runs/run_state.h"
#include "models/tables/simple_models.h"

#include <QString>

#include <vector>

namespace podwright::ui::runs {

using namespace podwright::runs; // the page is about them

QString titleOf(const RunState &state);    // the task, else the pod
QString subtitleOf(const RunState &state); // "sandbox · default/my-pod-1-k3v9x0ab"
std::vector<tables::TimelineRow> storyOf(const RunState &state);
// "exit 137 (SIGKILL) · base: OOMKilled"; empty if there is nothing to add.
QString failureDetail(const RunState &state);

} // namespace podwright::ui::runs
