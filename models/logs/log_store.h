#pragma once

#include "models/core/throttle.h"
#include "models/logs/line_pages.h"
#include "models/logs/line_source.h"
#include "models/logs/log_spill.h"
#include "models/logs/open_chunk.h"

#include <QObject>
#include <QString>

#include <deque>
#include <memory>
#include <vector>

namespace podwright::logs {

using Snapshot = std::vector<std::shared_ptr<const LogChunk>>;

// Append-only chunks of log bytes. Memory does not grow with the log: all but the last few chunks are in a file without
// a name, written on a pool thread, and of each only an index of every 64th line stays. The oldest chunks go when
// `maximumBytes` is exceeded; numbers of the others stay. Lines may begin with the kubelet's time stamp, which views
// show or hide (see stamp.h). Lives on the GUI thread and never waits there, but in line(); snapshots are immutable and
// may go anywhere.
class LogStore : public QObject, public LineSource
{
    Q_OBJECT
public:
    static constexpr qint64 defaultMaximum = qint64(8) * 1024 * 1024 * 1024;
    static constexpr qint64 chunksInMemory = 32;
    explicit LogStore(qint64 maximumBytes = defaultMaximum, QObject *parent = nullptr);
    // The cache folder unless another is set, before the first byte.
    void setSpillFolder(const QString &folder) { m_spill.setFolder(folder); }
    void setMaximumBytes(qint64 bytes);
    qint64 maximumBytes() const { return m_maximumBytes; }

    void append(QByteArrayView bytes);      // any cut, also inside a line or a character
    void appendNotice(const QString &text); // a line of ours, drawn as a marker, never mistaken for log
    void finish();                          // no more comes: an unfinished last line becomes a line
    void clear();

    qint64 firstLine() const override;
    qint64 lineCount() const override;
    bool isAtHand(qint64 number) const override;
    LineStart lineStart(qint64 number, qsizetype most) const override;
    QByteArray line(qint64 number) const override; // may wait for the disk
    bool isNotice(qint64 number) const;
    qint64 byteCount() const { return m_bytes + m_tail.size(); }
    // More has come than the disk could take yet: who fills the store waits for behindChanged(false).
    bool isBehind() const { return m_isBehind; }

    // Whole lines only. Closed chunks are shared, the open one is copied.
    Snapshot snapshot() const { return snapshot(firstLine(), m_chunks.size() + 1); }
    // The chunks from that of `line` on, at most `most`.
    Snapshot snapshot(qint64 line, size_t most) const;
    qint64 wholeLineEnd() const { return m_nextLine; } // one past the last line that is in a snapshot

Q_SIGNALS:
    void appended(); // after 10 ms of quiet, at latest 40 ms after the first byte
    void dropped(qint64 newFirstLine);
    void cleared();
    void behindChanged(bool isBehind);
    void fetched();                    // lines that were not at hand
    void trouble(const QString &text); // the disk is full, or cannot be written; once

private:
    void appendWholeLines(QByteArrayView lines);
    void closeChunk();
    void spill();
    void takeSpilled(const SpillResult &result);
    void dropOldest();
    void updateBehind();
    qint64 openLine() const { return m_nextLine - m_open.lineCount(); }
    size_t placeOf(qint64 line) const;
    PlacedLine placedLine(qint64 number) const;

    std::deque<std::shared_ptr<const LogChunk>> m_chunks; // closed
    size_t m_spilled = 0;                                 // of m_chunks, from the front, are in the file
    OpenChunk m_open;
    QByteArray m_tail; // the line that has no newline yet
    qint64 m_nextLine = 0;
    qint64 m_bytes = 0;
    qint64 m_maximumBytes;
    bool m_hasTrouble = false;
    bool m_isBehind = false;
    core::Throttle m_throttle;
    LogSpill m_spill;
    mutable LinePages m_pages;
};

} // namespace podwright::logs
