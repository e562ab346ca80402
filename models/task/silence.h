#pragma once

#include "models/task/task.h"

#include <span>
#include <string_view>

// Warnings and advice that a task does not want to hear: `silence: [image-untagged]` in its file.
namespace podwright::task {

// What can be silenced, by id, in order. Errors cannot.
std::span<const std::string_view> silenceableIds();
// Whether the task silences the id; never true for errors.
bool isSilenced(const Task &task, std::string_view id);
// The value for TaskDocument::edit("/silence", ...) that silences the id, or makes it heard again.
Json silenceWith(const Task &task, std::string_view id, bool isSilent);

struct HeardProblems
{
    Problems problems;
    int silenced = 0; // how many were left out
};
HeardProblems heard(const Task &task, Problems problems);

} // namespace podwright::task
