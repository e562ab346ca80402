#include "ui/shell/preview_answers.h"

#include "ui/designer/designer_page.h"

namespace podwright::ui::shell {

using designer::DesignerPage;
using session::SessionManager;

PreviewAnswers::PreviewAnswers(DesignerPage &designer, SessionManager &sessions, session::RunCenter &center,
                               QObject *parent)
    : QObject(parent)
    , m_designer(designer)
    , m_sessions(sessions)
    , m_center(center)
{
    connect(&designer, &DesignerPage::lastRunRequested, this, &PreviewAnswers::findLastRun);
    connect(&designer, &DesignerPage::clusterAccessRequested, this, &PreviewAnswers::readAccess);
    connect(&sessions, &SessionManager::contextsChanged, &designer, &DesignerPage::followContext);
    connect(&sessions, &SessionManager::currentContextChanged, &designer, &DesignerPage::followContext);
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
