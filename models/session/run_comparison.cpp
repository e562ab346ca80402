#include "models/session/run_comparison.h"

#include "models/core/strings.h"
#include "models/tables/run_row.h"
#include "models/tables/times.h"

#include <algorithm>
#include <array>

namespace podwright::session {

using core::qt;
using core::textAt;
using tables::Tone;

namespace {

constexpr std::array comparisonTitles{"Context", "Pod", "State", "Started", "Duration", "Exit code", "Node", "Image"};
static_assert(comparisonTitles.size() == RunComparison::ColumnCount);

Tone toneOfOutcome(runs::Outcome outcome)
{
    switch (outcome) {
    case runs::Outcome::None:
        return Tone::Busy;
    case runs::Outcome::Succeeded:
        return Tone::Good;
    case runs::Outcome::Skipped:
    case runs::Outcome::Cancelled:
        return Tone::Neutral;
    default:
        return Tone::Bad;
    }
}

// From the container that does the work: the named one, else the pod's first.
void takeWork(ComparedRun &row, const std::vector<kube::ContainerSummary> &containers, const std::string &base)
{
    auto work = std::ranges::find(containers, base, &kube::ContainerSummary::name);
    if (work == containers.end())
        work = std::ranges::find(containers, kube::ContainerSummary::Kind::Regular, &kube::ContainerSummary::kind);
    if (work == containers.end())
        return;
    row.image = qt(work->image);
    row.started = work->started;
    row.finished = work->finished;
    if (work->state == kube::ContainerSummary::State::Terminated)
        row.exitCode = work->exitCode;
}

} // namespace

ComparedRun comparedOf(const RunItem &run)
{
    const runs::RunState &state = run.state();
    ComparedRun row{.context = state.plan.context,
                    .pod = qt(state.plan.podName),
                    .state = state.isDone() ? runs::outcomeText(state.outcome) : runs::stageText(state.stage),
                    .node = qt(textAt(state.pod, {"spec", "nodeName"})),
                    .tone = toneOfOutcome(state.outcome)};
    takeWork(row, run.containers(), state.plan.baseContainer);
    if (!row.exitCode)
        row.exitCode = state.exitCode;
    if (state.isDone() && !row.finished.isValid() && row.started.isValid())
        row.finished = state.finished;
    return row;
}

ComparedRun comparedOf(const QString &context, const core::Json &pod)
{
    const kube::PodSummary summary = kube::summarisePod(pod);
    ComparedRun row{.context = context,
                    .pod = qt(summary.name),
                    .state = qt(summary.status.text()),
                    .node = qt(summary.node.text()),
                    .tone = tables::toneOfStatus(summary.status.text())};
    takeWork(row, kube::summariseContainers(pod), {});
    return row;
}

RunComparison::RunComparison(const core::Clock &clock, QObject *parent)
    : RowModel(comparisonTitles, parent)
    , m_clock(clock)
{}

void RunComparison::set(int place, ComparedRun run)
{
    run.key = place;
    apply({std::move(run)}, std::vector<int>());
}

QString RunComparison::text(const ComparedRun &row, int column) const
{
    switch (column) {
    case Context:
        return row.context;
    case Pod:
        return row.pod;
    case State:
        return row.state;
    case Started:
        return row.started.isValid() ? row.started.toLocalTime().toString(QStringLiteral("HH:mm:ss")) : QString();
    case Duration:
        return tables::durationText(row.started, row.finished.isValid() ? row.finished : m_clock.wall());
    case ExitCode:
        return row.exitCode ? QString::number(*row.exitCode) : QString();
    case Node:
        return row.node;
    case Image:
        return row.image;
    default:
        return {};
    }
}

Tone RunComparison::tone(const ComparedRun &row, int column) const
{
    return column == State ? row.tone : Tone::Neutral;
}

} // namespace podwright::session
