#include "ui/shell/run_window.h"

#include "models/core/clock.h"
#include "models/core/files.h"
#include "models/runs/history.h"
#include "ui/runs/history_limits.h"
#include "ui/shell/desktop_notices.h"
#include "ui/shell/main_window.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QSettings>

namespace podwright::ui::shell {

int runWindow(int &argc, char **argv, const WindowOptions &options)
{
    QApplication::setOrganizationName(QStringLiteral("podwright"));
    QApplication::setApplicationName(QStringLiteral("podwright"));
    QApplication::setApplicationVersion(QStringLiteral(PODWRIGHT_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("podwright"));
    QApplication application(argc, argv);
    style::install(application,
                   static_cast<style::Theme>(
                       QSettings().value(QStringLiteral("theme"), static_cast<int>(style::Theme::Desktop)).toInt()));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/podwright.svg")));

    const core::Clock &clock = core::systemClock();
    podwright::runs::History history(core::stateFolder());
    session::SessionManager sessions(clock);
    session::RunCenter center(sessions, history, clock);
    MainWindow window(sessions, center, clock);
    center.known().setLimits(runs::savedHistoryLimits());
    session::RunNotices notices(center);
    DesktopNotices desktop(notices);
    QObject::connect(&desktop, &DesktopNotices::activated, &window, &MainWindow::comeForward);
    if (!options.context.isEmpty())
        sessions.pick(options.context);
    sessions.load();
    center.start();
    window.open(options.files);
    window.show();
    return QApplication::exec();
}

} // namespace podwright::ui::shell
