#include "app/podwright/command_line.h"
#include "app/podwright/console.h"

#include "models/core/yaml.h"
#include "models/manifest/pod_builder.h"

namespace podwright::cli {
namespace {

struct Options
{
    std::string file, format = "yaml", suffix = "XXXXXXXX";
};

int render(const Options &options)
{
    const auto task = soundTask(QString::fromStdString(options.file));
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
    command->callback([options, &action] { action = [options] { return render(*options); }; });
}

} // namespace podwright::cli
