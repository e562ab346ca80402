#include "models/logs/log_search.h"

namespace podwright::logs {

LogSearch::LogSearch(const LogStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_scan(store, 0)
{
    connect(&m_scan, &LogScan::changed, this, &LogSearch::changed);
}

core::Result<void> LogSearch::setQuery(const FilterQuery &query)
{
    m_query = query;
    const auto filter = LineFilter::compile(query);
    m_isEmpty = !filter || filter->isEmpty();
    if (m_isEmpty) {
        m_scan.stop();
        return filter ? core::Result<void>() : core::Result<void>(filter.error());
    }
    m_scan.start([filter = *filter](const LogChunk &chunk, QByteArrayView bytes, qint64 from,
                                    std::vector<LineSet> &found) { filter.find(chunk, bytes, from, found.front()); },
                 1);
    return {};
}

double LogSearch::progress() const
{
    const auto all = static_cast<double>(m_store.wholeLineEnd() - m_store.firstLine());
    return isComplete() || all <= 0 ? 1.0 : static_cast<double>(m_scan.progressLine() - m_store.firstLine()) / all;
}

qint64 LogSearch::next(qint64 from) const
{
    const qint64 found = lines().at(lines().countBelow(from + 1));
    return found < 0 ? lines().at(0) : found;
}

qint64 LogSearch::previous(qint64 from) const
{
    const qint64 found = lines().at(lines().countBelow(from) - 1);
    return found < 0 ? lines().at(lines().count() - 1) : found;
}

} // namespace podwright::logs
