#include "app/podwright/command_line.h"
#include "app/podwright/console.h"
#include "app/podwright/run_console.h"

#include <QFileInfo>

namespace podwright::cli {
namespace {

struct RunArguments
{
    std::string target, context, ns, xcomFile;
    std::vector<std::string> samples;
    double timeLimit = 0;
    bool withoutLogs = false;
};

RunOptions runOptions(const RunArguments &options)
{
    RunOptions run;
    run.launch.context = QString::fromStdString(options.context);
    run.launch.ns = options.ns;
    run.launch.withoutLogs = options.withoutLogs;
    run.xcomFile = QString::fromStdString(options.xcomFile);
    run.timeLimit = options.timeLimit;
    return run;
}

int run(const RunArguments &options)
{
    const auto task = renderedTask(QString::fromStdString(options.target), options.samples);
    if (!task)
        return InvalidTask;
    RunOptions settings = runOptions(options);
    settings.launch.templateFileText = templateText(*task);
    return RunConsole(settings).exec(
        [&](session::RunCenter &center, const session::LaunchOptions &launch) { return center.launch(*task, launch); });
}

int attachToPod(const RunArguments &options)
{
    return RunConsole(runOptions(options)).exec([&](session::RunCenter &center, const session::LaunchOptions &launch) {
        return center.attachPod(options.target, launch);
    });
}

int attach(const RunArguments &options)
{
    const QString target = QString::fromStdString(options.target);
    if (!QFileInfo(target).isFile())
        return attachToPod(options);
    const auto task = renderedTask(target, options.samples);
    if (!task)
        return InvalidTask;
    return RunConsole(runOptions(options)).exec([&](session::RunCenter &center, const session::LaunchOptions &launch) {
        return center.attach(*task, launch);
    });
}

void addCommonOptions(CLI::App *command, RunArguments &options)
{
    command->add_option("--context", options.context, "Context of the kubeconfig, or sandbox");
    command->add_option("-n,--namespace", options.ns, "Namespace instead of the task's");
    command->add_option("--xcom-out", options.xcomFile, "Write the XCom value to this file");
    command->add_option("--timeout", options.timeLimit, "Stop the run after this many seconds")
        ->check(CLI::PositiveNumber);
    command->add_option("--sample", options.samples, "NAME=VALUE for Jinja, over the file's own; may be given again")
        ->allow_extra_args(false);
    command->add_flag("--no-logs", options.withoutLogs, "Do not follow the logs");
}

} // namespace

void addRun(CLI::App &app, Action &action)
{
    CLI::App *command =
        app.add_subcommand("run", "Launch a task and stay with it to its end; its log on standard output");
    const auto options = std::make_shared<RunArguments>();
    command->add_option("FILE", options->target, "Task file")->required();
    addCommonOptions(command, *options);
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

void addAttach(CLI::App &app, Action &action)
{
    CLI::App *command = app.add_subcommand("attach", "Take up a run that is already on the cluster");
    const auto options = std::make_shared<RunArguments>();
    command->add_option("TARGET", options->target, "A pod's name, or a task file whose pod is to be found")->required();
    addCommonOptions(command, *options);
    command->callback([options, &action] { action = [options] { return attach(*options); }; });
}

} // namespace podwright::cli
