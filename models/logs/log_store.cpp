#include "models/logs/log_store.h"

#include <algorithm>
#include <utility>

namespace podwright::logs {
namespace {

// An update at once is what keeps a quiet log live, a late one what keeps a flood cheap.
constexpr std::chrono::milliseconds quietTime{10};
constexpr std::chrono::milliseconds mostTime{40};
// What may stay in memory when the disk takes no more.
constexpr size_t mostChunksWithoutDisk = 256;
// What may wait for the disk, 32 MB, and what is left of it when more may come.
constexpr size_t mostChunksAhead = 128, fewChunksAhead = 48;
// A line that does not end is ended here.
constexpr qsizetype longestTail = 64 * 1024 * 1024;

} // namespace

LogStore::LogStore(qint64 maximumBytes, QObject *parent)
    : QObject(parent)
    , m_maximumBytes(maximumBytes)
    , m_throttle(quietTime, mostTime)
    , m_pages([this] { Q_EMIT fetched(); })
{
    connect(&m_throttle, &core::Throttle::fired, this, &LogStore::appended);
}

void LogStore::setMaximumBytes(qint64 bytes)
{
    m_maximumBytes = bytes;
    dropOldest();
}

void LogStore::append(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return;
    m_throttle.request();
    const qsizetype last = bytes.lastIndexOf('\n');
    if (last < 0) {
        m_tail.append(bytes);
        if (m_tail.size() > longestTail)
            append("\n");
        return;
    }
    QByteArrayView whole = bytes.first(last + 1);
    if (!m_tail.isEmpty()) {
        const qsizetype first = whole.indexOf('\n') + 1;
        m_tail.append(whole.first(first));
        appendWholeLines(std::exchange(m_tail, {}));
        whole = whole.sliced(first);
    }
    appendWholeLines(whole);
    m_tail = bytes.sliced(last + 1).toByteArray();
}

void LogStore::appendWholeLines(QByteArrayView lines)
{
    while (!lines.isEmpty()) {
        const qint64 before = m_open.lineCount();
        const qsizetype taken = m_open.append(lines);
        m_nextLine += m_open.lineCount() - before;
        m_bytes += taken;
        lines = lines.sliced(taken);
        if (!lines.isEmpty() || m_open.isFull())
            closeChunk();
    }
}

void LogStore::closeChunk()
{
    const qint64 first = openLine();
    m_chunks.push_back(m_open.take(first));
    spill();
    dropOldest();
    updateBehind();
}

void LogStore::spill()
{
    const auto toWrite = static_cast<qint64>(m_chunks.size() - m_spilled) - chunksInMemory;
    if (toWrite <= 0 || m_spill.isBusy())
        return;
    const auto first = m_chunks.begin() + static_cast<qint64>(m_spilled);
    m_spill.write({first, first + toWrite}, [this](const SpillResult &result) { takeSpilled(result); });
}

void LogStore::updateBehind()
{
    const bool isBehind =
        !m_hasTrouble && m_chunks.size() - m_spilled > (m_isBehind ? fewChunksAhead : mostChunksAhead);
    if (std::exchange(m_isBehind, isBehind) != isBehind)
        Q_EMIT behindChanged(isBehind);
}

void LogStore::takeSpilled(const SpillResult &result)
{
    for (const auto &chunk : result.chunks) {
        if (m_spilled < m_chunks.size() && chunk->firstLine == m_chunks[m_spilled]->firstLine)
            m_chunks[m_spilled++] = chunk;
        else // dropped meanwhile
            m_spill.discard(chunk);
    }
    if (result.result) {
        spill();
        return updateBehind();
    }
    if (!std::exchange(m_hasTrouble, true)) {
        const QString text =
            tr("the log cannot be kept on disk (%1): from here on its oldest lines make room for new ones")
                .arg(result.result.error().message);
        appendNotice(text);
        Q_EMIT trouble(text);
    }
    dropOldest();
    updateBehind();
}

void LogStore::dropOldest()
{
    const auto tooMany = [this] {
        return m_bytes > m_maximumBytes || (m_hasTrouble && m_chunks.size() - m_spilled > mostChunksWithoutDisk);
    };
    bool any = false;
    while (tooMany() && !m_chunks.empty()) {
        m_bytes -= m_chunks.front()->length;
        m_spill.discard(m_chunks.front());
        m_chunks.pop_front();
        m_spilled -= m_spilled > 0 ? 1 : 0;
        any = true;
    }
    if (any)
        Q_EMIT dropped(firstLine());
}

void LogStore::appendNotice(const QString &text)
{
    finish();
    QByteArray line = text.toUtf8().replace('\n', ' ');
    line.append('\n');
    if (!m_open.isEmpty() && m_open.length() + line.size() > LogChunk::size)
        closeChunk();
    m_open.markNotice();
    appendWholeLines(line);
    m_throttle.request();
}

void LogStore::finish()
{
    if (!m_tail.isEmpty())
        append("\n");
}

void LogStore::clear()
{
    m_spill.reset();
    m_pages.clear();
    m_chunks.clear();
    m_spilled = 0;
    m_open = {};
    m_tail.clear();
    m_bytes = 0;
    m_throttle.cancel();
    updateBehind();
    Q_EMIT cleared();
}

qint64 LogStore::firstLine() const
{
    return m_chunks.empty() ? openLine() : m_chunks.front()->firstLine;
}

qint64 LogStore::lineCount() const
{
    return m_nextLine - firstLine() + (m_tail.isEmpty() ? 0 : 1);
}

size_t LogStore::placeOf(qint64 line) const
{
    const auto after = std::ranges::upper_bound(m_chunks, line, {}, [](const auto &chunk) { return chunk->firstLine; });
    return static_cast<size_t>(after - m_chunks.begin()) - 1;
}

// Of a closed chunk; without one the line is in the open chunk, or nowhere.
PlacedLine LogStore::placedLine(qint64 number) const
{
    if (number < firstLine() || number >= openLine())
        return {};
    const auto &chunk = m_chunks[placeOf(number)];
    return {chunk, number - chunk->firstLine};
}

bool LogStore::isAtHand(qint64 number) const
{
    return m_pages.isAtHand(placedLine(number));
}

LineStart LogStore::lineStart(qint64 number, qsizetype most) const
{
    if (const PlacedLine placed = placedLine(number); placed.chunk)
        return m_pages.lineStart(placed, most);
    const QByteArray text = line(number);
    return {text.first(std::min(text.size(), most)), text.size()};
}

QByteArray LogStore::line(qint64 number) const
{
    if (number == m_nextLine)
        return m_tail;
    if (const PlacedLine placed = placedLine(number); placed.chunk)
        return LinePages::wholeLine(placed);
    if (number < openLine() || number > m_nextLine)
        return {};
    return LineWalker(m_open.index(), m_open.bytes(), number - openLine()).line().toByteArray();
}

bool LogStore::isNotice(qint64 number) const
{
    if (const PlacedLine placed = placedLine(number); placed.chunk)
        return placed.chunk->isNotice(placed.line);
    return number >= openLine() && m_open.index().isNotice(number - openLine());
}

Snapshot LogStore::snapshot(qint64 line, size_t most) const
{
    Snapshot chunks;
    const size_t first = line < firstLine() ? 0 : line >= openLine() ? m_chunks.size() : placeOf(line);
    for (size_t i = first; i < m_chunks.size() && chunks.size() < most; ++i)
        chunks.push_back(m_chunks[i]);
    if (chunks.size() < most && !m_open.isEmpty())
        chunks.push_back(m_open.copy(openLine()));
    return chunks;
}

} // namespace podwright::logs
