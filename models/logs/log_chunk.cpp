#include "models/logs/log_chunk.h"

#include <algorithm>
#include <cstring>

namespace podwright::logs {

QByteArrayView LogChunk::line(qint64 index) const
{
    const auto i = static_cast<size_t>(index);
    const qsizetype begin = i == 0 ? 0 : static_cast<qsizetype>(ends[i - 1]);
    const qsizetype end = static_cast<qsizetype>(ends[i]) - 1;
    return QByteArrayView(bytes).sliced(begin, end - begin);
}

bool LogChunk::isNotice(qint64 index) const
{
    return std::binary_search(notices.begin(), notices.end(), static_cast<quint32>(index));
}

void LogChunk::append(QByteArrayView wholeLines)
{
    const auto base = static_cast<size_t>(bytes.size());
    const char *const begin = wholeLines.data();
    const char *const end = begin + wholeLines.size();
    for (const char *at = begin; at < end;) {
        const auto *newline = static_cast<const char *>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
        at = newline + 1;
        ends.push_back(static_cast<quint32>(base + static_cast<size_t>(at - begin)));
    }
    bytes.append(wholeLines);
}

} // namespace podwright::logs
