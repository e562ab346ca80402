#pragma once

#include "models/core/error.h"
#include "models/core/result.h"
#include "models/task/task.h"

#include <QString>

#include <iostream>
#include <optional>
#include <span>

namespace podwright::cli {

// Data goes to std::cout; everything said to the reader goes to std::cerr, with the program's name in front.
void say(const QString &text);
void say(const core::Error &error);

// "FILE:LINE:COL: severity: text (fix) [id]"; the id of what can be silenced
QString problemLine(const QString &file, const task::Problem &problem);

struct CheckedTask
{
    task::Task task;
    task::Problems problems; // with positions
    std::string text;        // the file's
    bool hasErrors() const;
    int silence(); // takes out what the task silences; how many those were
};

// The task of a file with all that can be said about it. Errors: it cannot be read.
core::Result<CheckedTask> readTask(const QString &file);

// As readTask, for commands that need a sound task: says what is wrong; nothing when there are errors.
std::optional<task::Task> soundTask(const QString &file);
// A sound task with its Jinja rendered; `samples` ("ds=2022-06-01") go before the file's own.
std::optional<task::Task> renderedTask(const QString &file, std::span<const std::string> samples);

// The content of the task's pod_template_file; says so when it cannot be read, as KPO does, and goes on.
std::string templateText(const task::Task &task);

} // namespace podwright::cli
