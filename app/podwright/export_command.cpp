#include "app/podwright/command_line.h"
#include "app/podwright/console.h"

#include "models/airflow/connection.h"
#include "models/airflow/export.h"
#include "models/core/files.h"
#include "models/session/cluster_access.h"

#include <QDir>
#include <QFileInfo>

namespace podwright::cli {
namespace {

constexpr auto connectionForm = "connection";

struct ExportArguments
{
    std::vector<std::string> files;
    std::string form, output, context;
    int airflowMajor = 0; // 0: as the tasks say
    bool withChain = false;
    bool withSecrets = false;
};

std::vector<std::string> formNames()
{
    std::vector<std::string> names;
    for (const airflow::ExportForm form : airflow::exportForms())
        names.emplace_back(airflow::exportName(form));
    names.emplace_back(connectionForm);
    return names;
}

// Nothing if one of them is not sound.
std::optional<std::vector<task::Task>> soundTasks(const std::vector<std::string> &files)
{
    std::vector<task::Task> tasks;
    bool areSound = true;
    for (const std::string &file : files) {
        auto task = soundTask(QString::fromStdString(file));
        areSound = areSound && task;
        if (task)
            tasks.push_back(std::move(*task));
    }
    return areSound ? std::optional(std::move(tasks)) : std::nullopt;
}

// To the standard output, or to a file; into a folder under the proposed name.
int deliver(const airflow::Exported &exported, const std::string &output, bool isPrivate = false)
{
    for (const QString &note : exported.notes)
        say(note);
    if (output.empty() || output == "-") {
        std::cout << exported.text << std::flush;
        return Done;
    }
    QString path = QString::fromStdString(output);
    if (QFileInfo(path).isDir())
        path = QDir(path).filePath(exported.fileName);
    const auto written = core::writeFileAtomically(path, QByteArray::fromStdString(exported.text), isPrivate);
    if (!written) {
        say(written.error());
        return Usage;
    }
    say(QStringLiteral("wrote %1").arg(path));
    return Done;
}

int majorFor(const ExportArguments &arguments, const std::vector<task::Task> &tasks)
{
    if (arguments.airflowMajor != 0)
        return arguments.airflowMajor;
    const std::string version = core::textAt(tasks.front().airflow, {"airflow_version"});
    return version.starts_with("2") ? 2 : 3;
}

int exportConnection(const ExportArguments &arguments, const std::vector<task::Task> &tasks)
{
    const task::Task task = tasks.empty() ? task::Task() : tasks.front();
    const std::string context =
        arguments.context.empty() ? core::textAt(task.arguments, {"cluster_context"}) : arguments.context;
    const auto kubeconfig = kube::Kubeconfig::loadDefault();
    if (!kubeconfig) {
        say(kubeconfig.error());
        return ClusterTrouble;
    }
    auto access = session::clusterAccess(*kubeconfig, QString::fromStdString(context), arguments.withSecrets);
    if (!access) {
        say(access.error());
        return ClusterTrouble;
    }
    const auto exported = airflow::exportConnection(airflow::accessOf(task, std::move(*access)), arguments.withSecrets);
    if (!exported) {
        say(exported.error());
        return ClusterTrouble;
    }
    return deliver(*exported, arguments.output, arguments.withSecrets);
}

int exportFiles(const ExportArguments &arguments)
{
    const auto tasks = soundTasks(arguments.files);
    if (!tasks)
        return InvalidTask;
    if (arguments.form == connectionForm)
        return exportConnection(arguments, *tasks);
    if (tasks->empty()) {
        say(QStringLiteral("name the task files to export"));
        return Usage;
    }
    airflow::ExportOptions options;
    options.airflowMajor = majorFor(arguments, *tasks);
    options.withNodegroupChain = arguments.withChain;
    for (const task::Task &task : *tasks)
        if (const std::string path = core::textAt(task.arguments, {"pod_template_file"});
            !path.empty() && !options.templateFiles.contains(path))
            options.templateFiles[path] = templateText(task);
    const auto exported = airflow::exportTasks(*tasks, *airflow::exportFormOf(arguments.form), options);
    if (!exported) {
        say(exported.error());
        return InvalidTask;
    }
    return deliver(*exported, arguments.output);
}

} // namespace

void addExport(CLI::App &app, Action &action)
{
    CLI::App *command = app.add_subcommand("export", "Write tasks as DAG code, manifests or commands");
    const auto options = std::make_shared<ExportArguments>();
    command->add_option("FILE", options->files, "Task files; several become one DAG");
    command->add_option("--as", options->form, "What to write")->required()->check(CLI::IsMember(formNames()));
    command->add_option("-o,--output", options->output, "File, or folder for a file of the usual name");
    command->add_option("--airflow", options->airflowMajor, "Airflow 2 or 3; otherwise as the tasks say, or 3")
        ->check(CLI::IsMember({2, 3}));
    command->add_flag("--chain", options->withChain, "eks: create the node group before, delete it after");
    command->add_option("--context", options->context, "connection: context of the kubeconfig");
    command->add_flag("--with-secrets", options->withSecrets, "connection: put the credentials in");
    command->callback([options, &action] { action = [options] { return exportFiles(*options); }; });
}

} // namespace podwright::cli
