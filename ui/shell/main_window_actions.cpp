// What can be done from every page: the window's commands, with their keys.

#include "ui/shell/cluster_pickers.h"
#include "ui/shell/desktop_notices.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sign_in_panel.h"
#include "ui/shell/status_line.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QSettings>

namespace podwright::ui::shell {

QAction *MainWindow::makeAction(const QString &name, const QString &text, const QList<QKeySequence> &keys,
                                std::function<void()> run)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, std::move(run));
    addAction(action);
    return action;
}

void MainWindow::makeActions()
{
    m_launch = makeAction(QStringLiteral("launch"), tr("Launch"), {Qt::Key_F5, Qt::CTRL | Qt::Key_Return},
                          [this] { launch(); });
    m_launch->setIcon(style::icon(QStringLiteral("play"), style::Token::OnAccent));
    m_launch->setToolTip(tr("Launch this task on the chosen context (F5)"));
    makeAction(QStringLiteral("launchOnSeveral"), tr("Launch on several contexts…"), {Qt::SHIFT | Qt::Key_F5},
               [this] { launchOnSeveral(); });
    makeAction(QStringLiteral("goToDesign"), tr("Go to Design"), {}, [this] { setMode(Design); });
    makeAction(QStringLiteral("goToRuns"), tr("Go to Runs"), {}, [this] { setMode(Runs); });
    makeAction(QStringLiteral("goToClusters"), tr("Go to Clusters"), {}, [this] { setMode(Clusters); });
    makeAction(QStringLiteral("chooseContext"), tr("Choose context"), {Qt::CTRL | Qt::SHIFT | Qt::Key_L},
               [this] { m_pickers->openContexts(); });
    makeAction(QStringLiteral("reloadContexts"), tr("Read the kubeconfig again"), {}, [this] { m_sessions.load(); });
    makeAction(QStringLiteral("reconnect"), tr("Connect again"), {},
               [this] { m_sessions.reconnect(m_sessions.currentContext()); });
    addAction(m_signIn->startAction);
    makeAction(QStringLiteral("openPalette"), tr("Search or run a command"),
               {Qt::CTRL | Qt::Key_K, Qt::CTRL | Qt::SHIFT | Qt::Key_P}, [this] { openPalette(); });
    const std::vector<std::pair<QString, style::Theme>> themes{{tr("Light theme"), style::Theme::Light},
                                                               {tr("Dark theme"), style::Theme::Dark},
                                                               {tr("Theme of the desktop"), style::Theme::Desktop}};
    for (const auto &[text, theme] : themes)
        makeAction(QStringLiteral("theme%1").arg(static_cast<int>(theme)), text, {}, [theme = theme] {
            style::setTheme(theme);
            QSettings().setValue(QStringLiteral("theme"), static_cast<int>(theme));
        });
    makeAction(QStringLiteral("switchNotices"), tr("Switch desktop notices on or off"), {}, [this] {
        DesktopNotices::setOn(!DesktopNotices::areOn());
        m_status->tell(DesktopNotices::areOn() ? tr("Runs that end are told of on the desktop")
                                               : tr("Runs end silently"));
    });
    makeAction(QStringLiteral("quit"), tr("Quit"), {Qt::CTRL | Qt::Key_Q}, [this] { close(); });
}

} // namespace podwright::ui::shell
