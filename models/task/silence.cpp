#include "models/task/silence.h"

#include <algorithm>
#include <array>

namespace podwright::task {

namespace {

// Every warning and advice of the rules, in alphabetical order.
constexpr auto silenceable = std::to_array<std::string_view>({
    "argument-secret",
    "base-not-first",
    "command-blanks",
    "context-ignored",
    "deadline",
    "deferred-logs",
    "deferred-xcom",
    "durable-wins",
    "file-not-loaded",
    "fixed-name",
    "host-dns",
    "host-path",
    "ignored",
    "image-latest",
    "image-stale",
    "image-untagged",
    "jinja-comment",
    "jinja-not-rendered",
    "kept-pods",
    "label-changes",
    "label-overwritten",
    "leftover-pods",
    "log-container",
    "logs-endless",
    "logs-off",
    "memory-limit",
    "name-cut",
    "native-rendering",
    "not-deferrable",
    "old-name",
    "only-deferrable",
    "only-xcom",
    "privileged",
    "pull-never",
    "python-value",
    "quantity-fraction",
    "secret-literal",
    "secret-target",
    "secret-upper",
    "shell-arguments",
    "shell-script",
    "shell-syntax",
    "sidecar",
    "skip-success",
    "snake-case",
    "startup-short",
    "status-poll",
    "template-field",
    "template-ignored",
    "template-jinja",
    "template-path",
    "template-unread",
    "variable-overridden",
    "variable-twice",
    "volume-unused",
    "weak-value",
    "xcom-image",
    "xcom-root",
});
static_assert(std::ranges::is_sorted(silenceable));

} // namespace

std::span<const std::string_view> silenceableIds()
{
    return silenceable;
}

bool isSilenced(const Task &task, std::string_view id)
{
    return std::ranges::binary_search(silenceable, id) &&
           std::ranges::any_of(task.silence, [id](const Json &silent) { return silent == id; });
}

Json silenceWith(const Task &task, std::string_view id, bool isSilent)
{
    Json ids = Json::array();
    for (const Json &silent : task.silence) {
        if (silent != id)
            ids.push_back(silent);
    }
    if (isSilent)
        ids.push_back(id);
    return ids;
}

HeardProblems heard(const Task &task, Problems problems)
{
    const auto removed = std::erase_if(problems, [&](const Problem &problem) {
        return problem.severity != Problem::Severity::Error && isSilenced(task, problem.id);
    });
    return {std::move(problems), static_cast<int>(removed)};
}

} // namespace podwright::task
