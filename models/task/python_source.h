#pragma once

#include "models/core/json.h"

namespace podwright::task {

// A value that only Python knows, kept as its source text: `image: !python get_image()` in a task file, an object with
// this one key in a Task. Exports of DAG code write it back unchanged; no pod can be launched from it.
inline constexpr std::string_view pythonKey = "!python";

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

} // namespace podwright::task
