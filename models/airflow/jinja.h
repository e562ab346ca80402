#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <span>
#include <stop_token>

namespace podwright::airflow {

// The task with its templated fields rendered by Jinja2's sandboxed environment, in a process of its own with limits of
// time, memory and length and without files or network, from the values of the task's `sample` and what follows from
// them (README, "Jinja"). Fields that KPO does not render stay. Like Jinja, a rendered field loses one line end at its
// end. Blocks: for a worker thread; a task without Jinja needs no process and comes back at once. Errors: Invalid
// naming the field (`where` = "/task/arguments/0", or "/sample/ds") for undefined names, syntax, what the sandbox
// forbids, what takes too much time or memory, and for values that make the task invalid; Unsupported without Python or
// Jinja2; Timeout, Cancelled.
core::Result<task::Task> renderTask(const task::Task &task, std::stop_token stop = {});

// Does any templated field hold Jinja?
bool hasJinja(const task::Task &task);

// Sets sample values given as "params.model=resnet"; dots make tables. A value that is a number, true, false, or a JSON
// list or table is taken as such, everything else as text. Errors: Invalid for a setting without a name or "=".
core::Result<void> setSamples(task::Task &task, std::span<const std::string> settings);

} // namespace podwright::airflow
