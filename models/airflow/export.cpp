#include "models/airflow/export.h"

#include "models/airflow/dag_forms.h"
#include "models/airflow/pod_documents.h"
#include "models/core/strings.h"
#include "models/manifest/pod_builder.h"
#include "models/task/python_source.h"

#include <algorithm>
#include <array>

namespace podwright::airflow {

namespace {

struct NamedForm
{
    ExportForm form;
    std::string_view name;
};

constexpr std::array namedForms{
    NamedForm{ExportForm::Manifest, "manifest"},
    NamedForm{ExportForm::Template, "template"},
    NamedForm{ExportForm::Dag, "dag"},
    NamedForm{ExportForm::TaskFlow, "taskflow"},
    NamedForm{ExportForm::ExecutorConfig, "executor-config"},
    NamedForm{ExportForm::Job, "job"},
    NamedForm{ExportForm::Eks, "eks"},
    NamedForm{ExportForm::Gke, "gke"},
    NamedForm{ExportForm::Kubectl, "kubectl"},
};

// What no pod can be built from no operator can run either. Values that Airflow fills are for Airflow to check.
core::Result<void> checkPod(const task::Task &task, const ExportOptions &options)
{
    if (holdsJinja(task.arguments) || task::holdsPython(task.arguments) || task::holdsPython(task.podTemplate))
        return {};
    manifest::BuildOptions build{.nameSuffix = manifest::previewSuffix};
    build.templateFileText = options.templateFileText(task);
    if (const auto built = manifest::buildPod(task, build); !built) {
        core::Error error = built.error();
        error.message = core::qt(task.taskId()) + QStringLiteral(": ") + error.message;
        return error;
    }
    return {};
}

core::Result<Exported> dagOf(std::span<const task::Task> tasks, ExportForm form, const ExportOptions &options)
{
    const auto graph = taskGraph(tasks);
    if (!graph)
        return graph.error();
    return form == ExportForm::TaskFlow ? taskFlowDag(tasks, *graph, options)
                                        : operatorDag(tasks, *graph, form, options);
}

} // namespace

std::string ExportOptions::templateFileText(const task::Task &task) const
{
    const auto file = templateFiles.find(core::textAt(task.arguments, {"pod_template_file"}));
    return file == templateFiles.end() ? std::string() : file->second;
}

std::string_view exportName(ExportForm form)
{
    return std::ranges::find(namedForms, form, &NamedForm::form)->name;
}

std::optional<ExportForm> exportFormOf(std::string_view name)
{
    const auto found = std::ranges::find(namedForms, name, &NamedForm::name);
    return found == namedForms.end() ? std::nullopt : std::optional(found->form);
}

std::span<const ExportForm> exportForms()
{
    static const auto forms = [] {
        std::array<ExportForm, namedForms.size()> all{};
        std::ranges::transform(namedForms, all.begin(), &NamedForm::form);
        return all;
    }();
    return forms;
}

core::Result<Exported> exportTasks(std::span<const task::Task> tasks, ExportForm form, const ExportOptions &options)
{
    if (tasks.empty())
        return core::Error{.message = QStringLiteral("There is no task to export")};
    for (const task::Task &task : tasks)
        if (const auto checked = checkPod(task, options); !checked)
            return checked.error();
    switch (form) {
    case ExportForm::Manifest:
        return manifestText(tasks, options);
    case ExportForm::Template:
        return templateText(tasks, options);
    case ExportForm::ExecutorConfig:
        return executorConfigText(tasks, options);
    case ExportForm::Kubectl:
        return kubectlText(tasks, options);
    default:
        return dagOf(tasks, form, options);
    }
}

} // namespace podwright::airflow
