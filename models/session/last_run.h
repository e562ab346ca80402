#pragma once

#include "models/core/job.h"
#include "models/runs/history.h"
#include "models/session/session_manager.h"

namespace podwright::session {

// The run of a task that was launched last, and what would be launched now.
struct LastRun
{
    std::string id;
    QString context;
    QDateTime started;
    core::Json manifest; // of the pod that was to be made
    core::Json now;      // the same of now, with the names and ids that each launch draws taken from that run
};

// Finds the last run of a task. One question at a time: a new one drops the former. GUI thread; nothing in here waits.
class LastRuns
{
public:
    LastRuns(SessionManager &sessions, runs::History &history);

    // Nothing when the task was never launched. Not after `receiver` is gone. Errors: those of launching the task now.
    using Done = std::function<void(const core::Result<std::optional<LastRun>> &)>;
    void find(const task::Task &task, QObject *receiver, Done done);

private:
    void compare(const task::Task &task, const runs::RunState &last, QObject *receiver, Done done);

    SessionManager &m_sessions;
    runs::History &m_history;
    core::Job m_job;
    int m_question = 0;
    QObject m_asking; // answers of the history end with it
};

} // namespace podwright::session
