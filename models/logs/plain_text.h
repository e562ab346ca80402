#pragma once

#include "models/logs/log_chunk.h"

#include <QByteArray>

#include <vector>

namespace podwright::logs {

// The lines of a chunk as they are searched: without time stamps and escape sequences.
class PlainText
{
public:
    PlainText(const ChunkIndex &index, QByteArrayView bytes, qint64 firstLine);

    QByteArrayView text() const { return m_text; } // every line with its newline
    size_t lineCount() const { return m_ends.size(); }
    QByteArrayView line(size_t number) const;                    // counted from `firstLine`; without newline
    size_t endOf(size_t number) const { return m_ends[number]; } // past the newline
    size_t lineAt(size_t offset) const;

private:
    QByteArray m_text;
    std::vector<quint32> m_ends;
};

} // namespace podwright::logs
