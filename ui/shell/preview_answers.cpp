#include "ui/shell/preview_answers.h"

#include "ui/designer/designer_page.h"
#include "ui/designer/preflight_panel.h"

namespace podwright::ui::shell {

using designer::DesignerPage;
using session::SessionManager;

PreviewAnswers::PreviewAnswers(DesignerPage &designer, SessionManager &sessions, session::RunCenter &center,
                               const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_designer(designer)
    , m_sessions(sessions)
    , m_center(center)
    , m_preflight(sessions, clock)
{
    connectPreflight();
    connect(&designer, &DesignerPage::lastRunRequested, this, &PreviewAnswers::findLastRun);
    connect(&designer, &DesignerPage::clusterAccessRequested, this, &PreviewAnswers::readAccess);
    connect(&sessions, &SessionManager::contextsChanged, &designer, &DesignerPage::followContext);
    connect(&sessions, &SessionManager::currentContextChanged, &designer, &DesignerPage::followContext);
}

void PreviewAnswers::connectPreflight()
{
    designer::PreflightPanel *panel = m_designer.preflight();
    connect(&m_designer, &DesignerPage::preflightRequested, this, [this](const task::Task &task, bool isUrgent) {
        isUrgent ? m_preflight.check(task) : m_preflight.checkSoon(task);
    });
    connect(&m_preflight, &session::Preflight::started, panel, &designer::PreflightPanel::showWaiting);
    connect(&m_preflight, &session::Preflight::reported, panel, &designer::PreflightPanel::showReport);
    connect(&m_preflight, &session::Preflight::failed, panel,
            [panel](const core::Error &error) { panel->showTrouble(error.text()); });
}

void PreviewAnswers::findLastRun(const task::Task &task)
{
    m_center.lastRuns().find(task, this, [this](const core::Result<std::optional<session::LastRun>> &found) {
        if (!found)
            return m_designer.showLastRun(found.error());
        std::optional<designer::LastRunPods> pods;
        if (const auto &last = *found)
            pods = {tr("%1 on %2").arg(last->started.toLocalTime().toString(tr("d MMM HH:mm")), last->context),
                    last->manifest, last->now};
        m_designer.showLastRun(pods);
    });
}

void PreviewAnswers::readAccess(const task::Task &task, bool withSecrets)
{
    const auto choice = m_sessions.contextFor(task);
    if (!choice)
        return m_designer.showClusterAccess(choice.error(), withSecrets);
    m_sessions.readAccess(choice->context, withSecrets, this,
                          [this, withSecrets](const core::Result<airflow::ClusterAccess> &access) {
                              m_designer.showClusterAccess(access, withSecrets);
                          });
}

} // namespace podwright::ui::shell
