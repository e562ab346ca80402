#include "models/preflight/finding.h"

#include "models/task/pointers.h"

#include <algorithm>

namespace podwright::preflight {

std::string Finding::argument() const
{
    return task::Problem{.pointer = pointer}.argument();
}

const char *severityName(Severity severity)
{
    switch (severity) {
    case Severity::Blocks:
        return "blocks";
    case Severity::MayFail:
        return "may fail";
    case Severity::Advice:
        return "advice";
    case Severity::Unchecked:
        return "not checked";
    case Severity::Passed:
        return "passed";
    }
    return "";
}

size_t count(const Findings &findings, Severity severity)
{
    return static_cast<size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

task::Task withEdits(task::Task task, const std::vector<Edit> &edits)
{
    for (const Edit &edit : edits) {
        const auto value = edit.value.is_discarded() ? std::nullopt : std::optional(edit.value);
        task::putSlot(task, edit.pointer, task::slotWith(task, edit.pointer, value));
    }
    return task;
}

} // namespace podwright::preflight
