#include "app/podwright/command_line.h"
#include "ui/shell/run_window.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    using namespace podwright;
    const cli::Parsed parsed = cli::parse(argc, argv);
    if (parsed.isOver)
        return parsed.exitCode;
    if (!parsed.action)
        return ui::shell::runWindow(argc, argv, {parsed.files, parsed.context});
    const QCoreApplication application(argc, argv);
    return parsed.action();
}
