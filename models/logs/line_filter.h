#pragma once

#include "models/logs/level.h"
#include "models/logs/line_set.h"
#include "models/logs/matcher.h"

#include <vector>

namespace podwright::logs {

struct FilterTerm
{
    SearchQuery query;
    bool excludes = false; // lines that match are left out
    bool operator==(const FilterTerm &) const = default;
};

// All of it holds for a line that passes.
struct FilterQuery
{
    std::vector<FilterTerm> terms; // those with an empty text do not count
    LevelMask levels = 0;          // any of these; 0: all
    bool operator==(const FilterQuery &) const = default;
};

// A compiled FilterQuery; a value, any thread.
class LineFilter
{
public:
    LineFilter() = default; // nothing passes
    // Errors: Invalid, as Matcher::compile().
    static core::Result<LineFilter> compile(const FilterQuery &query);

    bool isEmpty() const { return m_terms.empty() && m_levels == 0; }
    // Adds the lines of a chunk from absolute number `from` on that pass. Notices never do.
    void find(const LogChunk &chunk, QByteArrayView bytes, qint64 from, LineSet &found) const;

private:
    struct Term
    {
        Matcher matcher;
        bool excludes = false;
    };
    bool passes(QByteArrayView storedLine, size_t firstTerm) const;

    std::vector<Term> m_terms; // one that does not exclude is the first, if there is any
    LevelMask m_levels = 0;
};

// The level of a line as it is stored.
Level storedLevel(QByteArrayView storedLine, bool mayHaveEscapes = true);

} // namespace podwright::logs
