#pragma once

#include <CLI/CLI.hpp>

#include <QStringList>

#include <functional>

namespace podwright::cli {

enum ExitCode {
    Done = 0,
    TaskFailed = 1,
    Usage = 2,
    InvalidTask = 3,
    ClusterTrouble = 4, // refused or unreachable
    TimedOut = 5,
    Interrupted = 130,
};

// What was asked for, found by parsing; run under a QCoreApplication.
using Action = std::function<int()>;

// Each adds one subcommand; parsing it sets `action`.
void addRender(CLI::App &app, Action &action);
void addValidate(CLI::App &app, Action &action);
void addPreflight(CLI::App &app, Action &action);
void addImport(CLI::App &app, Action &action);
void addExport(CLI::App &app, Action &action);
void addRun(CLI::App &app, Action &action);
void addAttach(CLI::App &app, Action &action);
void addContexts(CLI::App &app, Action &action);
void addHistory(CLI::App &app, Action &action);
void addSandbox(CLI::App &app, Action &action);

struct Parsed
{
    int exitCode = Done; // if there is nothing to run: help was shown, or the usage was wrong
    bool isOver = false; // nothing to run
    Action action;       // of a subcommand; empty: the window
    QStringList files;   // for the window
    QString context;     // for the window: to pick at start
};

// Usage errors go to standard error, help to standard output.
Parsed parse(int argc, char **argv);

} // namespace podwright::cli
