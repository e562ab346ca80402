#include "app/podwright/command_line.h"
#include "app/podwright/console.h"

#include "models/core/yaml.h"
#include "models/manifest/pod_builder.h"

namespace podwright::cli {
namespace {

struct Options
{
    std::string file, format = "yaml", suffix = manifest::previewSuffix;
    std::vector<std::string> samples;
    bool isRaw = false; // Jinja stays
};

int render(const Options &options)
{
    const QString file = QString::fromStdString(options.file);
    const auto task = options.isRaw ? soundTask(file) : renderedTask(file, options.samples);
    if (!task)
        return InvalidTask;
    manifest::BuildOptions build;
    build.nameSuffix = options.suffix;
    build.templateFileText = templateText(*task);
    const auto built = manifest::buildPod(*task, build);
    if (!built) {
        say(built.error());
        return InvalidTask;
    }
    for (const QString &note : built->notes)
        say(note);
    const core::Json pod = manifest::readable(built->pod);
    if (options.format == "json")
        std::cout << pod.dump(2) << std::endl;
    else
        std::cout << core::writeYaml(pod).text << std::flush;
    return Done;
}

} // namespace

void addRender(CLI::App &app, Action &action)
{
    CLI::App *command = app.add_subcommand("render", "Print the pod that would be launched");
    const auto options = std::make_shared<Options>();
    command->add_option("FILE", options->file, "Task file")->required();
    command->add_option("-o,--output", options->format, "yaml or json")->check(CLI::IsMember({"yaml", "json"}));
    command->add_option("--name-suffix", options->suffix, "The random part of the pod's name");
    CLI::Option *raw = command->add_flag("--raw", options->isRaw, "Leave Jinja as it is written");
    command->add_option("--sample", options->samples, "NAME=VALUE for Jinja, over the file's own; may be given again")
        ->allow_extra_args(false)
        ->excludes(raw);
    command->callback([options, &action] { action = [options] { return render(*options); }; });
}

} // namespace podwright::cli
