#pragma once

#include "models/core/process.h"

#include <QString>

namespace podwright::airflow {

// Runs resources/python/NAME with the system's Python, `input` on its standard input: isolated from the user's modules
// and environment, in a process of its own that is killed at the limits. Blocks; for worker threads. Errors:
// Unsupported without Python; those of core::runProcess.
core::Result<core::ProcessOutput> runPythonHelper(const QString &name, std::string_view input,
                                                  const core::ProcessLimits &limits, const std::stop_token &stop);

// The text of resources/python/NAME, for helpers that are made of several files.
std::string pythonHelperText(const QString &name);

} // namespace podwright::airflow
