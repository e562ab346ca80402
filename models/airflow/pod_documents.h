#pragma once

#include "models/airflow/draft.h"
#include "models/airflow/export.h"

#include <span>

namespace podwright::airflow {

// The pod of one task as a document that can be created by hand: readable, the name without its random part (empty
// where the task's id has no letter that a name can have), volumes of secrets with fixed names. Fails where there is no
// pod. Notes what Jinja would have filled.
core::Json podDocument(const task::Task &task, const ExportOptions &options, Draft &draft);

// podDocument(), noting what comes of the fixed name.
core::Json launchDocument(const task::Task &task, const ExportOptions &options, Draft &draft);

// The same as a pod_template_file: without what the operator adds by itself.
core::Json templateDocument(const task::Task &task, const ExportOptions &options, Draft &draft);

// The task's arguments that differ from their defaults and that no pod can express.
std::vector<QString> runArguments(const task::Task &task);

// One document a task.
core::Result<Exported> manifestText(std::span<const task::Task> tasks, const ExportOptions &options);
core::Result<Exported> templateText(std::span<const task::Task> tasks, const ExportOptions &options);
core::Result<Exported> executorConfigText(std::span<const task::Task> tasks, const ExportOptions &options);
core::Result<Exported> kubectlText(std::span<const task::Task> tasks, const ExportOptions &options);

} // namespace podwright::airflow
