#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <stop_token>

namespace podwright::airflow {

// The task with its templated fields rendered by Jinja2's sandboxed environment, in a process of its own with limits of
// time and memory, from the values of the task's `sample` (ds, ts, params, var.value.x, dag_run.conf ...). Fields that
// KPO does not render stay. Blocks: for a worker thread; a task without "{{" or "{%" is returned at once, without a
// process. Errors: Invalid naming the field (`where` = "/task/arguments/0") for undefined names and syntax; Unsupported
// without Python or Jinja2; Timeout, Cancelled.
core::Result<task::Task> renderTask(const task::Task &task, std::stop_token stop = {});

// Does any templated field hold Jinja?
bool hasJinja(const task::Task &task);

} // namespace podwright::airflow
