#pragma once

#include "models/logs/log_store.h"

namespace podwright::logs {

// A time of day or a date with time, as people write it: "14:14", "14:14:50.118", "2026-01-02 14:14",
// "2026-01-02T14:14:50". In the zone of the log's stamps.
bool isTime(const QString &text);
// The first line whose stamp is not before `time`; a time of day is meant on the day of the last line. The last line if
// all are before it; -1 if no line has a stamp, or the text is no time. Stamps are taken to rise. For a pool thread.
qint64 lineAtTime(const Snapshot &chunks, const QString &time);

} // namespace podwright::logs
