#pragma once

#include "models/preflight/finding.h"
#include "models/session/usage_record.h"

#include <optional>

namespace podwright::session {

// What a container asks for and may have at most.
struct ContainerBounds
{
    std::optional<qint64> milliCoresRequest = {}, milliCoresLimit = {}, bytesRequest = {}, bytesLimit = {};
    bool operator==(const ContainerBounds &) const = default;
};

ContainerBounds boundsOf(const core::Json &pod, const std::string &container);

// What to change in a task after seeing what its container took.
struct UsageAdvice
{
    QString sentence; // "Memory: used at most 210 MiB of 1 GiB requested: request 256 MiB."
    QString editText; // "Rerun with 256 MiB"
    std::string pointer;
    std::vector<preflight::Edit> edits;
    bool operator==(const UsageAdvice &) const = default;
};

// For processor and memory, where the request is far from the highest figures or the limit close to them; a fifth of
// room is kept. Nothing until there are figures of a minute.
std::vector<UsageAdvice> adviseOn(const std::vector<UsagePoint> &points, const UsagePoint &peak,
                                  const ContainerBounds &bounds);

} // namespace podwright::session
