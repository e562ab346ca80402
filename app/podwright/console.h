#pragma once

#include "models/core/error.h"
#include "models/core/result.h"
#include "models/task/task.h"

#include <QString>

#include <iostream>
#include <optional>

namespace podwright::cli {

// Data goes to std::cout; everything said to the reader goes to std::cerr, with the program's name in front.
void say(const QString &text);
void say(const core::Error &error);

// "FILE:LINE:COL: severity: text"
QString problemLine(const QString &file, const task::Problem &problem);

struct CheckedTask
{
    task::Task task;
    task::Problems problems; // with positions
    bool hasErrors() const;
};

// The task of a file with all that can be said about it. Errors: it cannot be read.
core::Result<CheckedTask> readTask(const QString &file);

// As readTask, for commands that need a sound task: says what is wrong; nothing when there are errors.
std::optional<task::Task> soundTask(const QString &file);

// The content of the task's pod_template_file; says so when it cannot be read, as KPO does, and goes on.
std::string templateText(const task::Task &task);

} // namespace podwright::cli
