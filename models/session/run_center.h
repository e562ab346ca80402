#pragma once

#include "models/core/job.h"
#include "models/core/throttle.h"
#include "models/session/known_runs.h"
#include "models/session/last_run.h"
#include "models/session/run_item.h"
#include "models/session/session_manager.h"
#include "models/tables/run_table_model.h"

#include <functional>
#include <list>

namespace podwright::session {

struct LaunchOptions
{
    QString context = {};           // empty: chosen by SessionManager::contextFor()
    std::string ns = {};            // overrides the task's namespace
    bool takeUpExisting = false;    // KPO's reattach: an unfinished pod of the task is taken up instead
    bool withoutLogs = false;       // get_logs: false for this run
    std::string templateFileText{}; // content of pod_template_file, if it could be read
    bool mayMissTemplate = false;   // renderAndLaunch() and rerun(): a template file that cannot be read is left out
};

// All runs of this user: launching, attaching, stopping, going on after a restart, and the table that shows them
// together with the other pods of the clusters in view. GUI thread.
class RunCenter : public QObject
{
    Q_OBJECT
public:
    RunCenter(SessionManager &sessions, runs::History &history, const core::Clock &clock, QObject *parent = nullptr);
    ~RunCenter() override;

    void start(); // lists the history and takes up the runs an earlier process left

    // Renders the task's Jinja and reads its template file on another thread, then launches it. `done` gets the run's
    // id or why there is none, on this thread: at once when there is nothing to do before, and not after the receiver
    // is gone. Errors: those of airflow::renderTask(), manifest::readTemplateFile() and launch().
    void renderAndLaunch(const task::Task &task, const LaunchOptions &options, QObject *receiver,
                         std::function<void(const core::Result<QString> &run)> done);
    // The run's id; what goes wrong later is in the run's state. The task's Jinja is rendered already. Errors: the task
    // cannot become a pod; no such context.
    core::Result<QString> launch(const task::Task &task, const LaunchOptions &options = {});
    core::Result<QString> attach(const task::Task &task, const LaunchOptions &options = {});
    core::Result<QString> attachPod(const std::string &pod, const LaunchOptions &options = {});
    // The run's task once more, with a change if one is given, on the same context and namespace, with its template
    // file as it is now. As renderAndLaunch() tells; also when the history cannot give the task.
    using Change = std::function<task::Task(const task::Task &)>;
    void rerun(const QString &runId, Change change, QObject *receiver,
               std::function<void(const core::Result<QString> &run)> done);
    void cancel(const QString &runId, runs::Outcome as = runs::Outcome::Cancelled);
    void forget(const QString &runId); // a finished run leaves the history, with its logs

    // Null if unknown. Items of the history are loaded on first use: changed() tells when they are complete. Of runs
    // that are over only the few last asked for stay: nobody holds many of them, with their logs.
    RunItem *item(const QString &runId);
    const runs::RunState *stateAtHand(const QString &runId) const; // null: not of a run under way or lately asked for
    tables::RunTableModel *table() { return &m_table; }
    KnownRuns &known() { return m_known; }
    LastRuns &lastRuns() { return m_lastRuns; }
    runs::History &history() { return m_history; }

Q_SIGNALS:
    void launched(const QString &runId);
    void runChanged(const QString &runId);
    void runFinished(const QString &runId);
    void notice(const QString &text); // for the message bar

private:
    void drop(const QString &runId);
    void release(const QString &runId);
    void releaseUnused();
    QString begin(runs::RunPlan plan);
    void drive(RunItem &item);
    RunItem &addItem(runs::RunState state);
    void watchSession(ClusterSession &session);
    void addKnownRuns();
    using Launched = std::function<void(const core::Result<QString> &run)>;
    void prepareAndLaunch(const task::Task &task, bool isRendered, const LaunchOptions &options, QObject *receiver,
                          Launched done);
    core::Result<runs::PlanOptions> optionsFor(const task::Task &task, const LaunchOptions &options);

    SessionManager &m_sessions;
    runs::History &m_history;
    const core::Clock &m_clock;
    tables::RunTableModel m_table;
    KnownRuns m_known;
    core::Throttle m_refresh;
    LastRuns m_lastRuns;
    std::list<core::Job> m_preparations;
    std::map<QString, std::unique_ptr<RunItem>> m_items;
    QStringList m_asked; // for which item() was asked, the last one first
};

} // namespace podwright::session
