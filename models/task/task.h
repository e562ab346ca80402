#pragma once

#include "models/core/error.h"
#include "models/core/json.h"

#include <QString>

#include <vector>

namespace podwright::task {

using core::Json;

// What a task file holds. `arguments` has KPO's names in KPO's JSON form (camelCase inside structured values); an
// argument that is absent is "not given". `podTemplate` is the file's `template` key: a partial Pod, merged as KPO
// merges pod_template_file.
struct Task
{
    Json arguments = Json::object();
    Json podTemplate = Json::object();
    Json airflow = Json::object();
    Json sample = Json::object();
    Json silence = Json::array(); // ids of warnings and advice not to be told (models/task/silence.h)
    bool operator==(const Task &) const = default;

    // The given value, or null.
    const Json &argument(std::string_view name) const { return core::at(arguments, {name}); }
    std::string taskId() const { return core::textAt(arguments, {"task_id"}); }
};

// Something to tell about a task; shown beside the field, in the problem list and by `podwright validate`.
struct Problem
{
    enum class Severity { Error, Warning, Advice };
    Severity severity = Severity::Error;
    std::string id = {};      // stable, for tests and silencing: "image-required"
    std::string pointer = {}; // JSON pointer into the file: "/task/image", "/task/env_vars/2/name", "/template/spec"
    QString message = {};     // one sentence
    QString fix = {};         // what to do; may be empty
    core::Position position = {}; // in the file the task was read from; unknown for edited tasks
    bool operator==(const Problem &) const = default;

    // The argument's name, or empty when the problem is not in `task:`.
    std::string argument() const;
};

using Problems = std::vector<Problem>;

} // namespace podwright::task
