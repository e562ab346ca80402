#include "models/session/run_notices.h"

#include "models/core/strings.h"

#include <QCoreApplication>

#include <algorithm>

namespace podwright::session {

using core::qt;

namespace {

using runs::Outcome;
using runs::RunSummary;

constexpr std::chrono::milliseconds quiet{1000}, longestBurst{5000};
constexpr size_t mostNames = 4;

bool isFailure(const RunSummary &run)
{
    return run.outcome != Outcome::Succeeded && run.outcome != Outcome::Skipped;
}

QString nameOf(const RunSummary &run)
{
    return qt(run.taskId.empty() ? run.pod : run.taskId);
}

RunNotice noticeOfOne(const RunSummary &run)
{
    RunNotice notice;
    notice.isFailure = isFailure(run);
    notice.runId = qt(run.id);
    notice.title = QStringLiteral("%1: %2").arg(nameOf(run), runs::outcomeText(run.outcome).toLower());
    const QString where = QStringLiteral("%1/%2 · %3").arg(qt(run.ns), qt(run.pod), run.context);
    notice.text = run.message.isEmpty() ? where : run.message + QLatin1Char('\n') + where;
    return notice;
}

QString tr(const char *text, int count)
{
    return QCoreApplication::translate("RunNotices", text, nullptr, count);
}

} // namespace

RunNotice noticeOf(const std::vector<RunSummary> &ended)
{
    if (ended.size() == 1)
        return noticeOfOne(ended.front());
    std::vector<RunSummary> shown = ended;
    std::stable_partition(shown.begin(), shown.end(), isFailure);
    const auto failures = int(std::ranges::count_if(ended, isFailure));
    RunNotice notice;
    notice.isFailure = failures > 0;
    notice.runId = qt(shown.front().id);
    notice.title = tr("%n runs ended", int(ended.size()));
    notice.title += failures > 0 ? tr(", %n failed", failures) : QStringLiteral(", none failed");
    for (size_t i = 0; i < std::min(shown.size(), mostNames); ++i)
        notice.text += QStringLiteral("%1: %2\n").arg(nameOf(shown[i]), runs::outcomeText(shown[i].outcome).toLower());
    if (shown.size() > mostNames)
        notice.text += tr("and %n more", int(shown.size() - mostNames));
    notice.text = notice.text.trimmed();
    return notice;
}

RunNotices::RunNotices(RunCenter &center, QObject *parent)
    : QObject(parent)
    , m_center(center)
    , m_burst(quiet, longestBurst)
{
    connect(&center, &RunCenter::runFinished, this, &RunNotices::noteEnd);
    connect(&m_burst, &core::Throttle::fired, this, &RunNotices::tell);
}

void RunNotices::noteEnd(const QString &runId)
{
    const RunSummary *run = m_center.known().find(runId.toStdString());
    const runs::RunState *state = m_center.stateAtHand(runId);
    if (!run || !state || run->outcome == Outcome::Cancelled)
        return;
    if (state->plan.mode == runs::Mode::Attach && !run->isStarred)
        return;
    m_ended.push_back(*run);
    if (isFailure(*run))
        Q_EMIT unseenFailuresChanged(++m_unseenFailures);
    m_burst.request();
}

void RunNotices::tell()
{
    const std::vector<RunSummary> ended = std::exchange(m_ended, {});
    Q_EMIT notice(noticeOf(ended));
}

void RunNotices::markSeen()
{
    if (std::exchange(m_unseenFailures, 0) > 0)
        Q_EMIT unseenFailuresChanged(0);
}

} // namespace podwright::session
