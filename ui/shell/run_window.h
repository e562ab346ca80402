#pragma once

#include <QString>
#include <QStringList>

namespace podwright::ui::shell {

struct WindowOptions
{
    QStringList files; // task files to open; none: the example
    QString context;   // to pick at start; empty: the kubeconfig's
};

// Shows the window and runs the event loop; returns the program's exit code. Makes the QApplication.
int runWindow(int &argc, char **argv, const WindowOptions &options);

} // namespace podwright::ui::shell
