#include "models/logs/log_search.h"

#include <algorithm>

namespace podwright::logs {
namespace {

// So many chunks (about as many mebibytes) are searched before what was found is shown.
constexpr size_t chunksAtOnce = 32;

struct Found
{
    std::vector<qint64> lines;
    qint64 searchedTo = 0;
};

Found searchChunks(const Snapshot &chunks, qint64 from, const Matcher &matcher, const std::stop_token &stop)
{
    Found found{{}, from};
    size_t done = 0;
    for (const auto &chunk : chunks) {
        if (chunk->endLine() <= from)
            continue;
        for (qint64 n = std::max(from, chunk->firstLine); n < chunk->endLine() && !stop.stop_requested(); ++n) {
            const qint64 index = n - chunk->firstLine;
            if (matcher.matches(chunk->line(index)) && !chunk->isNotice(index))
                found.lines.push_back(n);
        }
        found.searchedTo = chunk->endLine();
        if (++done == chunksAtOnce)
            break;
    }
    return found;
}

} // namespace

LogSearch::LogSearch(const LogStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    connect(&store, &LogStore::appended, this, &LogSearch::searchOn);
    connect(&store, &LogStore::dropped, this, &LogSearch::forget);
    connect(&store, &LogStore::cleared, this, [this] { forget(m_store.firstLine()); });
}

core::Result<void> LogSearch::setQuery(const SearchQuery &query)
{
    m_job.cancel();
    m_query = query;
    m_matcher = {};
    m_lines.clear();
    m_searched = m_store.firstLine();
    auto matcher = Matcher::compile(query);
    if (matcher)
        m_matcher = *matcher;
    Q_EMIT changed();
    searchOn();
    return matcher ? core::Result<void>() : core::Result<void>(matcher.error());
}

void LogSearch::searchOn()
{
    if (m_matcher.isEmpty() || m_job.isRunning() || m_searched == m_store.wholeLineEnd())
        return;
    m_job.start([chunks = m_store.snapshot(), from = m_searched, matcher = m_matcher](
                    const std::stop_token &stop) { return searchChunks(chunks, from, matcher, stop); },
                [this](Found found) { take(std::move(found.lines), found.searchedTo); });
}

void LogSearch::take(std::vector<qint64> found, qint64 searchedTo)
{
    m_lines.insert(m_lines.end(), found.begin(), found.end());
    m_searched = std::max(searchedTo, m_searched);
    forget(m_store.firstLine());
    Q_EMIT changed();
    searchOn();
}

void LogSearch::forget(qint64 newFirstLine)
{
    const auto kept = std::lower_bound(m_lines.begin(), m_lines.end(), newFirstLine);
    m_searched = std::max(m_searched, newFirstLine);
    if (kept == m_lines.begin())
        return;
    m_lines.erase(m_lines.begin(), kept);
    Q_EMIT changed();
}

qint64 LogSearch::next(qint64 from) const
{
    if (m_lines.empty())
        return -1;
    const auto found = std::upper_bound(m_lines.begin(), m_lines.end(), from);
    return found == m_lines.end() ? m_lines.front() : *found;
}

qint64 LogSearch::previous(qint64 from) const
{
    if (m_lines.empty())
        return -1;
    const auto found = std::lower_bound(m_lines.begin(), m_lines.end(), from);
    return found == m_lines.begin() ? m_lines.back() : *std::prev(found);
}

} // namespace podwright::logs
