#pragma once

#include "models/logs/line_filter.h"
#include "models/logs/log_scan.h"

#include <QObject>

namespace podwright::logs {

// The lines of a store that match a query: found on the thread pool, the first ones at once, live as lines come. Lines
// of ours (notices) never match. GUI thread; the store must outlive the search.
class LogSearch : public QObject
{
    Q_OBJECT
public:
    explicit LogSearch(const LogStore &store, QObject *parent = nullptr);

    // Starts over; an empty query finds nothing. Errors: Invalid for a bad pattern, the former result is gone then.
    core::Result<void> setQuery(const FilterQuery &query);
    core::Result<void> setQuery(const SearchQuery &query) { return setQuery(FilterQuery{{{query}}, 0}); }
    const FilterQuery &query() const { return m_query; }
    bool isEmpty() const { return m_isEmpty; } // nothing is sought

    const LineSet &lines() const { return m_scan.lines(); } // absolute
    bool isComplete() const { return m_isEmpty || m_scan.isComplete(); }
    // How far the search has come, 0 to 1.
    double progress() const;
    // The match after (before) line `from`, going round at the ends; -1 if there is none.
    qint64 next(qint64 from) const;
    qint64 previous(qint64 from) const;

Q_SIGNALS:
    void changed(); // more lines, or another query

private:
    const LogStore &m_store;
    FilterQuery m_query;
    bool m_isEmpty = true;
    LogScan m_scan;
};

} // namespace podwright::logs
