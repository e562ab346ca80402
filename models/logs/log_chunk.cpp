#include "models/logs/log_chunk.h"

#include <algorithm>
#include <cstring>

namespace podwright::logs {

void ChunkIndex::addLine(quint32 begin)
{
    const bool isFar = m_entries.empty() || m_lines - m_entries.back().line >= mostLines ||
                       begin - m_entries.back().offset >= mostBytes;
    if (isFar)
        m_entries.push_back({m_lines, begin});
    ++m_lines;
}

void ChunkIndex::finish()
{
    m_entries.shrink_to_fit();
    m_notices.shrink_to_fit();
}

bool ChunkIndex::isNotice(qint64 line) const
{
    return std::ranges::binary_search(m_notices, static_cast<quint32>(line));
}

size_t ChunkIndex::entryOf(qint64 line) const
{
    const auto after = std::ranges::upper_bound(m_entries, static_cast<quint32>(line), {}, &Entry::line);
    return static_cast<size_t>(after - m_entries.begin()) - 1;
}

size_t ChunkIndex::entryAt(qsizetype offset) const
{
    const auto after = std::ranges::upper_bound(m_entries, static_cast<quint32>(offset), {}, &Entry::offset);
    return static_cast<size_t>(after - m_entries.begin()) - 1;
}

core::Result<QByteArrayView> LogChunk::load(QByteArray &buffer) const
{
    if (!file)
        return QByteArrayView(bytes);
    if (buffer.size() < length)
        buffer.resize(length);
    if (auto read = file->read(offset, buffer.data(), length); !read)
        return read.error();
    return QByteArrayView(buffer).first(length);
}

LineWalker::LineWalker(const ChunkIndex &index, QByteArrayView bytes, qint64 line)
    : m_index(index)
    , m_bytes(bytes)
{
    goToLine(line);
}

void LineWalker::jump(const ChunkIndex::Entry &entry)
{
    m_line = entry.line;
    m_begin = entry.offset;
    findEnd();
}

void LineWalker::findEnd()
{
    const char *at = m_bytes.data() + m_begin;
    const auto *newline =
        static_cast<const char *>(std::memchr(at, '\n', static_cast<size_t>(m_bytes.size() - m_begin)));
    m_end = newline ? newline - m_bytes.data() + 1 : m_bytes.size();
}

bool LineWalker::next()
{
    if (m_end >= m_bytes.size())
        return false;
    ++m_line;
    m_begin = m_end;
    findEnd();
    return true;
}

void LineWalker::goToLine(qint64 line)
{
    if (m_end == 0 || line >= m_line + ChunkIndex::mostLines / 4)
        jump(m_index.entry(m_index.entryOf(line)));
    while (m_line < line && next()) {
    }
}

void LineWalker::goTo(qsizetype offset)
{
    if (offset >= m_end + ChunkIndex::mostBytes / 4) {
        if (const auto &entry = m_index.entry(m_index.entryAt(offset)); entry.line > m_line)
            jump(entry);
    }
    while (offset >= m_end && next()) {
    }
}

} // namespace podwright::logs
