#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <map>
#include <optional>
#include <string>

namespace podwright::manifest {

// The files that tasks name as pod_template_file, by the path as it is written there: content, or why there is none.
using TemplateTexts = std::map<std::string, core::Result<std::string>>;

// The path of the task's template file. Empty: it names none, or one that only Airflow knows (Jinja, Python code).
std::string templatePath(const task::Task &task);
// A relative path begins in the folder that the program was started in. Blocks. Errors: Io with the whole path, with
// the argument as `where`.
core::Result<std::string> readTemplateFile(const std::string &path);
// Content of the task's template file for BuildOptions; empty if it is not among them or could not be read.
std::string templateText(const task::Task &task, const TemplateTexts &texts);
// Why a pod built with these lacks what the task's template file says; nothing while the file is still to be read.
std::optional<core::Error> templateGap(const task::Task &task, const TemplateTexts &texts);

} // namespace podwright::manifest
