#include "models/logs/log_store.h"

#include <algorithm>

namespace podwright::logs {
namespace {

// An update at once is what keeps a quiet log live, a late one what keeps a flood cheap.
constexpr std::chrono::milliseconds quietTime{10};
constexpr std::chrono::milliseconds mostTime{40};

} // namespace

LogStore::LogStore(qint64 maximumBytes, QObject *parent)
    : QObject(parent)
    , m_maximumBytes(maximumBytes)
    , m_throttle(quietTime, mostTime)
{
    connect(&m_throttle, &core::Throttle::fired, this, &LogStore::appended);
}

void LogStore::append(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return;
    m_throttle.request();
    const qsizetype last = bytes.lastIndexOf('\n');
    if (last < 0) {
        m_tail.append(bytes);
        return;
    }
    QByteArrayView whole = bytes.first(last + 1);
    if (!m_tail.isEmpty()) {
        const qsizetype first = whole.indexOf('\n') + 1;
        m_tail.append(whole.first(first));
        appendWholeLines(m_tail);
        whole = whole.sliced(first);
    }
    appendWholeLines(whole);
    m_tail = bytes.sliced(last + 1).toByteArray();
}

void LogStore::appendWholeLines(QByteArrayView lines)
{
    while (!lines.isEmpty()) {
        LogChunk &chunk = openChunk();
        QByteArrayView part = lines;
        if (const qsizetype room = LogChunk::size - chunk.bytes.size(); part.size() > room) {
            qsizetype cut = part.first(std::max<qsizetype>(room, 0)).lastIndexOf('\n');
            if (cut < 0) // the first line alone is too long: it goes in whole
                cut = part.indexOf('\n');
            part = part.first(cut + 1);
        }
        const qint64 before = chunk.lineCount();
        chunk.append(part);
        m_nextLine += chunk.lineCount() - before;
        m_bytes += part.size();
        lines = lines.sliced(part.size());
    }
    dropOldest();
}

LogChunk &LogStore::openChunk()
{
    if (m_chunks.empty() || m_chunks.back()->bytes.size() >= LogChunk::size) {
        auto chunk = std::make_shared<LogChunk>();
        chunk->firstLine = m_nextLine;
        chunk->bytes.reserve(LogChunk::size);
        m_chunks.push_back(std::move(chunk));
    }
    return *m_chunks.back();
}

void LogStore::dropOldest()
{
    bool any = false;
    while (m_bytes > m_maximumBytes && m_chunks.size() > 1) {
        m_bytes -= m_chunks.front()->bytes.size();
        m_chunks.pop_front();
        any = true;
    }
    if (any)
        Q_EMIT dropped(firstLine());
}

void LogStore::appendNotice(const QString &text)
{
    finish();
    LogChunk &chunk = openChunk();
    chunk.notices.push_back(static_cast<quint32>(chunk.lineCount()));
    QByteArray line = text.toUtf8().replace('\n', ' ');
    line.append('\n');
    chunk.append(line);
    ++m_nextLine;
    m_bytes += line.size();
    m_throttle.request();
}

void LogStore::finish()
{
    if (!m_tail.isEmpty())
        append("\n");
}

void LogStore::clear()
{
    m_chunks.clear();
    m_tail.clear();
    m_bytes = 0;
    m_throttle.cancel();
    Q_EMIT cleared();
}

qint64 LogStore::firstLine() const
{
    return m_chunks.empty() ? m_nextLine : m_chunks.front()->firstLine;
}

qint64 LogStore::lineCount() const
{
    return m_nextLine - firstLine() + (m_tail.isEmpty() ? 0 : 1);
}

qint64 LogStore::wholeLineEnd() const
{
    return m_nextLine;
}

const LogChunk *LogStore::chunkOf(qint64 number) const
{
    if (number < firstLine() || number >= m_nextLine)
        return nullptr;
    const auto after = std::upper_bound(m_chunks.begin(), m_chunks.end(), number,
                                        [](qint64 n, const auto &chunk) { return n < chunk->firstLine; });
    return std::prev(after)->get();
}

QByteArray LogStore::line(qint64 number) const
{
    if (number == m_nextLine)
        return m_tail;
    const LogChunk *chunk = chunkOf(number);
    return chunk ? chunk->line(number - chunk->firstLine).toByteArray() : QByteArray();
}

bool LogStore::isNotice(qint64 number) const
{
    const LogChunk *chunk = chunkOf(number);
    return chunk && chunk->isNotice(number - chunk->firstLine);
}

Snapshot LogStore::snapshot() const
{
    Snapshot chunks(m_chunks.begin(), m_chunks.end());
    if (!chunks.empty())
        chunks.back() = std::make_shared<const LogChunk>(*chunks.back());
    return chunks;
}

} // namespace podwright::logs
