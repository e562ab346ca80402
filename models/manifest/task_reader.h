#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

namespace podwright::manifest {

using core::Json;

struct ReadTask
{
    task::Task task;
    std::vector<QString> notes;
};

// The inverse of buildPod(): a task whose pod is exactly `pod` (readable form). What arguments can say becomes
// arguments, everything else the task's template. Errors: Invalid: no pod, no containers, a form that no task gives.
core::Result<ReadTask> readTask(const Json &pod);

// The task changed so that it builds `pod`, as an editor of the YAML wants it: run arguments, DAG fields and sample
// values stay, and arguments that still say what the pod says stay as they are written.
core::Result<ReadTask> withPod(const task::Task &task, const Json &pod);

} // namespace podwright::manifest
