#pragma once

#include "models/session/run_center.h"
#include "models/session/session_manager.h"

#include <QMainWindow>

#include <functional>

class QStackedWidget;

namespace podwright::ui::clusters {
class ClustersPage;
}
namespace podwright::ui::designer {
class DesignerPage;
}
namespace podwright::ui::runs {
class RunsPage;
}

namespace podwright::ui::widgets {
class MessageBar;
}

namespace podwright::session {
struct LaunchedOn;
}

namespace podwright::ui::shell {

class ClusterPickers;
class CommandPalette;
class Launcher;
class MultiLaunchPanel;
class ModeRail;
class SignInPanel;
class StatusLine;
class TopBar;

// The window: mode rail, top bar, pages, status line; joins the pages with sessions and runs. What it is given must
// outlive it.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    enum Mode { Design, Runs, Clusters };
    MainWindow(session::SessionManager &sessions, session::RunCenter &center, const core::Clock &clock,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    designer::DesignerPage *designer() const { return m_designer; }
    runs::RunsPage *runs() const { return m_runs; }
    clusters::ClustersPage *clusters() const { return m_clusters; }
    void open(const QStringList &files); // none: the example task
    QList<QAction *> commands() const;   // of the page in view and of the window
    void setMode(Mode mode);
    void launch(); // the task in view
    void showLaunched(const QString &run);
    void launchOnSeveral();               // of the contexts, those that are ticked then
    void comeForward(const QString &run); // and show the run, if one is named

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override; // from any page: the designer takes it

private:
    void makeLayout();
    void makeActions();
    QAction *makeAction(const QString &name, const QString &text, const QList<QKeySequence> &keys,
                        std::function<void()> run);
    void connectPages();
    void connectSessions();
    void openPalette();
    void sessionChanged();
    QString emptyText(const session::ClusterSession &session);
    void watchNamespaces(const QString &ns);
    void showProtection();
    void showSeveral(const std::vector<session::LaunchedOn> &launched);
    void showClusters();
    void showPageText();
    void refreshTitle();
    void askAboutUnsaved();

    session::SessionManager &m_sessions;
    ClusterPickers *m_pickers; // made in the order in which Tab goes through them
    TopBar *m_topBar;
    ModeRail *m_rail;
    designer::DesignerPage *m_designer;
    runs::RunsPage *m_runs;
    clusters::ClustersPage *m_clusters;
    QStackedWidget *m_pages;
    widgets::MessageBar *m_message;
    StatusLine *m_status;
    CommandPalette *m_palette;
    Launcher *m_launcher;
    MultiLaunchPanel *m_multiLaunch;
    SignInPanel *m_signIn;
    QAction *m_launch = nullptr;
    session::ClusterSession *m_watched = nullptr; // whose pods are in the table
    QString m_runsText, m_clustersText;           // for the status line
    bool m_mayClose = false;
};

} // namespace podwright::ui::shell
