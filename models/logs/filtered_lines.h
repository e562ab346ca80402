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
    qint64 lineCount() const override { return static_cast<qint64>(m_search.lines().size()); }
    QByteArray line(qint64 number) const override
    {
        return number < 0 || number >= lineCount() ? QByteArray() : m_store.line(originOf(number));
    }
    qint64 originOf(qint64 number) const override { return m_search.lines()[static_cast<size_t>(number)]; }

private:
    const LogStore &m_store;
    const LogSearch &m_search;
};

} // namespace podwright::logs
