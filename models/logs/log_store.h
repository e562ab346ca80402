#pragma once

#include "models/core/throttle.h"
#include "models/logs/line_source.h"
#include "models/logs/log_chunk.h"

#include <QObject>
#include <QString>

#include <deque>
#include <memory>
#include <vector>

namespace podwright::logs {

using Snapshot = std::vector<std::shared_ptr<const LogChunk>>;

// Append-only chunks of log bytes with line ends per chunk. The oldest chunks go when `maximumBytes` is exceeded;
// numbers of the others stay. Lines may begin with the kubelet's time stamp, which views show or hide (see stamp.h).
// Lives on the GUI thread; snapshots are immutable and may go anywhere.
class LogStore : public QObject, public LineSource
{
    Q_OBJECT
public:
    explicit LogStore(qint64 maximumBytes = qint64(512) * 1024 * 1024, QObject *parent = nullptr);

    void append(QByteArrayView bytes);      // any cut, also inside a line or a character
    void appendNotice(const QString &text); // a line of ours, drawn as a marker, never mistaken for log
    void finish();                          // no more comes: an unfinished last line becomes a line
    void clear();

    qint64 firstLine() const override;
    qint64 lineCount() const override;
    QByteArray line(qint64 number) const override;
    bool isNotice(qint64 number) const;
    qint64 byteCount() const { return m_bytes + m_tail.size(); }

    // Whole lines only. Closed chunks are shared, the open one is copied.
    Snapshot snapshot() const;
    qint64 wholeLineEnd() const; // one past the last line that is in a snapshot

Q_SIGNALS:
    void appended(); // after 10 ms of quiet, at latest 40 ms after the first byte
    void dropped(qint64 newFirstLine);
    void cleared();

private:
    void appendWholeLines(QByteArrayView lines);
    LogChunk &openChunk();
    void dropOldest();
    const LogChunk *chunkOf(qint64 number) const;

    std::deque<std::shared_ptr<LogChunk>> m_chunks; // the last one is open
    QByteArray m_tail;                              // the line that has no newline yet
    qint64 m_nextLine = 0;
    qint64 m_bytes = 0;
    qint64 m_maximumBytes;
    core::Throttle m_throttle;
};

} // namespace podwright::logs
