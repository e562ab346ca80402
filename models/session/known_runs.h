#pragma once

#include "models/core/clock.h"
#include "models/runs/history.h"
#include "models/runs/task_statistics.h"

namespace podwright::session {

// All runs of this user as lists show them, those of the history and those under way, with their stars; keeps the
// history within its limits. GUI thread.
class KnownRuns : public QObject
{
    Q_OBJECT
public:
    KnownRuns(runs::History &history, const core::Clock &clock, QObject *parent = nullptr);

    void load(); // the history's; ends with loaded()
    void note(const runs::RunState &state);
    void noteEvent(const std::string &id, const std::string &reason); // the last one
    void forget(const std::string &id);
    void setStarred(const std::string &id, bool isStarred);
    const runs::RunSummary *find(const std::string &id) const; // null if unknown
    const std::map<std::string, runs::RunSummary> &all() const { return m_runs; }
    int runningCount() const;

    std::vector<runs::RunSummary> sameTask(const runs::RunSummary &run) const; // in the same context, newest first
    runs::TaskStatistics statistics(const runs::RunSummary &run) const;        // of the task before that run

    // The pod as it was last seen, else as it was sent.
    void manifest(const std::string &id, QObject *context, std::function<void(core::Result<core::Json>)> done);

    const runs::HistoryLimits &limits() const { return m_limits; }
    void setLimits(const runs::HistoryLimits &limits); // removes at once what is beyond them
    void measure(QObject *context, std::function<void(runs::HistorySize)> done);

Q_SIGNALS:
    void changed();
    void loaded();
    void noted(const std::string &id);   // this one is new or has changed
    void removed(const std::string &id); // by the limits
    void starChanged(const std::string &id);

private:
    void prune();
    void take(const std::vector<runs::RunSummary> &known);

    runs::History &m_history;
    const core::Clock &m_clock;
    std::map<std::string, runs::RunSummary> m_runs;
    runs::HistoryLimits m_limits;
    QDateTime m_pruned;
};

} // namespace podwright::session
