#include "models/session/run_rows.h"

namespace podwright::session {
namespace {

using core::Symbol;
using runs::Outcome;
using tables::Tone;

Tone toneOf(Outcome outcome)
{
    switch (outcome) {
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
    return Tone::Waiting;
}

QString statusOf(const runs::RunSummary &run)
{
    if (!run.status.isEmpty())
        return run.status;
    return run.outcome == Outcome::None ? runs::stageText(run.stage) : runs::outcomeText(run.outcome);
}

} // namespace

tables::RunFacts factsOf(const runs::RunSummary &run)
{
    tables::RunFacts facts;
    facts.id = run.id;
    facts.podUid = run.podUid;
    facts.context = Symbol(run.context.toStdString());
    facts.dag = Symbol(run.dagId);
    facts.task = Symbol(run.taskId);
    facts.ns = Symbol(run.ns);
    facts.node = Symbol(run.node);
    facts.status = Symbol(statusOf(run).toStdString());
    facts.outcome = Symbol(runs::outcomeText(run.outcome).toStdString());
    if (!run.isDone())
        facts.stage = Symbol(runs::stageText(run.stage).toStdString());
    facts.reasons = Symbol(run.lastEvent.empty() ? run.reasons : run.reasons + ' ' + run.lastEvent);
    facts.message = run.message;
    facts.exitCode = run.exitCode;
    facts.workStarted = run.running;
    facts.workFinished = run.ended;
    facts.isStarred = run.isStarred;
    facts.pod = run.pod;
    facts.ready = run.ready.toStdString();
    facts.restarts = run.restarts;
    facts.hasPod = !run.status.isEmpty();
    facts.created = run.started;
    facts.started = run.created.isValid() ? run.created : run.started;
    facts.finished = run.finished;
    facts.tone = toneOf(run.outcome);
    facts.isOver = run.outcome != Outcome::None;
    return facts;
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
    state.exitCode = run.exitCode;
    state.started = run.started;
    state.finished = run.finished;
    return state;
}

} // namespace podwright::session
