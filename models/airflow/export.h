#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <QString>

#include <span>
#include <vector>

namespace podwright::airflow {

enum class ExportForm {
    Manifest,       // the pod
    Template,       // a pod_template_file
    Dag,            // a whole DAG of KubernetesPodOperator
    TaskFlow,       // @task.kubernetes_cmd, or @task.kubernetes for Python work
    ExecutorConfig, // KubernetesExecutor's pod_override
    Job,            // KubernetesJobOperator
    Eks,            // EksPodOperator
    Gke,            // GKEStartPodOperator
    Kubectl,        // shell commands
};

struct ExportOptions
{
    int airflowMajor = 3;              // 2 or 3
    bool withNodegroupChain = false;   // Eks: create node group, wait, run, delete, wait
    std::string templateFileText = {}; // content of pod_template_file, if it could be read
};

enum class Language { Yaml, Python, Shell };

struct Exported
{
    std::string text;
    Language language = Language::Python;
    QString fileName;           // proposed, without a folder
    std::vector<QString> notes; // what the form cannot express or a reader must do; shown above the text
};

// The names of design.md's `--as`: "manifest", "executor-config", ...
std::string_view exportName(ExportForm form);
std::span<const ExportForm> exportForms();

// Several tasks become one DAG in the order of their `airflow.upstream`; the forms that are no DAG take several as
// several documents. Pure. Errors: Invalid naming the task and field: an invalid task, a cycle of upstreams, something
// the form cannot express and must not lose.
core::Result<Exported> exportTasks(std::span<const task::Task> tasks, ExportForm form,
                                   const ExportOptions &options = {});

} // namespace podwright::airflow
