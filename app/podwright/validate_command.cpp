#include "app/podwright/command_line.h"
#include "app/podwright/console.h"

#include <algorithm>

namespace podwright::cli {
namespace {

struct ValidateOptions
{
    std::vector<std::string> files;
    bool isStrict = false;
    bool withSilenced = false;
};

bool isSound(const std::string &name, const ValidateOptions &options)
{
    const QString file = QString::fromStdString(name);
    auto checked = readTask(file);
    if (!checked) {
        core::Error error = checked.error();
        const task::Problem problem{.message = error.message, .fix = error.hint, .position = error.position};
        std::cout << problemLine(file, problem).toStdString() << std::endl;
        return false;
    }
    if (const int count = options.withSilenced ? 0 : checked->silence())
        say(QStringLiteral("%1: %2 silenced; --all shows them").arg(file).arg(count));
    for (const task::Problem &problem : checked->problems)
        std::cout << problemLine(file, problem).toStdString() << std::endl;
    const bool hasWarnings = std::ranges::any_of(
        checked->problems, [](const auto &problem) { return problem.severity == task::Problem::Severity::Warning; });
    return !checked->hasErrors() && !(options.isStrict && hasWarnings);
}

int validateFiles(const ValidateOptions &options)
{
    const auto bad =
        std::ranges::count_if(options.files, [&](const std::string &file) { return !isSound(file, options); });
    return bad == 0 ? Done : InvalidTask;
}

} // namespace

void addValidate(CLI::App &app, Action &action)
{
    CLI::App *command = app.add_subcommand("validate", "Say what is wrong with task files");
    const auto options = std::make_shared<ValidateOptions>();
    command->add_option("FILE", options->files, "Task files")->required();
    command->add_flag("--strict", options->isStrict, "Warnings count as errors");
    command->add_flag("--all", options->withSilenced, "Tell also what the files silence");
    command->callback([options, &action] { action = [options] { return validateFiles(*options); }; });
}

} // namespace podwright::cli
