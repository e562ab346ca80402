#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <QString>

#include <stop_token>
#include <vector>

namespace podwright::airflow {

struct ImportedTask
{
    task::Task task = {};
    QString title = {};              // "train_model", for lists and file names
    QString origin = {};             // "etl.py:12" or "document 2 of pods.yaml"
    std::vector<QString> notes = {}; // translated names, what was kept as source text, what could not be taken over
};

struct Imported
{
    std::vector<ImportedTask> tasks = {};
    std::vector<QString> notes = {}; // of the file as a whole
};

// Pod, job, cron job, deployment and template YAML (several documents too), or the text of a DAG file, told apart by
// `fileName` and content. A DAG is read by Python's `ast` in a process of its own, with limits of time and memory, and
// never executed. Blocks: for a worker thread. Errors: Invalid with line and column, Unsupported without Python,
// Timeout, Cancelled.
core::Result<Imported> importText(const QByteArray &text, const QString &fileName, std::stop_token stop = {});

} // namespace podwright::airflow
