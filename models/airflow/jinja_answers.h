#pragma once

#include "models/core/process.h"
#include "models/task/templated_texts.h"

#include <span>

namespace podwright::airflow {

// Puts what render_jinja.py answered into the texts it was asked about. Errors: Invalid naming the first field that
// could not be rendered; Unsupported when Jinja2 is missing.
core::Result<void> takeAnswers(const core::ProcessOutput &output, std::span<const task::TemplatedText> templated);

} // namespace podwright::airflow
