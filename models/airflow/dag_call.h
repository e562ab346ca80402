#pragma once

#include "models/airflow/import.h"
#include "models/core/json.h"

namespace podwright::airflow {

// One call of an operator, as resources/python/read_dag.py tells it: arguments of all kinds and ages sorted into a task
// of today. Notes tell what was translated, kept as source text, or left out.
ImportedTask taskOfCall(const core::Json &call, const QString &fileName);

} // namespace podwright::airflow
