#pragma once

#include "models/task/arguments.h"
#include "models/task/task.h"

#include <string>
#include <vector>

namespace podwright::ui::designer {

// One row of the form: a place in the task file and the row of the table that describes it.
struct FormEntry
{
    std::string pointer; // "/task/image", "/airflow/dag_id", "/template"
    task::Argument argument;
};

// Every row, sorted by section: KPO's arguments, the DAG's fields, the template layer and the sample values.
const std::vector<FormEntry> &formEntries();

// The value at `pointer`, or null.
const core::Json &valueAt(const task::Task &task, const std::string &pointer);

// Whether `pointer` is `parent` or below it.
bool isWithin(const std::string &pointer, const std::string &parent);

// The place in the form of a pointer that may be deeper: "/task/env_vars/2/name" is "/task/env_vars". Empty if none.
std::string entryOf(const std::string &pointer);

// For people: "Resources › CPU and memory"; the pointer itself where the form has no such place.
QString placeOf(const std::string &pointer);

// The default as the placeholder shows it; empty if there is none.
QString defaultText(const task::Argument &argument);

} // namespace podwright::ui::designer
