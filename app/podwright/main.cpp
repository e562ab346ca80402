#include "app/podwright/command_line.h"
#include "app/podwright/console.h"

#include <QCoreApplication>

#ifdef PODWRIGHT_HAS_WINDOW
#include "ui/shell/run_window.h"

#include <QApplication>
#endif

int main(int argc, char **argv)
{
    using namespace podwright;
    const cli::Parsed parsed = cli::parse(argc, argv);
    if (parsed.isOver)
        return parsed.exitCode;
    if (parsed.action) {
        QCoreApplication app(argc, argv);
        return parsed.action();
    }
#ifdef PODWRIGHT_HAS_WINDOW
    QApplication app(argc, argv);
    return ui::shell::runWindow(parsed.files);
#else
    cli::say(QStringLiteral("this build has no window; see --help for the commands"));
    return cli::Usage;
#endif
}
