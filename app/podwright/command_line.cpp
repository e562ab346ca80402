#include "app/podwright/command_line.h"

#include <iostream>

namespace podwright::cli {

Parsed parse(int argc, char **argv)
{
    CLI::App app("Design, launch and watch the pods of Airflow's KubernetesPodOperator.", "podwright");
    app.set_version_flag("--version", PODWRIGHT_VERSION);
    app.require_subcommand(0, 1);
    Parsed parsed;
    for (const auto add : {addRender, addValidate, addPreflight, addImport, addExport, addRun, addAttach, addContexts,
                           addHistory, addSandbox})
        add(app, parsed.action);
    std::vector<std::string> files;
    std::string context;
    app.add_option("FILE", files, "Task files to open in the window");
    app.add_option("--context", context, "Context to pick in the window");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        parsed.isOver = true;
        parsed.exitCode = app.exit(error) == 0 ? Done : Usage;
    }
    for (const std::string &file : files)
        parsed.files += QString::fromLocal8Bit(file.c_str());
    parsed.context = QString::fromStdString(context);
    return parsed;
}

} // namespace podwright::cli
