#pragma once

#include "models/runs/run_summary.h"

#include <chrono>

namespace podwright::runs {

// How a task has gone so far.
struct TaskStatistics
{
    int finished = 0, succeeded = 0, failed = 0; // the others were skipped, stopped, or never began
    // Of the base container's work in the last 50 successful runs; nothing if there is none.
    std::optional<std::chrono::milliseconds> usual; // half of them took less
    std::optional<std::chrono::milliseconds> slow;  // nine of ten took less
    std::vector<RunSummary> lastFailures;           // newest first, at most 5
};

// From the base container's start to its end; nothing before its end.
std::optional<std::chrono::milliseconds> workTime(const RunSummary &run);

TaskStatistics statisticsOf(const std::vector<RunSummary> &newestFirst);

} // namespace podwright::runs
