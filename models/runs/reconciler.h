#pragma once

#include "models/core/error.h"
#include "models/runs/run_state.h"

#include <variant>

namespace podwright::runs {

// What happened. Everything a run learns comes in as one of these.
namespace seen {
struct Started
{}; // the run begins, or goes on in a new process
struct Pods
{
    std::vector<Json> pods;
}; // answer to Find
struct FindFailed
{
    core::Error error;
};
struct Created
{
    Json pod;
};
struct CreateFailed
{
    core::Error error;
};
struct Pod
{
    Json pod;
}; // from the watch
struct PodGone
{}; // the watch is in step and the pod is not there (any more)
struct WatchFailed
{
    core::Error error;
}; // for good: forbidden
struct LogEnded
{
    std::string container;
    core::Result<void> result;
};
struct Events
{
    std::vector<kube::EventSummary> events;
    bool ok = true;
};
struct Xcom
{
    std::string output;
};
struct XcomFailed
{
    core::Error error;
};
struct SidecarStopped
{
    QString trouble;
}; // empty: fine
struct Patched
{
    QString trouble;
};
struct Deleted
{
    core::Result<void> result;
};
struct Tick
{
    bool areLogsComing = false; // lines have come since the last one, or are held back
};
struct CancelRequested
{
    Outcome as = Outcome::Cancelled;
}; // Cancelled or TimedOut
} // namespace seen

using Observation =
    std::variant<seen::Started, seen::Pods, seen::FindFailed, seen::Created, seen::CreateFailed, seen::Pod,
                 seen::PodGone, seen::WatchFailed, seen::LogEnded, seen::Events, seen::Xcom, seen::XcomFailed,
                 seen::SidecarStopped, seen::Patched, seen::Deleted, seen::Tick, seen::CancelRequested>;

// What to do. Each is answered by an observation of its own, except where noted.
namespace act {
struct Find
{}; // by name (Attach to a named pod), else by plan.selector -> Pods, FindFailed
struct FindByName
{}; // the pod of plan.podName, whoever made it -> Pods (none if NotFound), FindFailed
struct Create
{}; // plan.manifest -> Created, CreateFailed
struct Watch
{}; // the pod by name -> Pod, PodGone, WatchFailed, again and again
struct FollowLog
{
    std::string container;
}; // -> LogEnded in the end
struct EndLog
{
    std::string container;
}; // the container has ended; no answer but LogEnded
struct ReadXcom
{}; // -> Xcom, XcomFailed
struct StopSidecar
{}; // -> SidecarStopped
struct ReadEvents
{}; // -> Events
struct Patch
{}; // already_checked -> Patched
struct Delete
{
    std::string name, uid; // of the pod; only this very one
    std::optional<int> gracePeriod;
}; // -> Deleted
struct Finish
{}; // the run is over: stop watches and streams; no answer
} // namespace act

using Command = std::variant<act::Find, act::FindByName, act::Create, act::Watch, act::FollowLog, act::EndLog,
                             act::ReadXcom, act::StopSidecar, act::ReadEvents, act::Patch, act::Delete, act::Finish>;

RunState newRun(RunPlan plan, const QDateTime &now);

// The whole life of a run as one pure function: changes the state (and its timeline) by what was observed and says what
// to do next. Launch, relaunch, attach and going on after a crash are the same code: the state says what is known, the
// observations say the rest. Rules: reference kubernetes-pod-operator §3. Ticks may come at any rate; one a second is
// enough. After Finish it does nothing.
std::vector<Command> reconcile(RunState &state, const Observation &observation, const QDateTime &now);

} // namespace podwright::runs
