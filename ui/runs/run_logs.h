#pragma once

#include "models/core/clock.h"
#include "models/session/joined_log.h"

#include <QPointer>

namespace podwright::ui::logs {
class LogPane;
class LogPartBar;
} // namespace podwright::ui::logs

namespace podwright::ui::runs {

// Which log the pane shows: one that is kept, one that its cluster is asked for, or several in one; and which parts of
// it there are to choose from.
class RunLogs : public QObject
{
    Q_OBJECT
public:
    // `pane` and `part` outlive this.
    RunLogs(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock,
            logs::LogPane *pane, logs::LogPartBar *part, QObject *parent);

    void showRun(session::RunItem *item);
    void refresh(); // of the run that is shown
    void showPod(const session::BulkTarget &pod);
    void takeContainers(std::vector<kube::ContainerSummary> containers); // of the pod that is shown
    void showJoined(const std::vector<session::BulkTarget> &targets);
    void showNothing();

private:
    void offer(const QStringList &containers);
    void open(const QString &container);
    void openJoined(const QString &container);
    void addTo(session::JoinedLog &joined, const session::BulkTarget &target, const session::LogWish &wish);
    void refreshLimits();

    session::RunCenter &m_center;
    session::SessionManager &m_sessions;
    const core::Clock &m_clock;
    logs::LogPane *const m_pane;
    logs::LogPartBar *const m_part;
    QPointer<session::RunItem> m_item;
    std::vector<session::BulkTarget> m_targets; // whose logs are shown; a run's own in the first
    std::vector<kube::ContainerSummary> m_podContainers;
    std::unique_ptr<session::JoinedLog> m_joined;
    QStringList m_names;
    QString m_name;
};

} // namespace podwright::ui::runs
