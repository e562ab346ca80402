#include "models/tables/run_row.h"

#include "models/core/strings.h"
#include "models/tables/ascii_text.h"

#include <algorithm>

namespace podwright::tables {
namespace {

const core::Symbol noSymbol;

} // namespace

Tone toneOfStatus(std::string_view status)
{
    static constexpr std::array<std::string_view, 2> good{"Completed", "Succeeded"};
    static constexpr std::array<std::string_view, 6> waiting{"Pending",         "ContainerCreating", "PodInitializing",
                                                             "SchedulingGated", "Terminating",       "NotReady"};
    const bool isInitProgress = status.starts_with("Init:") && status.find('/') != std::string_view::npos;
    if (status.empty())
        return Tone::Neutral;
    if (status == "Running")
        return Tone::Busy;
    if (std::ranges::find(good, status) != good.end())
        return Tone::Good;
    return isInitProgress || std::ranges::find(waiting, status) != waiting.end() ? Tone::Waiting : Tone::Bad;
}

const core::Symbol &RunRow::task() const
{
    if (run)
        return run->task;
    const core::Symbol &own = pod->label(kube::taskLabel);
    return own.empty() ? pod->label("task_id") : own;
}

const core::Symbol &RunRow::dag() const
{
    if (pod && !pod->label("dag_id").empty())
        return pod->label("dag_id");
    return run ? run->dag : noSymbol;
}

const core::Symbol &RunRow::attempt() const
{
    return pod ? pod->label("try_number") : noSymbol;
}

bool RunRow::hasReason(std::string_view part) const
{
    return containsIgnoringCase(status().text(), part) || (pod && containsIgnoringCase(pod->reasons.text(), part)) ||
           (run && containsIgnoringCase(run->reasons.text(), part)) || containsIgnoringCase(eventReasons.text(), part);
}

QDateTime RunRow::started() const
{
    if (run)
        return run->started;
    return pod->started.isValid() ? pod->started : pod->created;
}

QString RunRow::key() const
{
    const QString where = core::qt(context.text());
    return run ? QStringLiteral("%1/run/%2").arg(where, core::qt(run->id))
               : QStringLiteral("%1/pod/%2").arg(where, core::qt(pod->uid));
}

void RunRow::setTone()
{
    const bool countsStatus = !run || (!run->isOver && (pod || !run->podUid.empty()));
    tone = countsStatus ? toneOfStatus(status().text()) : run->tone;
}

bool belongs(const RunRow &row, RunChip chip)
{
    switch (chip) {
    case RunChip::All:
        return true;
    case RunChip::Active:
        return row.isActive();
    case RunChip::Failed:
        return row.tone == Tone::Bad;
    case RunChip::LaunchedHere:
        return row.isLaunchedHere();
    }
    return false;
}

} // namespace podwright::tables
