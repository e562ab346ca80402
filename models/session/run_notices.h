#pragma once

#include "models/core/throttle.h"
#include "models/session/run_center.h"

namespace podwright::session {

// What to tell a user who looks elsewhere.
struct RunNotice
{
    QString title, text;
    bool isFailure = false;
    QString runId; // the one to show: the first that failed, else the first
    bool operator==(const RunNotice &) const = default;
};

// Of runs that end, which the user wants to be told of: those launched here and starred ones, not those they stopped.
// Runs that end together make one notice. GUI thread.
class RunNotices : public QObject
{
    Q_OBJECT
public:
    explicit RunNotices(RunCenter &center, QObject *parent = nullptr);

    int unseenFailures() const { return m_unseenFailures; }
    void markSeen();

Q_SIGNALS:
    void notice(const podwright::session::RunNotice &notice);
    void unseenFailuresChanged(int count);

private:
    void noteEnd(const QString &runId);
    void tell();

    RunCenter &m_center;
    core::Throttle m_burst;
    std::vector<runs::RunSummary> m_ended;
    int m_unseenFailures = 0;
};

// The notice for runs that ended together, in the order of their ends; not empty.
RunNotice noticeOf(const std::vector<runs::RunSummary> &ended);

} // namespace podwright::session
