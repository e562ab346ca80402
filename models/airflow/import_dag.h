#pragma once

#include "models/airflow/import.h"

namespace podwright::airflow {

// The tasks of a DAG file; see importText().
core::Result<Imported> importDag(const QByteArray &text, const QString &fileName, const std::stop_token &stop);

} // namespace podwright::airflow
