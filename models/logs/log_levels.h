#pragma once

#include "models/logs/level.h"
#include "models/logs/log_scan.h"

namespace podwright::logs {

// Which lines of a store have which level, found on a pool thread as lines come. GUI thread.
class LogLevels : public QObject
{
    Q_OBJECT
public:
    explicit LogLevels(const LogStore &store, QObject *parent = nullptr);

    // Not for Level::None.
    const LineSet &lines(Level level) const { return m_scan.lines(static_cast<size_t>(level) - 1); }
    bool isComplete() const { return m_scan.isComplete(); }
    // The most serious one in a range of lines.
    Level worst(qint64 from, qint64 to) const;

Q_SIGNALS:
    void changed();

private:
    LogScan m_scan;
};

} // namespace podwright::logs
