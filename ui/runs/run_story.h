#pragma once

#include "models/runs/run_state.h"
#include "models/tables/simple_models.h"

#include <QString>

#include <vector>

namespace podwright::ui::runs {

QString titleOf(const podwright::runs::RunState &state);    // the task, else the pod
QString subtitleOf(const podwright::runs::RunState &state); // "sandbox · default/my-pod-1-k3v9x0ab"
std::vector<tables::TimelineRow> storyOf(const podwright::runs::RunState &state);
// "exit 137 (SIGKILL) · base: OOMKilled"; empty if there is nothing to add.
QString failureDetail(const podwright::runs::RunState &state);

} // namespace podwright::ui::runs
