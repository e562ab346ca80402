#pragma once

#include "models/task/task.h"

#include <string>
#include <vector>

namespace podwright::task {

// A text that Airflow hands to Jinja.
struct TemplatedText
{
    std::string pointer; // into the task file: "/task/arguments/0"
    Json *text;          // lives in the task
};

// All texts that Airflow would hand to Jinja: those of the arguments that are template fields, and inside Kubernetes
// objects only the attributes that KPO names. Names of variables are rendered too: a table of variables whose names
// hold Jinja becomes a list first. Source: reference of template fields.
std::vector<TemplatedText> templatedTexts(Task &task);

} // namespace podwright::task
