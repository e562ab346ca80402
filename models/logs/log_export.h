#pragma once

#include "models/logs/line_set.h"
#include "models/logs/log_store.h"

#include <QString>

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>

namespace podwright::logs {

// What is written to a file or copied.
struct ExportQuery
{
    Snapshot chunks;
    qint64 from = 0, to = 0;          // absolute numbers, [from, to)
    std::optional<LineSet> only = {}; // of these lines
    bool withStamps = true;
    bool withEscapes = true; // colours and other sequences as they came
};

// How far it is, in thousandths; shared with the thread that shows it.
using ExportProgress = std::shared_ptr<std::atomic<int>>;

// Writes the lines, bytes as they came, to a file in one atomic step. For a pool thread. Errors: Io; Cancelled.
core::Result<void> exportLines(const ExportQuery &query, const QString &path, const ExportProgress &progress,
                               const std::stop_token &stop);
// The same as text; more than `most` bytes are an Invalid error that says so.
core::Result<QByteArray> copyLines(const ExportQuery &query, qsizetype most, const std::stop_token &stop);

} // namespace podwright::logs
