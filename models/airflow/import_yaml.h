#pragma once

#include "models/airflow/import.h"

namespace podwright::airflow {

// Pods, and whatever makes pods from a template, of all documents and lists of a YAML (or JSON) text; task files too.
core::Result<Imported> importYaml(const QByteArray &text, const QString &fileName);

} // namespace podwright::airflow
