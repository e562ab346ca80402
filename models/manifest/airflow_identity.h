#pragma once

#include "models/manifest/pod_builder.h"

#include <QDateTime>

namespace podwright::manifest {

// The choice "labels: airflow" of a task file: its pods carry the labels of a task that Airflow runs.
bool wantsAirflowLabels(const task::Task &task);

// "manual__2026-01-02T03:04:05.678000+00:00", as Airflow names a run that a person starts.
std::string manualRunId(const QDateTime &now);

// With what makes those labels, for a task of that choice that has no identity yet. Without a dag_id the DAG is named
// after its task.
BuildOptions withIdentityOf(const task::Task &task, BuildOptions options);

// The labels that find the pods of all runs of such a task, Airflow's own among them: KPO's search without the run. An
// empty map for other tasks.
Json airflowSearchLabels(const task::Task &task);

} // namespace podwright::manifest
