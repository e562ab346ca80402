#include "models/session/run_rows.h"

#include "models/core/strings.h"
#include "models/runs/plan.h"

#include <set>

namespace podwright::session {

using core::qt;

namespace {

using runs::Outcome;
using tables::RunRow;
using tables::Tone;

Tone toneOf(const runs::RunSummary &run, const QString &status)
{
    switch (run.outcome) {
    case Outcome::Succeeded:
        return Tone::Good;
    case Outcome::Skipped:
    case Outcome::Cancelled:
        return Tone::Neutral;
    case Outcome::Failed:
    case Outcome::TimedOut:
    case Outcome::Refused:
        return Tone::Bad;
    case Outcome::None:
        break;
    }
    return run.podUid.empty() ? Tone::Waiting : tables::toneOfStatus(status);
}

RunRow rowOf(const runs::RunSummary &run)
{
    RunRow row;
    row.key = QStringLiteral("%1/run/%2").arg(run.context, qt(run.id));
    row.runId = qt(run.id);
    row.context = run.context;
    row.task = qt(run.taskId);
    row.status = run.status.isEmpty() ? runs::stageText(run.stage) : run.status;
    if (run.status.isEmpty() && run.outcome != Outcome::None)
        row.status = runs::outcomeText(run.outcome);
    row.pod = qt(run.pod);
    row.ns = qt(run.ns);
    row.podUid = qt(run.podUid);
    row.ready = run.ready;
    row.node = qt(run.node);
    row.outcome = runs::outcomeText(run.outcome);
    row.image = qt(run.image);
    row.restarts = run.restarts;
    row.restartsText = run.status.isEmpty() ? QString() : QString::number(run.restarts);
    row.created = run.started;
    row.started = run.created.isValid() ? run.created : run.started;
    row.finished = run.finished;
    return row;
}

void takePod(RunRow &row, const kube::PodSummary &pod, const QDateTime &now)
{
    row.status = qt(pod.status.text());
    row.pod = qt(pod.name);
    row.ns = qt(pod.ns.text());
    row.podUid = qt(pod.uid);
    row.ready = qt(pod.readyText());
    row.node = qt(pod.node.text());
    row.restarts = pod.restarts;
    row.restartsText = qt(pod.restartsText(now));
}

RunRow rowOf(const QString &context, const kube::PodSummary &pod, const QDateTime &now)
{
    RunRow row;
    takePod(row, pod, now);
    row.key = QStringLiteral("%1/pod/%2").arg(context, row.podUid);
    row.context = context;
    const kube::Symbol &ours = pod.label(runs::taskLabel);
    row.task = qt(ours.empty() ? pod.label("task_id").text() : ours.text());
    row.created = pod.created;
    row.started = pod.started.isValid() ? pod.started : pod.created;
    row.finished = pod.finished;
    row.tone = tables::toneOfStatus(row.status);
    return row;
}

const kube::PodPtr *findPod(const RowSources &sources, const runs::RunSummary &run)
{
    for (const auto &[context, pods] : sources.pods) {
        if (context != run.context)
            continue;
        if (const auto found = pods->find(run.podUid); found != pods->end())
            return &found->second;
    }
    return nullptr;
}

} // namespace

std::vector<RunRow> rowsOf(const RowSources &sources, const QDateTime &now)
{
    std::vector<RunRow> rows;
    std::set<std::string> taken;
    for (const runs::RunSummary *run : sources.runs) {
        RunRow row = rowOf(*run);
        if (const kube::PodPtr *pod = findPod(sources, *run)) {
            takePod(row, **pod, now);
            taken.insert(run->podUid);
        }
        row.tone = toneOf(*run, row.status);
        rows.push_back(std::move(row));
    }
    for (const auto &[context, pods] : sources.pods) {
        for (const auto &[uid, pod] : *pods) {
            if (!taken.contains(uid))
                rows.push_back(rowOf(context, *pod, now));
        }
    }
    return rows;
}

runs::RunState placeholderFor(const runs::RunSummary &run)
{
    runs::RunState state;
    state.plan.id = run.id;
    state.plan.context = run.context;
    state.plan.ns = run.ns;
    state.plan.podName = run.pod;
    state.plan.task.arguments["task_id"] = run.taskId;
    state.podUid = run.podUid;
    state.stage = run.stage;
    state.outcome = run.outcome;
    state.message = run.message;
    state.started = run.started;
    state.finished = run.finished;
    return state;
}

} // namespace podwright::session
