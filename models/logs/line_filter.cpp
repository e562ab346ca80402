#include "models/logs/line_filter.h"

#include "models/logs/ansi.h"
#include "models/logs/ascii.h"
#include "models/logs/stamp.h"

#include <algorithm>

namespace podwright::logs {

Level storedLevel(QByteArrayView storedLine, bool mayHaveEscapes)
{
    constexpr qsizetype enough = 512;
    QByteArrayView text = splitStamp(storedLine).text;
    text = text.first(std::min(text.size(), enough));
    return mayHaveEscapes && text.contains(escape) ? levelOf(stripAnsi(text)) : levelOf(text);
}

core::Result<LineFilter> LineFilter::compile(const FilterQuery &query)
{
    LineFilter filter;
    filter.m_levels = query.levels;
    for (const FilterTerm &term : query.terms) {
        auto matcher = Matcher::compile(term.query);
        if (!matcher)
            return matcher.error();
        if (!matcher->isEmpty())
            filter.m_terms.push_back({std::move(*matcher), term.excludes});
    }
    std::stable_partition(filter.m_terms.begin(), filter.m_terms.end(),
                          [](const Term &term) { return !term.excludes; });
    return filter;
}

bool LineFilter::passes(QByteArrayView storedLine, size_t firstTerm) const
{
    for (size_t i = firstTerm; i < m_terms.size(); ++i)
        if (m_terms[i].matcher.matches(storedLine) == m_terms[i].excludes)
            return false;
    return m_levels == 0 || (m_levels & maskOf(storedLevel(storedLine))) != 0;
}

void LineFilter::find(const LogChunk &chunk, QByteArrayView bytes, qint64 from, LineSet &found) const
{
    const qint64 first = std::max<qint64>(from - chunk.firstLine, 0);
    if (isEmpty() || first >= chunk.lineCount())
        return;
    const auto take = [&](qint64 line) {
        if (!chunk.index->hasNotices() || !chunk.isNotice(line))
            found.append(chunk.firstLine + line);
    };
    LineWalker walker(*chunk.index, bytes, first);
    if (m_terms.empty() || m_terms.front().excludes) {
        for (bool isLine = true; isLine; isLine = walker.next())
            if (passes(walker.line(), 0))
                take(walker.index());
        return;
    }
    const bool isAlone = m_terms.size() == 1 && m_levels == 0;
    for (const quint32 line : m_terms.front().matcher.matchingLines(*chunk.index, bytes, first)) {
        if (!isAlone)
            walker.goToLine(line);
        if (isAlone || passes(walker.line(), 1))
            take(line);
    }
}

} // namespace podwright::logs
