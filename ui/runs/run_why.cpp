#include "ui/runs/run_why.h"

#include "models/logs/stamp.h"

namespace podwright::ui::runs {
namespace {

constexpr qsizetype longestLastLine = 400;

QString lastLineOf(session::RunItem &item)
{
    const QString container = QString::fromStdString(item.state().plan.baseContainer);
    if (!item.logContainers().contains(container))
        return {};
    const podwright::logs::LogStore *log = item.log(container);
    const qint64 last = log->endLine() - 1;
    if (log->lineCount() == 0 || log->isNotice(last) || !log->isAtHand(last))
        return {};
    const QByteArray line = log->lineStart(last, longestLastLine).bytes;
    return QString::fromUtf8(podwright::logs::splitStamp(line).text).trimmed();
}

} // namespace

preflight::Subject subjectOf(const podwright::runs::RunState &state)
{
    auto subject = preflight::subjectOf(state.plan.task);
    return subject ? std::move(*subject) : preflight::Subject();
}

std::optional<preflight::Observation> observationOf(session::RunItem &item, const QDateTime &now)
{
    using podwright::runs::Outcome;
    const podwright::runs::RunState &state = item.state();
    const bool isWell = state.outcome == Outcome::Succeeded || state.outcome == Outcome::Skipped;
    if (state.pod.is_null() || isWell || state.outcome == Outcome::Cancelled)
        return std::nullopt;
    preflight::Observation seen{.pod = state.pod, .events = item.events(), .lastLine = lastLineOf(item)};
    if (!state.plan.baseContainer.empty())
        seen.baseContainer = state.plan.baseContainer;
    seen.subject = subjectOf(state);
    if (!state.isDone()) // a pod that is gone does not hang
        seen.now = now;
    return seen;
}

} // namespace podwright::ui::runs
