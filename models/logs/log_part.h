#pragma once

#include <optional>

namespace podwright::logs {

// Which part of a container's log is wanted. What is not whole only the cluster can tell.
struct LogPart
{
    enum class Streams { Together, Output, Error, Apart }; // standard output and standard error
    std::optional<int> sinceSeconds = {}, lastLines = {};
    Streams streams = Streams::Together; // another one not with lastLines
    bool isPrevious = false;             // the container's instance before the present one
    bool operator==(const LogPart &) const = default;

    bool isWhole() const { return *this == LogPart{}; }
};

} // namespace podwright::logs
