#pragma once

#include "models/core/result.h"
#include "models/kube/pod_summary.h"
#include "models/task/task.h"

#include <QDateTime>
#include <QString>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace podwright::runs {

using core::Json;

// Labels that Podwright puts on the pods it creates, so that it finds its own again: the run (unique) and the task (so
// that `attach FILE` and Relaunch find what any run of the task left). They play the part of KPO's task instance
// labels, also on pods that carry those labels because the task asks for them.
inline constexpr auto runLabel = "podwright.io/run";
using kube::taskLabel;

enum class FinishAction { DeletePod, KeepPod, DeleteSucceededPod, DeleteActivePod };

// Launch: a pod of this run, never a second one. Relaunch: KPO's reattach_on_restart: take up the task's unfinished pod
// if there is one, else create. Attach: take up what is there, never create.
enum class Mode { Launch, Relaunch, Attach };

// Which containers to follow: all but the XCom sidecar, or these.
struct ContainerChoice
{
    bool all = false;
    std::vector<std::string> names;
    bool operator==(const ContainerChoice &) const = default;
};

// Everything a run decides by; fixed when the run begins. A value that survives in the history.
struct RunPlan
{
    std::string id;
    QString context;
    Mode mode = Mode::Launch;
    task::Task task;
    Json manifest; // what is POSTed; null for Attach
    std::string ns, podName;
    std::string selector;               // of the search for an existing pod
    bool ownsPod = true;                // false: somebody else's, never labelled or deleted
    std::string baseContainer = "base"; // empty: the pod's first
    bool pushXcom = false;
    bool reattach = true; // several pods found: an error; false: the newest
    bool getLogs = true;
    ContainerChoice logs, initLogs;
    int scheduleTimeout = 120, startupTimeout = 120; // seconds
    FinishAction onFinish = FinishAction::DeletePod;
    bool deleteOnKill = true;
    std::optional<int> terminationGracePeriod; // seconds; of the delete on kill
    std::set<int> skipExitCodes;
    bool eventsOnFailure = false;
};

struct PlanOptions
{
    std::string runId; // newRunId()
    QString context;
    std::string ns;                         // overrides the task's; empty: the task's
    std::string connectionNamespace;        // of the context
    std::string templateFileText;           // content of pod_template_file, if it could be read
    std::string airflowRunId;               // for tasks with the labels of Airflow: manifest::manualRunId()
    std::optional<bool> keepLogs{};         // overrides get_logs
    std::optional<FinishAction> onFinish{}; // overrides on_finish_action
    bool takeUpExisting = false;            // Relaunch instead of Launch
};

// "20260101-120000-k3v9x0ab"; its last 8 characters become the pod's suffix, so that a run has one pod name for ever.
std::string newRunId(const QDateTime &now);

// Launch or Relaunch. Errors: Invalid naming the argument; those of buildPod().
core::Result<RunPlan> planLaunch(const task::Task &task, const PlanOptions &options);
// Attach to the task's pod, found by labels.
core::Result<RunPlan> planAttach(const task::Task &task, const PlanOptions &options);
// Attach to a pod by name. Nothing of it is deleted: the pod is somebody else's.
RunPlan planAttach(const std::string &ns, const std::string &podName, const PlanOptions &options);

} // namespace podwright::runs
