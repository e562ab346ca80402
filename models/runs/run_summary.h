#pragma once

#include "models/runs/run_state.h"

namespace podwright::runs {

// A run as a list shows it.
struct RunSummary
{
    std::string id, dagId, taskId, ns, pod, podUid, node, image;
    QString context, message;
    QString status, ready; // of the pod as last seen, as kubectl says it
    std::string reasons;   // that pod's further ones, see PodSummary
    std::string lastEvent; // its last event's reason; of the history and of who watches the events, not of the state
    Stage stage = Stage::Finding;
    Outcome outcome = Outcome::None;
    QDateTime started, created, running, ended, finished;
    std::optional<int> exitCode;
    int restarts = 0;
    bool isStarred = false; // by the user: told of when it ends, and never dropped by the history's limits
    bool operator==(const RunSummary &) const = default;

    bool isDone() const { return stage == Stage::Done; }
    bool isOfSameTask(const RunSummary &other) const
    {
        return taskId == other.taskId && dagId == other.dagId && context == other.context;
    }
};

RunSummary summarise(const RunState &state); // without the star and the event, which the history knows

Json toJson(const RunSummary &summary);
// Errors: Invalid; never throws.
core::Result<RunSummary> runSummaryFromJson(const Json &json);

} // namespace podwright::runs
