#pragma once

#include "models/core/symbol.h"
#include "models/kube/pod_summary.h"
#include "models/tables/row_model.h"

#include <QDateTime>
#include <QString>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace podwright::tables {

struct RunColumns
{
    enum Column {
        Task,
        Status,
        Pod,
        Namespace,
        Ready,
        Restarts,
        Node,
        Duration,
        Age,
        OutcomeColumn,
        Context,
        Dag,
        ColumnCount
    };
};

// A run that Podwright made or follows, as the history knows it.
struct RunFacts
{
    std::string id, podUid; // no uid: no pod yet
    core::Symbol context, dag, task, ns, node, status, outcome;
    core::Symbol stage;   // what it does now; empty: done
    core::Symbol reasons; // of the pod as last seen, and of its last event
    std::string pod, ready;
    QString message;                     // why it ended as it did
    std::optional<int> exitCode = {};    // of the work
    QDateTime workStarted, workFinished; // that is, the base container
    int restarts = 0;
    bool isStarred = false;
    bool hasPod = false;                  // ready and restarts are known
    QDateTime created, started, finished; // invalid: unknown or not yet
    Tone tone = Tone::Neutral;            // of its outcome; of one under way its status counts
    bool isOver = false;
    bool operator==(const RunFacts &) const = default;
};

// One line of the table: a run, or a pod that was not launched here, or a run and its pod. What the cluster says of the
// pod comes before what the run last saw. Cheap to copy. With neither run nor pod there is no such row,
// and nothing else of it may be asked.
struct RunRow
{
    core::Symbol context = {};
    std::shared_ptr<const RunFacts> run = {};
    kube::PodPtr pod = {};
    core::Symbol eventReasons = {}; // of events of the pod that were read
    Tone tone = Tone::Neutral;      // of the status

    std::string_view runId() const { return run ? std::string_view(run->id) : std::string_view(); }
    std::string_view uid() const { return pod ? pod->uid : run->podUid; }
    std::string_view podName() const { return pod ? pod->name : run->pod; }
    const core::Symbol &ns() const { return pod ? pod->ns : run->ns; }
    const core::Symbol &node() const { return pod ? pod->node : run->node; }
    const core::Symbol &status() const { return pod ? pod->status : run->status; }
    const core::Symbol &task() const;
    const core::Symbol &dag() const;
    const core::Symbol &attempt() const;         // Airflow's try_number; empty if unknown
    bool hasReason(std::string_view part) const; // in lower case, a part of any reason that is known
    int restarts() const { return pod ? pod->restarts : run->restarts; }
    QDateTime created() const { return run ? run->created : pod->created; }
    QDateTime started() const;
    QDateTime finished() const { return run ? run->finished : pod->finished; }

    bool exists() const { return run || pod; }
    bool isLaunchedHere() const { return run != nullptr; }
    bool isStarred() const { return run && run->isStarred; }
    bool isActive() const { return !finished().isValid(); }
    QString key() const; // names the row for as long as it exists: "CONTEXT/run/ID" or "CONTEXT/pod/UID"
    void setTone();      // after run or pod have changed
};

// The colour class of a pod's STATUS.
Tone toneOfStatus(std::string_view status);

enum class RunChip { All, Active, Failed, LaunchedHere };
inline constexpr std::array allChips{RunChip::All, RunChip::Active, RunChip::Failed, RunChip::LaunchedHere};

// Failed: ended badly, or not ended and in a state that needs somebody.
bool belongs(const RunRow &row, RunChip chip);

} // namespace podwright::tables
