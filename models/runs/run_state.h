#pragma once

#include "models/kube/pod_summary.h"
#include "models/runs/plan.h"

#include <QDateTime>

#include <map>

namespace podwright::runs {

// Where a run stands, in order.
enum class Stage {
    Finding, // looking for a pod that is already there
    Creating,
    Scheduling, // created, no node yet
    Starting,   // on a node: image, volumes, init containers
    Running,
    ReadingXcom,
    Settling,   // over: last log lines, events, the already_checked label
    CleaningUp, // deleting
    Done,
};

enum class Outcome {
    None, // not yet
    Succeeded,
    Failed,
    Skipped,   // base container ended with a code of skip_on_exit_code
    Cancelled, // by the user
    TimedOut,  // schedule, start-up or the caller's limit
    Refused,   // the cluster said no, or could not be reached
};

// One line of the run's story.
struct TimelineEntry
{
    enum class Kind { Stage, Info, Warning, Error };
    QDateTime at;
    Kind kind = Kind::Info;
    QString text;
    bool operator==(const TimelineEntry &) const = default;
};

// All that is known about a run; the reconciler's only memory. A value; its JSON form is what the history keeps and
// what a new process goes on from.
struct RunState
{
    RunPlan plan;
    Stage stage = Stage::Finding;
    Outcome outcome = Outcome::None;
    QString message;                                                 // why, for people; empty on success
    QDateTime started, created, scheduled, running, ended, finished; // UTC, invalid: not yet

    std::string podUid;
    Json pod; // last seen, without managedFields; null: none yet
    bool podGone = false;
    bool podDeleted = false;     // a delete of ours was accepted
    std::optional<int> exitCode; // of the base container
    std::optional<Json> xcom;
    QString xcomError;
    std::vector<TimelineEntry> timeline;

    // What is under way; a new process forgets it and asks again (forgetRequests).
    enum class Pending { None, Find, Create, ReadXcom, StopSidecar, ReadEvents, Patch, Delete };
    Pending pending = Pending::None;
    int attempts = 0;  // of the pending request
    QDateTime retryAt; // valid: the pending request waits for its next try
    bool isWatching = false;
    bool isFresh = false;                  // the pod has been looked at in this process
    bool mayBeCreated = false;             // a create was sent whose fate is not known
    std::map<std::string, bool> logs;      // followed container -> its log has ended
    std::set<std::string> endedContainers; // the log stream was told
    bool hasReadXcom = false, isSidecarStopped = false, hasReadEvents = false, isPatched = false,
         isDeletionGivenUp = false;
    Outcome cancelAs = Outcome::None; // asked to stop: Cancelled or TimedOut
    QDateTime settleUntil;            // not waiting longer for logs or for the pod to go

    bool isDone() const { return stage == Stage::Done; }
    const std::string &id() const { return plan.id; }
};

QString stageText(Stage stage);          // "Pulling and starting"
QString outcomeText(Outcome outcome);    // "Succeeded"; "" for None
std::string_view stageName(Stage stage); // stable, for files: "starting"
std::string_view outcomeName(Outcome outcome);

Json toJson(const RunState &state);
// Errors: Invalid; never throws.
core::Result<RunState> runStateFromJson(const Json &json);
// For a state that comes from an earlier process: no request or stream of it is alive.
void forgetRequests(RunState &state);

} // namespace podwright::runs
