#include "models/runs/run_summary.h"

namespace podwright::runs {

RunSummary summarise(const RunState &state)
{
    RunSummary run;
    run.id = state.id();
    run.dagId = core::textAt(state.plan.task.airflow, {"dag_id"});
    run.taskId = state.plan.task.taskId();
    run.ns = state.plan.ns;
    run.pod = state.plan.podName;
    run.podUid = state.podUid;
    run.node = core::textAt(state.pod, {"spec", "nodeName"});
    run.image = core::textAt(state.plan.task.arguments, {"image"});
    run.context = state.plan.context;
    run.message = state.message;
    run.stage = state.stage;
    run.outcome = state.outcome;
    run.started = state.started;
    run.created = state.created;
    run.running = state.running;
    run.ended = state.ended;
    run.finished = state.finished;
    run.exitCode = state.exitCode;
    if (!state.pod.is_null()) {
        const kube::PodSummary pod = kube::summarisePod(state.pod);
        run.status = QString::fromStdString(pod.status.text());
        run.ready = QString::fromStdString(pod.readyText());
        run.restarts = pod.restarts;
        run.reasons = pod.reasons.text();
    }
    return run;
}

} // namespace podwright::runs
