#pragma once

#include "models/kube/http_request.h"
#include "models/session/run_center.h"
#include "models/tables/run_row.h"

#include <deque>

namespace podwright::session {

// What an action is done to: a pod, a run, or a run and its pod.
struct BulkTarget
{
    QString context, runId = {};
    std::string ns = {}, pod = {}, uid = {};

    static BulkTarget of(const tables::RunRow &row);
    QString name() const; // "prod/default/my-pod"
};

struct BulkFailure
{
    QString name, reason;
    bool operator==(const BulkFailure &) const = default;
};

// One action over many pods and runs, a few at a time: it goes on whatever fails and tells what did. GUI thread.
class BulkAction : public QObject
{
    Q_OBJECT
public:
    explicit BulkAction(std::vector<BulkTarget> targets, QObject *parent = nullptr);

    void start();
    virtual void cancel(); // nothing new begins; what has begun is finished, or given up
    int total() const { return m_total; }
    int done() const { return m_done; }        // failed ones included
    virtual qint64 bytes() const { return 0; } // that have come, where it is about that
    bool isRunning() const { return m_isRunning; }
    const std::vector<BulkFailure> &failures() const { return m_failures; } // in the order in which they came

Q_SIGNALS:
    void progressed();
    void finished(); // once; total() - done() were left out by cancel()

protected:
    // Calls end() for the target, at once or later.
    virtual void carryOut(const BulkTarget &target) = 0;
    void end(const BulkTarget &target, const core::Result<void> &result);

private:
    void goOn();

    std::deque<BulkTarget> m_waiting;
    const int m_total;
    int m_done = 0, m_underWay = 0;
    bool m_isRunning = false, m_isGoingOn = false;
    std::vector<BulkFailure> m_failures;
};

// Deletes pods; that a pod is gone already is fine, another pod of its name is left alone. Nothing given: each has its
// own grace period.
class BulkDelete : public BulkAction
{
    Q_OBJECT
public:
    BulkDelete(std::vector<BulkTarget> targets, SessionManager &sessions, std::optional<int> graceSeconds = {},
               QObject *parent = nullptr);

protected:
    void carryOut(const BulkTarget &target) override;

private:
    SessionManager &m_sessions;
    const std::optional<int> m_graceSeconds;
};

// Evicts pods; those that a disruption budget holds are failures, in the server's words.
class BulkEvict : public BulkAction
{
    Q_OBJECT
public:
    BulkEvict(std::vector<BulkTarget> targets, SessionManager &sessions, QObject *parent = nullptr);

protected:
    void carryOut(const BulkTarget &target) override;

private:
    SessionManager &m_sessions;
};

// Launches the tasks of runs once more. Pods that were not launched here are failures.
class BulkRerun : public BulkAction
{
    Q_OBJECT
public:
    BulkRerun(std::vector<BulkTarget> targets, RunCenter &center, QObject *parent = nullptr);

protected:
    void carryOut(const BulkTarget &target) override;

private:
    RunCenter &m_center;
};

} // namespace podwright::session
