#pragma once

#include "models/session/bulk_action.h"
#include "models/session/watched_clusters.h"

#include <QWidget>

class QAction;
class QVBoxLayout;

namespace podwright::preflight {
struct Edit;
} // namespace podwright::preflight

namespace podwright::ui::widgets {
class MessageBar;
} // namespace podwright::ui::widgets

namespace podwright::ui::runs {

class BulkBar;
class CompareView;
class RunDetails;
class RunList;
class TimelinePanel;
class WhyTeller;

// Runs and pods of the clusters in view, and everything about the chosen one.
class RunsPage : public QWidget
{
    Q_OBJECT
public:
    RunsPage(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock,
             QWidget *parent = nullptr);

    void showRun(const QString &runId);
    void compareRuns(const QStringList &runIds);
    void setEmptyText(const QString &text);
    session::WatchedClusters &watched() { return m_watched; }

    // For the top bar and the command palette; enabled as the chosen row allows.
    QAction *stopAction, *rerunAction, *followAction, *forgetAction, *deleteAction, *starAction, *mergeLogsAction,
        *saveLogsAction, *findAction;

Q_SIGNALS:
    void statusText(const QString &text);
    // The field of the run's task that is to be changed.
    void fieldRequested(const podwright::task::Task &task, const std::string &pointer);

private:
    void makeActions();
    void addPodActions(QVBoxLayout &layout);
    QAction *makeAction(const QString &name, const QString &text, const QKeySequence &key, void (RunsPage::*slot)());
    void showCurrent();
    void showItem(session::RunItem &item);
    void mergeLogs();
    void saveLogs();
    void refreshItem();
    void openField(const std::string &pointer);
    void rerunWith(const std::vector<podwright::preflight::Edit> &edits);
    void askToStop();
    void rerun();
    void launchAgain(const QString &run, const std::vector<podwright::preflight::Edit> &edits);
    void follow();
    void askToForget();
    void deleteChosen();
    void starChosen();
    bool areStarred(const std::vector<session::BulkTarget> &targets) const;
    void refreshStar();
    void focusFilter();
    void say(const QString &text);

    session::RunCenter &m_center;
    session::SessionManager &m_sessions;
    const core::Clock &m_clock;
    session::WatchedClusters m_watched;
    RunList *m_list;
    TimelinePanel *m_timeline;
    RunDetails *m_details;
    CompareView *m_compare;
    widgets::MessageBar *m_message;
    BulkBar *m_bulk;
    WhyTeller *m_why;
    QString m_shownRun;
    bool m_isMerged = false; // logs of several rows are shown
};

} // namespace podwright::ui::runs
