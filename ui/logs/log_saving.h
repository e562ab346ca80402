#pragma once

#include "models/core/result.h"
#include "models/logs/log_store.h"

#include <QString>

#include <stop_token>

namespace podwright::ui::logs {

// Writes whole lines to a file in one atomic step, time stamps kept or cut off, bytes as they came. For a pool thread.
podwright::core::Result<void> saveLines(const podwright::logs::Snapshot &chunks, bool withStamps, const QString &path,
                                        const std::stop_token &stop);

} // namespace podwright::ui::logs
