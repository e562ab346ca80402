#pragma once

#include "models/core/job.h"
#include "models/logs/line_source.h"
#include "models/logs/log_chunk.h"

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace podwright::logs {

// A line of a closed chunk.
struct PlacedLine
{
    std::shared_ptr<const LogChunk> chunk; // null: there is none
    qint64 line = 0;                       // in the chunk
};

// The lines of chunks in a file that are being looked at, in pages of some kilobytes, so that the GUI thread takes only
// what is in memory: a page comes from here or, if the system holds it, by a read that does not wait; else a pool
// thread reads it. The beginnings of very long lines are in pages too, their whole is read on demand.
class LinePages
{
public:
    explicit LinePages(std::function<void()> fetched)
        : m_fetched(std::move(fetched))
    {}

    bool isAtHand(const PlacedLine &line);                       // if not, it will be
    LineStart lineStart(const PlacedLine &line, qsizetype most); // waits for the disk if it was not at hand
    static QByteArray wholeLine(const PlacedLine &line);         // waits for the disk
    void clear();

private:
    static constexpr qsizetype pageSize = 64 * 1024; // more than an index entry's lines take, but for long lines
    static constexpr size_t mostPages = 64;
    using Key = std::pair<const SpillFile *, qint64>; // where in the file
    struct Page
    {
        std::shared_ptr<const SpillFile> file;
        qint64 offset = 0;
        qint64 length = 0;
        QByteArray bytes = {};
    };
    static Page pageOf(const PlacedLine &line);
    const QByteArray *find(const Page &page);
    void keep(Page page);
    void fetch();

    std::map<Key, Page> m_pages;
    std::list<Key> m_order; // the oldest first
    std::vector<Page> m_wanted;
    core::Job m_job;
    std::function<void()> m_fetched;
};

} // namespace podwright::logs
