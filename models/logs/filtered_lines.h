#pragma once

#include "models/logs/line_source.h"
#include "models/logs/log_search.h"

namespace podwright::logs {

// Only the lines that a search has found, numbered from 0 on. Both must outlive it.
class FilteredLines : public LineSource
{
public:
    FilteredLines(const LogStore &store, const LogSearch &search)
        : m_store(store)
        , m_search(search)
    {}

    qint64 firstLine() const override { return 0; }
    qint64 lineCount() const override { return m_search.lines().count(); }
    bool isAtHand(qint64 number) const override { return m_store.isAtHand(originOf(number)); }
    LineStart lineStart(qint64 number, qsizetype most) const override
    {
        return m_store.lineStart(originOf(number), most);
    }
    QByteArray line(qint64 number) const override { return m_store.line(originOf(number)); }
    qint64 originOf(qint64 number) const override { return m_search.lines().at(number); }
    qint64 numberOf(qint64 origin) const override { return m_search.lines().countBelow(origin); }

private:
    const LogStore &m_store;
    const LogSearch &m_search;
};

} // namespace podwright::logs
