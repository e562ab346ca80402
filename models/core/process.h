#pragma once

#include "models/core/result.h"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace podwright::core {

struct ProcessOutput
{
    std::string output;    // all of it, at most the limit
    std::string errorTail; // the end of standard error
    int exitCode = -1;
    int signal = 0; // that ended it; 0 = it ended itself
};

struct ProcessLimits
{
    std::chrono::milliseconds timeout{60000}; // 0 = none
    size_t maximumOutput = 1024 * 1024;
    size_t errorTail = 4096;
};

// Runs a command to its end: no shell, `input` (or nothing) as standard input, a process group of its own, which is
// killed on time-out, stop and too much output. Blocks; for worker threads. Errors: NotFound and Io (it cannot be
// started), Timeout, Cancelled, Invalid (too much output).
Result<ProcessOutput> runProcess(const std::vector<std::string> &command, const std::vector<std::string> &environment,
                                 const ProcessLimits &limits, const std::stop_token &stop, std::string_view input = {});

// As runProcess(), but with a terminal as standard input and errors, so that the person can be asked: `terminal` is the
// path of one nobody else uses (PseudoTerminal), which becomes its own; empty: the terminal of this program, whose
// Ctrl+C reaches both. Nothing of what is said there comes back.
Result<ProcessOutput> runOnTerminal(const std::vector<std::string> &command,
                                    const std::vector<std::string> &environment, const std::string &terminal,
                                    const ProcessLimits &limits, const std::stop_token &stop);

} // namespace podwright::core
