#include "models/runs/run_state.h"

#include "models/runs/run_names.h"

namespace podwright::runs {

QString stageText(Stage stage)
{
    switch (stage) {
    case Stage::Finding:
        return QStringLiteral("Looking for its pod");
    case Stage::Creating:
        return QStringLiteral("Creating the pod");
    case Stage::Scheduling:
        return QStringLiteral("Waiting for a node");
    case Stage::Starting:
        return QStringLiteral("Starting");
    case Stage::Running:
        return QStringLiteral("Running");
    case Stage::ReadingXcom:
        return QStringLiteral("Reading XCom");
    case Stage::Settling:
        return QStringLiteral("Collecting logs and events");
    case Stage::CleaningUp:
        return QStringLiteral("Cleaning up");
    case Stage::Done:
        return QStringLiteral("Done");
    }
    return {};
}

QString outcomeText(Outcome outcome)
{
    switch (outcome) {
    case Outcome::None:
        return {};
    case Outcome::Succeeded:
        return QStringLiteral("Succeeded");
    case Outcome::Failed:
        return QStringLiteral("Failed");
    case Outcome::Skipped:
        return QStringLiteral("Skipped");
    case Outcome::Cancelled:
        return QStringLiteral("Stopped");
    case Outcome::TimedOut:
        return QStringLiteral("Timed out");
    case Outcome::Refused:
        return QStringLiteral("Refused");
    }
    return {};
}

std::string_view stageName(Stage stage)
{
    return nameOf(stage);
}

std::string_view outcomeName(Outcome outcome)
{
    return nameOf(outcome);
}

void forgetRequests(RunState &state)
{
    state.pending = RunState::Pending::None;
    state.attempts = 0;
    state.retryAt = {};
    state.settleUntil = {};
    state.isWatching = false;
    state.isFresh = false;
    state.endedContainers.clear();
    std::erase_if(state.logs, [](const auto &log) { return !log.second; });
}

} // namespace podwright::runs
