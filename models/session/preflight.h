#pragma once

#include "models/core/job.h"
#include "models/core/throttle.h"
#include "models/preflight/checker.h"
#include "models/session/session_manager.h"

#include <memory>

namespace podwright::session {

struct PreflightOptions
{
    QString context = {};              // empty: chosen by SessionManager::contextFor()
    std::string ns = {};               // overrides the task's namespace
    std::string templateFileText = {}; // content of pod_template_file, if it could be read
};

// Will this task run on that cluster? Renders its Jinja, builds its pod and asks the cluster; a new question drops the
// former. GUI thread; nothing in here waits.
class Preflight : public QObject
{
    Q_OBJECT
public:
    Preflight(SessionManager &sessions, const core::Clock &clock, QObject *parent = nullptr);
    ~Preflight() override;

    void check(const task::Task &task, const PreflightOptions &options = {});
    // As one edits: once the edits pause.
    void checkSoon(const task::Task &task, const PreflightOptions &options = {});
    void cancel();

Q_SIGNALS:
    void started();
    void reported(const podwright::preflight::Report &report);
    // There is no pod to check, or no such context. Kind Invalid: it is the task; `where` is its pointer.
    void failed(const podwright::core::Error &error);

private:
    void begin();
    void build(const core::Result<task::Task> &rendered, const QString &context);
    void ask(kube::ApiClient *client, preflight::Subject subject);

    SessionManager &m_sessions;
    const core::Clock &m_clock;
    core::Throttle m_pause;
    core::Job m_rendering;
    task::Task m_task;
    PreflightOptions m_options;
    std::unique_ptr<QObject> m_waiting;  // for a client; its end is the end of that
    kube::ApiClient *m_client = nullptr; // the checker's
    std::unique_ptr<preflight::Checker> m_checker;
};

} // namespace podwright::session
