#pragma once

#include "models/runs/run_state.h"

#include <array>
#include <string_view>

namespace podwright::runs {

// The stable names of the enumerators in files, in their order.
inline constexpr auto namesOf(Stage)
{
    return std::to_array<std::string_view>({"finding", "creating", "scheduling", "starting", "running", "reading-xcom",
                                            "settling", "cleaning-up", "done"});
}

inline constexpr auto namesOf(Outcome)
{
    return std::to_array<std::string_view>({"", "succeeded", "failed", "skipped", "cancelled", "timed-out", "refused"});
}

inline constexpr auto namesOf(FinishAction)
{
    return std::to_array<std::string_view>({"delete_pod", "keep_pod", "delete_succeeded_pod", "delete_active_pod"});
}

inline constexpr auto namesOf(Mode)
{
    return std::to_array<std::string_view>({"launch", "relaunch", "attach"});
}

inline constexpr auto namesOf(TimelineEntry::Kind)
{
    return std::to_array<std::string_view>({"stage", "info", "warning", "error"});
}

inline constexpr auto namesOf(RunState::Pending)
{
    return std::to_array<std::string_view>(
        {"none", "find", "create", "read-xcom", "stop-sidecar", "read-events", "patch", "delete"});
}

template<class Enum>
constexpr std::string_view nameOf(Enum value)
{
    constexpr auto names = namesOf(Enum{});
    return names[size_t(value)];
}

// The first enumerator if nothing has this name.
template<class Enum>
constexpr Enum byName(std::string_view name)
{
    constexpr auto names = namesOf(Enum{});
    for (size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name)
            return Enum(i);
    }
    return Enum{};
}

} // namespace podwright::runs
