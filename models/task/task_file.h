#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <QString>

namespace podwright::task {

constexpr qint64 maximumTaskFileSize = 4 * 1024 * 1024;
inline QString taskFileSuffix()
{
    return QStringLiteral(".podtask.yaml");
}

// A task as a text: NAME.podtask.yaml.
struct TaskFile
{
    Task task;
    std::string text;  // as read
    Problems problems; // warnings with positions: translated old names
};

// Errors: Invalid with `where`, line and column: YAML faults, unknown keys (with the nearest known name in the hint),
// wrong version. Values of the wrong type are kept as they are; validate() tells of them.
core::Result<TaskFile> parseTaskFile(std::string_view text, const QString &where = {});

// The new text of the file: `oldText` with only what differs changed, so that comments and order stay. Empty oldText: a
// fresh file.
core::Result<std::string> writeTaskFile(std::string_view oldText, const Task &task);

// For `podwright validate`: fills in Problem::position, where it is unknown, by looking the pointers up in the file's
// text.
void locateProblems(Problems &problems, std::string_view text);

} // namespace podwright::task
