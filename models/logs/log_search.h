#pragma once

#include "models/core/job.h"
#include "models/core/result.h"
#include "models/logs/log_store.h"
#include "models/logs/matcher.h"

#include <QObject>

#include <vector>

namespace podwright::logs {

// The lines of a store that match a query: found on the thread pool, live as lines come. Lines of ours (notices) never
// match. GUI thread; the store must outlive the search.
class LogSearch : public QObject
{
    Q_OBJECT
public:
    explicit LogSearch(const LogStore &store, QObject *parent = nullptr);

    // Starts over; an empty text finds nothing. Errors: Invalid for a bad pattern, the former result is gone then.
    core::Result<void> setQuery(const SearchQuery &query);
    const SearchQuery &query() const { return m_query; }
    const Matcher &matcher() const { return m_matcher; }

    const std::vector<qint64> &lines() const { return m_lines; } // absolute, rising
    bool isComplete() const { return !m_job.isRunning() && m_searched == m_store.wholeLineEnd(); }
    // The match after (before) line `from`, going round at the ends; -1 if there is none.
    qint64 next(qint64 from) const;
    qint64 previous(qint64 from) const;

Q_SIGNALS:
    void changed(); // more lines, or another query

private:
    void searchOn();
    void take(std::vector<qint64> found, qint64 searchedTo);
    void forget(qint64 newFirstLine);

    const LogStore &m_store;
    SearchQuery m_query;
    Matcher m_matcher;
    std::vector<qint64> m_lines;
    qint64 m_searched = 0; // all whole lines before this one are done
    core::Job m_job;
};

} // namespace podwright::logs
