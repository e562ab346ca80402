#include "ui/runs/run_story.h"

#include "models/kube/pod_summary.h"

#include <QStringList>

namespace podwright::ui::runs {

using podwright::runs::RunState;
using podwright::runs::TimelineEntry;

namespace {

tables::Tone toneOfEnd(podwright::runs::Outcome outcome)
{
    using podwright::runs::Outcome;
    return outcome == Outcome::Succeeded || outcome == Outcome::Skipped ? tables::Tone::Good : tables::Tone::Bad;
}

tables::Tone toneOf(const TimelineEntry &entry, bool isUnderWay)
{
    switch (entry.kind) {
    case TimelineEntry::Kind::Error:
        return tables::Tone::Bad;
    case TimelineEntry::Kind::Warning:
        return tables::Tone::Waiting;
    case TimelineEntry::Kind::Info:
        return tables::Tone::Neutral;
    case TimelineEntry::Kind::Stage:
        break;
    }
    return isUnderWay ? tables::Tone::Busy : tables::Tone::Good;
}

QString exitText(int code)
{
    static const std::map<int, QString> signalNames{{129, QStringLiteral("SIGHUP")},  {130, QStringLiteral("SIGINT")},
                                                    {134, QStringLiteral("SIGABRT")}, {137, QStringLiteral("SIGKILL")},
                                                    {139, QStringLiteral("SIGSEGV")}, {141, QStringLiteral("SIGPIPE")},
                                                    {143, QStringLiteral("SIGTERM")}};
    const auto name = signalNames.find(code);
    return name == signalNames.end() ? QStringLiteral("exit %1").arg(code)
                                     : QStringLiteral("exit %1 (%2)").arg(code).arg(name->second);
}

} // namespace

QString titleOf(const RunState &state)
{
    const std::string task = state.plan.task.taskId();
    return QString::fromStdString(task.empty() ? state.plan.podName : task);
}

QString subtitleOf(const RunState &state)
{
    const podwright::runs::RunPlan &plan = state.plan;
    return QStringLiteral("%1 · %2").arg(plan.context, QString::fromStdString(plan.ns + "/" + plan.podName));
}

std::vector<tables::TimelineRow> storyOf(const RunState &state)
{
    std::vector<tables::TimelineRow> rows;
    for (const TimelineEntry &entry : state.timeline) {
        const bool isLast = rows.size() + 1 == state.timeline.size();
        rows.push_back({.key = static_cast<int>(rows.size()),
                        .at = entry.at,
                        .tone = isLast && state.isDone() ? toneOfEnd(state.outcome) : toneOf(entry, isLast),
                        .text = entry.text,
                        .isStage = entry.kind == TimelineEntry::Kind::Stage});
    }
    return rows;
}

QString failureDetail(const RunState &state)
{
    QStringList parts;
    if (state.exitCode)
        parts.append(exitText(*state.exitCode));
    for (const kube::ContainerSummary &container : kube::summariseContainers(state.pod)) {
        if (!container.reason.empty() && container.reason != "Completed" && container.reason != "Error")
            parts.append(QString::fromStdString(container.name + ": " + container.reason));
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace podwright::ui::runs
