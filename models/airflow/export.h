#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <QString>

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace podwright::airflow {

enum class ExportForm {
    Manifest,       // the pod
    Template,       // a pod_template_file
    Dag,            // a whole DAG of KubernetesPodOperator
    TaskFlow,       // a whole DAG of @task.kubernetes_cmd
    ExecutorConfig, // KubernetesExecutor's pod_override
    Job,            // a whole DAG of KubernetesJobOperator
    Eks,            // a whole DAG of EksPodOperator
    Gke,            // a whole DAG of GKEStartPodOperator
    Kubectl,        // shell commands
};

struct ExportOptions
{
    int airflowMajor = 3;            // 2 or 3
    bool withNodegroupChain = false; // Eks: create node group, wait, run, delete, wait
    // By path as the tasks' pod_template_file names them: the contents of those that could be read.
    std::map<std::string, std::string> templateFiles = {};

    // Empty if the task names none of them.
    std::string templateFileText(const task::Task &task) const;
};

enum class Language { Yaml, Python, Shell };

struct Exported
{
    std::string text;
    Language language = Language::Python;
    QString fileName = {};           // proposed, without a folder
    std::vector<QString> notes = {}; // what the form cannot express or a reader must do; shown above the text
};

// The names of the command line's `--as`: "manifest", "executor-config", ...
std::string_view exportName(ExportForm form);
std::optional<ExportForm> exportFormOf(std::string_view name);
std::span<const ExportForm> exportForms();

// Several tasks become one DAG in the order of their `airflow.upstream` (see task_graph.h); the forms that are no DAG
// take several as several documents. Pure. Errors: Invalid with `where` = the field's pointer ("/task/image") and a
// message that names the task: an invalid task, a cycle of upstreams, something the form cannot express and must not
// lose.
core::Result<Exported> exportTasks(std::span<const task::Task> tasks, ExportForm form,
                                   const ExportOptions &options = {});

} // namespace podwright::airflow
