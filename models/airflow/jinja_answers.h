#pragma once

#include "models/airflow/templated_texts.h"
#include "models/core/process.h"

#include <span>

namespace podwright::airflow {

// Puts what render_jinja.py answered into the texts it was asked about. Errors: Invalid naming the first field that
// could not be rendered; Unsupported when Jinja2 is missing.
core::Result<void> takeAnswers(const core::ProcessOutput &output, std::span<const TemplatedText> templated);

} // namespace podwright::airflow
