#include "models/runs/task_statistics.h"

#include <algorithm>

namespace podwright::runs {
namespace {

constexpr size_t mostTimes = 50, mostFailures = 5;

bool hasFailed(const RunSummary &run)
{
    return run.outcome == Outcome::Failed || run.outcome == Outcome::TimedOut || run.outcome == Outcome::Refused;
}

} // namespace

std::optional<std::chrono::milliseconds> workTime(const RunSummary &run)
{
    if (!run.running.isValid() || !run.ended.isValid() || run.ended < run.running)
        return {};
    return std::chrono::milliseconds(run.running.msecsTo(run.ended));
}

TaskStatistics statisticsOf(const std::vector<RunSummary> &newestFirst)
{
    TaskStatistics statistics;
    std::vector<std::chrono::milliseconds> times;
    for (const RunSummary &run : newestFirst) {
        if (!run.isDone())
            continue;
        ++statistics.finished;
        if (run.outcome == Outcome::Succeeded) {
            ++statistics.succeeded;
            if (const auto time = workTime(run); time && times.size() < mostTimes)
                times.push_back(*time);
        } else if (hasFailed(run)) {
            ++statistics.failed;
            if (statistics.lastFailures.size() < mostFailures)
                statistics.lastFailures.push_back(run);
        }
    }
    std::ranges::sort(times);
    if (!times.empty()) {
        statistics.usual = times[(times.size() - 1) / 2];
        statistics.slow = times[(times.size() * 9 + 9) / 10 - 1];
    }
    return statistics;
}

} // namespace podwright::runs
