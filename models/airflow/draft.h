#pragma once

#include "models/airflow/python_imports.h"
#include "models/core/error.h"
#include "models/task/task.h"

#include <QString>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace podwright::airflow {

// What the writers of an export gather beside the text: imports, notes, the first error.
class Draft
{
public:
    explicit Draft(bool hasSeveralTasks = false)
        : m_hasSeveralTasks(hasSeveralTasks)
    {}

    PythonImports imports;

    // What follows is about this task.
    void begin(const task::Task &task);
    // What follows is about the export as a whole.
    void beginWhole() { m_taskId.clear(); }
    // Once each; begins with the task's id where there are several.
    void note(const QString &text);
    void fail(const std::string &pointer, const QString &message, const QString &hint = {});
    // Imports what is known of the names in a piece of Python source, and remembers the rest.
    void useSource(std::string_view source, int airflowMajor);

    const std::vector<QString> &notes() const { return m_notes; }
    const std::optional<core::Error> &error() const { return m_error; }
    // The imports, under a comment about names that nobody imports (and notes it).
    std::string moduleStart();

private:
    void useDatetime(std::string_view source);

    bool m_hasSeveralTasks;
    QString m_taskId;
    std::vector<QString> m_notes;
    std::optional<core::Error> m_error;
    std::set<std::string> m_unknownNames;
    std::set<bool> m_datetimes; // whether that name is the module
};

} // namespace podwright::airflow
