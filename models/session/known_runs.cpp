#include "models/session/known_runs.h"

#include <algorithm>

namespace podwright::session {
namespace {

constexpr int secondsBetweenPruning = 600;

} // namespace

KnownRuns::KnownRuns(runs::History &history, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_history(history)
    , m_clock(clock)
{
    connect(&m_history, &runs::History::removed, this, [this](const std::vector<std::string> &ids) {
        for (const std::string &id : ids) {
            m_runs.erase(id);
            Q_EMIT removed(id);
        }
        Q_EMIT changed();
    });
}

void KnownRuns::load()
{
    m_history.list(this, [this](const std::vector<runs::RunSummary> &known) { take(known); });
}

// What is known already is newer.
void KnownRuns::take(const std::vector<runs::RunSummary> &known)
{
    for (const runs::RunSummary &run : known) {
        const auto [entry, isNew] = m_runs.try_emplace(run.id, run);
        if (!isNew)
            entry->second.isStarred = run.isStarred;
        if (!isNew)
            Q_EMIT noted(run.id);
    }
    Q_EMIT changed();
    Q_EMIT loaded();
    prune();
}

void KnownRuns::note(const runs::RunState &state)
{
    runs::RunSummary &run = m_runs[state.id()];
    runs::RunSummary next = runs::summarise(state);
    next.isStarred = run.isStarred;
    next.lastEvent = run.lastEvent;
    const bool wasDone = run.isDone();
    run = std::move(next);
    Q_EMIT noted(run.id);
    Q_EMIT changed();
    if (!wasDone && run.isDone() && m_pruned.isValid() && m_pruned.secsTo(m_clock.wall()) >= secondsBetweenPruning)
        prune();
}

void KnownRuns::noteEvent(const std::string &id, const std::string &reason)
{
    const auto found = m_runs.find(id);
    if (found == m_runs.end() || found->second.lastEvent == reason)
        return;
    found->second.lastEvent = reason;
    Q_EMIT noted(id);
}

void KnownRuns::forget(const std::string &id)
{
    m_history.remove(id);
    m_runs.erase(id);
    Q_EMIT changed();
}

void KnownRuns::setStarred(const std::string &id, bool isStarred)
{
    const auto found = m_runs.find(id);
    if (found == m_runs.end() || found->second.isStarred == isStarred)
        return;
    found->second.isStarred = isStarred;
    m_history.setStarred(id, isStarred);
    Q_EMIT noted(id);
    Q_EMIT changed();
    Q_EMIT starChanged(id);
}

const runs::RunSummary *KnownRuns::find(const std::string &id) const
{
    const auto found = m_runs.find(id);
    return found == m_runs.end() ? nullptr : &found->second;
}

int KnownRuns::runningCount() const
{
    return int(std::ranges::count_if(m_runs, [](const auto &entry) { return !entry.second.isDone(); }));
}

std::vector<runs::RunSummary> KnownRuns::sameTask(const runs::RunSummary &run) const
{
    std::vector<runs::RunSummary> found;
    for (const auto &[id, other] : m_runs) {
        if (other.isOfSameTask(run))
            found.push_back(other);
    }
    std::ranges::sort(
        found, [](const auto &a, const auto &b) { return std::pair(b.started, b.id) < std::pair(a.started, a.id); });
    return found;
}

runs::TaskStatistics KnownRuns::statistics(const runs::RunSummary &run) const
{
    std::vector<runs::RunSummary> earlier = sameTask(run);
    std::erase_if(earlier, [&run](const auto &other) { return other.id == run.id || other.started > run.started; });
    return runs::statisticsOf(earlier);
}

void KnownRuns::manifest(const std::string &id, QObject *context, std::function<void(core::Result<core::Json>)> done)
{
    m_history.load(id, context, [done = std::move(done)](const core::Result<runs::RunRecord> &record) {
        if (!record)
            return done(record.error());
        done(record->state.pod.is_null() ? record->state.plan.manifest : record->state.pod);
    });
}

void KnownRuns::measure(QObject *context, std::function<void(runs::HistorySize)> done)
{
    m_history.measure(context, std::move(done));
}

void KnownRuns::setLimits(const runs::HistoryLimits &limits)
{
    m_limits = limits;
    prune();
}

void KnownRuns::prune()
{
    m_pruned = m_clock.wall();
    m_history.prune(m_limits, m_pruned);
}

} // namespace podwright::session
