#pragma once

#include "models/session/run_center.h"

namespace podwright::session {

// What became of a launch on one context: a run, or why there is none.
struct LaunchedOn
{
    QString context, runId, error;
    bool operator==(const LaunchedOn &) const = default;
};

// Launches one task on several contexts at once; that one refuses does not stop the others. GUI thread.
class MultiLaunch : public QObject
{
    Q_OBJECT
public:
    MultiLaunch(SessionManager &sessions, RunCenter &center, QObject *parent = nullptr);

    // The names of protected ones are asked for first, one after another. A new launch drops one that still waits.
    // Where the task names no namespace, each context's own counts.
    void start(const task::Task &task, const QString &title, const QStringList &contexts);

Q_SIGNALS:
    void finished(const std::vector<podwright::session::LaunchedOn> &launched); // in the order of the contexts

private:
    void launchAll(const task::Task &task, const QStringList &contexts);

    SessionManager &m_sessions;
    RunCenter &m_center;
};

} // namespace podwright::session
