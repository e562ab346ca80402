#pragma once

#include "models/core/yaml.h"
#include "models/preflight/checks.h"

#include <algorithm>

namespace podwright::preflight {

// Short ways to say what a test is about; YAML, as people write it.
inline Json json(const char *yaml)
{
    return core::readYaml(yaml)->value;
}

inline Subject subject(const char *arguments)
{
    task::Task task;
    task.arguments = json(arguments);
    task.arguments["task_id"] = "t";
    task.arguments["image"] = core::textAt(task.arguments, {"image"}, "ubuntu");
    return *subjectOf(task, {.connectionNamespace = "default"});
}

inline const Finding *find(const Findings &findings, const std::string &id)
{
    const auto found = std::ranges::find(findings, id, &Finding::id);
    return found == findings.end() ? nullptr : &*found;
}

inline core::Error refusal(core::Error::Kind kind, const char *message)
{
    return {.kind = kind, .message = QString::fromUtf8(message)};
}

} // namespace podwright::preflight
