#include "models/logs/open_chunk.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace podwright::logs {

qsizetype OpenChunk::append(QByteArrayView wholeLines)
{
    if (m_bytes.isEmpty())
        m_bytes.reserve(LogChunk::size);
    QByteArrayView part = wholeLines;
    if (const qsizetype room = LogChunk::size - m_bytes.size(); part.size() > room) {
        qsizetype cut = part.first(std::max<qsizetype>(room, 0)).lastIndexOf('\n');
        if (cut < 0) // the first line alone is too long: it goes in whole
            cut = part.indexOf('\n');
        part = part.first(cut + 1);
    }
    const auto base = static_cast<quint32>(m_bytes.size());
    const char *const begin = part.data();
    const char *const end = begin + part.size();
    for (const char *at = begin; at < end;) {
        m_index.addLine(base + static_cast<quint32>(at - begin));
        at = static_cast<const char *>(std::memchr(at, '\n', static_cast<size_t>(end - at))) + 1;
    }
    m_bytes.append(part);
    return part.size();
}

std::shared_ptr<const LogChunk> OpenChunk::copy(qint64 firstLine) const
{
    return std::make_shared<const LogChunk>(LogChunk{.firstLine = firstLine,
                                                     .index = std::make_shared<const ChunkIndex>(m_index),
                                                     .length = m_bytes.size(),
                                                     .bytes = QByteArray(m_bytes.constData(), m_bytes.size()),
                                                     .file = {},
                                                     .offset = 0});
}

std::shared_ptr<const LogChunk> OpenChunk::take(qint64 firstLine)
{
    m_index.finish();
    const qsizetype length = m_bytes.size();
    auto chunk = std::make_shared<const LogChunk>(
        LogChunk{.firstLine = firstLine,
                 .index = std::make_shared<const ChunkIndex>(std::exchange(m_index, {})),
                 .length = length,
                 .bytes = std::exchange(m_bytes, {}),
                 .file = {},
                 .offset = 0});
    return chunk;
}

} // namespace podwright::logs
