#include "models/logs/plain_text.h"

#include "models/logs/ansi.h"
#include "models/logs/ascii.h"
#include "models/logs/stamp.h"

#include <algorithm>

namespace podwright::logs {

PlainText::PlainText(const ChunkIndex &index, QByteArrayView bytes, qint64 firstLine)
{
    m_text.reserve(bytes.size());
    m_ends.reserve(static_cast<size_t>(index.lineCount() - firstLine));
    LineWalker walker(index, bytes, firstLine);
    const bool hasEscapes = bytes.contains(escape);
    do {
        const QByteArrayView text = splitStamp(walker.line()).text;
        if (hasEscapes && text.contains(escape))
            m_text.append(stripAnsi(text));
        else
            m_text.append(text);
        m_text.append('\n');
        m_ends.push_back(static_cast<quint32>(m_text.size()));
    } while (walker.next());
}

QByteArrayView PlainText::line(size_t number) const
{
    const qsizetype begin = number == 0 ? 0 : static_cast<qsizetype>(m_ends[number - 1]);
    return QByteArrayView(m_text).sliced(begin, static_cast<qsizetype>(m_ends[number]) - begin - 1);
}

size_t PlainText::lineAt(size_t offset) const
{
    return static_cast<size_t>(std::ranges::upper_bound(m_ends, offset) - m_ends.begin());
}

} // namespace podwright::logs
