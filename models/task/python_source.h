#pragma once

#include "models/core/yaml.h"
#include "models/task/task.h"

namespace podwright::task {

// A value that only Python knows, kept as its source text: `image: !python get_image()` in a task file, an object with
// this one key in a Task. Exports of DAG code write it back unchanged; no pod can be launched from it.
inline constexpr std::string_view pythonKey = core::pythonTag;

inline core::Json pythonValue(std::string source)
{
    return core::Json{{std::string(pythonKey), std::move(source)}};
}

inline bool isPython(const core::Json &value)
{
    return value.is_object() && value.size() == 1 && value.begin().key() == pythonKey &&
           value.begin().value().is_string();
}

inline const std::string &pythonText(const core::Json &value)
{
    return value.begin().value().get_ref<const std::string &>();
}

// Whether the value or any part of it is a Python value.
bool holdsPython(const core::Json &value);

// Pointers of the Python values that a launch would need: in arguments of the pod and its run, and in the template.
std::vector<std::string> pythonPlaces(const Task &task);

} // namespace podwright::task
