#pragma once

#include "models/session/preflight.h"
#include "models/session/run_center.h"

namespace podwright::ui::designer {
class DesignerPage;
}

namespace podwright::ui::shell {

// Answers what the designer asks of runs, contexts and clusters. What it is given must outlive it.
class PreviewAnswers : public QObject
{
    Q_OBJECT
public:
    PreviewAnswers(designer::DesignerPage &designer, session::SessionManager &sessions, session::RunCenter &center,
                   const core::Clock &clock, QObject *parent = nullptr);

private:
    void connectPreflight();
    void findLastRun(const task::Task &task);
    void readAccess(const task::Task &task, bool withSecrets);

    designer::DesignerPage &m_designer;
    session::SessionManager &m_sessions;
    session::RunCenter &m_center;
    session::Preflight m_preflight;
};

} // namespace podwright::ui::shell
