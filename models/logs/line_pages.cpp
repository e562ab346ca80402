#include "models/logs/line_pages.h"

#include <algorithm>
#include <cstring>

namespace podwright::logs {
namespace {

QByteArray readOrExplain(const SpillFile &file, qint64 offset, qint64 length)
{
    QByteArray bytes(length, Qt::Uninitialized);
    if (const auto read = file.read(offset, bytes.data(), length); !read)
        return QByteArray("(this part of the log cannot be read: ") + read.error().message.toUtf8() + ")";
    return bytes;
}

// Where the line begins and, in the chunk, where its entry's lines end.
struct Extent
{
    qint64 begin = 0, end = 0;
    qint64 skip = 0; // lines before it
};

Extent extentOf(const PlacedLine &line)
{
    const ChunkIndex &index = *line.chunk->index;
    const size_t number = index.entryOf(line.line);
    const ChunkIndex::Entry &entry = index.entry(number);
    const qint64 end =
        number + 1 < index.entryCount() ? qint64(index.entry(number + 1).offset) : qint64(line.chunk->length);
    return {entry.offset, end, line.line - entry.line};
}

qsizetype skipLines(QByteArrayView bytes, qint64 lines)
{
    qsizetype at = 0;
    for (; lines > 0; --lines)
        at = bytes.indexOf('\n', at) + 1;
    return at;
}

} // namespace

LinePages::Page LinePages::pageOf(const PlacedLine &line)
{
    const Extent extent = extentOf(line);
    return {.file = line.chunk->file,
            .offset = line.chunk->offset + extent.begin,
            .length = std::min<qint64>(extent.end - extent.begin, pageSize)};
}

const QByteArray *LinePages::find(const Page &page)
{
    const auto found = m_pages.find({page.file.get(), page.offset});
    return found == m_pages.end() ? nullptr : &found->second.bytes;
}

void LinePages::keep(Page page)
{
    const Key key(page.file.get(), page.offset);
    if (m_pages.insert_or_assign(key, std::move(page)).second)
        m_order.push_back(key);
    if (m_order.size() > mostPages) {
        m_pages.erase(m_order.front());
        m_order.pop_front();
    }
}

bool LinePages::isAtHand(const PlacedLine &line)
{
    if (!line.chunk || !line.chunk->file)
        return true;
    Page page = pageOf(line);
    if (find(page))
        return true;
    if (auto bytes = page.file->readAtOnce(page.offset, page.length)) {
        page.bytes = std::move(*bytes);
        keep(std::move(page));
        return true;
    }
    if (m_wanted.size() < mostPages / 2 &&
        std::ranges::none_of(m_wanted, [&](const Page &w) { return w.offset == page.offset; }))
        m_wanted.push_back(std::move(page));
    fetch();
    return false;
}

void LinePages::fetch()
{
    if (m_job.isRunning() || m_wanted.empty())
        return;
    m_job.start(
        [pages = std::exchange(m_wanted, {})](const std::stop_token &) mutable {
            for (Page &page : pages)
                page.bytes = readOrExplain(*page.file, page.offset, page.length);
            return std::move(pages);
        },
        [this](std::vector<Page> pages) {
            for (Page &page : pages)
                keep(std::move(page));
            m_fetched();
            fetch();
        });
}

LineStart LinePages::lineStart(const PlacedLine &line, qsizetype most)
{
    const Extent extent = extentOf(line);
    QByteArrayView bytes;
    if (!line.chunk->file) {
        bytes = QByteArrayView(line.chunk->bytes).sliced(extent.begin, extent.end - extent.begin);
    } else {
        Page page = pageOf(line);
        if (!find(page)) {
            page.bytes = readOrExplain(*page.file, page.offset, page.length);
            keep(page);
        }
        bytes = *find(page);
    }
    const qsizetype begin = skipLines(bytes, extent.skip);
    const qsizetype newline = bytes.indexOf('\n', begin);
    const qint64 length = newline >= 0 ? newline - begin : extent.end - extent.begin - begin - 1;
    const qsizetype held = newline >= 0 ? newline : bytes.size();
    return {bytes.sliced(begin, std::min(held - begin, most)).toByteArray(), length};
}

QByteArray LinePages::wholeLine(const PlacedLine &line)
{
    const Extent extent = extentOf(line);
    const QByteArray bytes = line.chunk->file ? readOrExplain(*line.chunk->file, line.chunk->offset + extent.begin,
                                                              extent.end - extent.begin)
                                              : line.chunk->bytes.sliced(extent.begin, extent.end - extent.begin);
    const qsizetype begin = skipLines(bytes, extent.skip);
    const qsizetype newline = bytes.indexOf('\n', begin);
    return bytes.sliced(begin, (newline < 0 ? bytes.size() : newline) - begin);
}

void LinePages::clear()
{
    m_job.cancel();
    m_pages.clear();
    m_order.clear();
    m_wanted.clear();
}

} // namespace podwright::logs
