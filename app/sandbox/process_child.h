#pragma once

#include "app/sandbox/process.h"

namespace podwright::sandbox {

// What a forked child needs, prepared before the fork: afterwards it may only make system calls.
struct ChildPlan
{
    explicit ChildPlan(const SpawnOptions &options);

    std::vector<std::string> candidates; // full paths to try
    std::vector<char *> arguments, environment;
    std::vector<int> inherited, namespaces;
    const char *folder;
    bool tty;
    int input = -1, output = -1, error = -1; // become 0, 1, 2
    int failure = -1;                        // gets a ChildFailure when the command cannot be executed

private:
    SpawnOptions m_options; // owns the texts
};

struct ChildFailure
{
    enum class Step : int { Setup, Folder, Execute };
    Step step;
    int error;
};

[[noreturn]] void runChild(const ChildPlan &plan);

} // namespace podwright::sandbox
