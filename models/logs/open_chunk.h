#pragma once

#include "models/logs/log_chunk.h"

namespace podwright::logs {

// The chunk that is being filled.
class OpenChunk
{
public:
    bool isFull() const { return m_bytes.size() >= LogChunk::size; }
    bool isEmpty() const { return m_bytes.isEmpty(); }
    qint64 lineCount() const { return m_index.lineCount(); }
    qsizetype length() const { return m_bytes.size(); }
    const ChunkIndex &index() const { return m_index; }
    const QByteArray &bytes() const { return m_bytes; }

    // Takes whole lines, as many as fit and at least one; returns how many bytes those are.
    qsizetype append(QByteArrayView wholeLines);
    void markNotice() { m_index.addNotice(); } // the next line is ours
    std::shared_ptr<const LogChunk> copy(qint64 firstLine) const;
    // As copy(), and empty from now on.
    std::shared_ptr<const LogChunk> take(qint64 firstLine);

private:
    QByteArray m_bytes;
    ChunkIndex m_index;
};

} // namespace podwright::logs
