#pragma once

#include "models/core/result.h"
#include "models/logs/literal_finder.h"
#include "models/logs/log_chunk.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <utility>
#include <vector>

namespace podwright::logs {

struct SearchQuery
{
    QString text; // empty finds nothing
    bool isRegex = false;
    bool isCaseSensitive = false;
    bool operator==(const SearchQuery &) const = default;
};

// A compiled query. RE2 does the work of regular expressions: time is linear in the line whatever the pattern. A value
// that may be used on any thread.
class Matcher
{
public:
    Matcher() = default; // finds nothing
    // Errors: Invalid with RE2's reason for a bad pattern, or one that is too large.
    static core::Result<Matcher> compile(const SearchQuery &query);

    bool isEmpty() const { return !m_pattern; }
    // Time stamp and escape sequences of a stored line are not searched.
    bool matches(QByteArrayView storedLine) const;
    // The matching lines of a chunk from line `from` (of the chunk) on, rising. Notices are lines like others here.
    std::vector<quint32> matchingLines(const ChunkIndex &index, QByteArrayView bytes, qint64 from) const;
    // Start and length of each hit in a text as it is shown, in UTF-16 units; empty hits left out.
    std::vector<std::pair<qsizetype, qsizetype>> hits(const QString &shownText) const;

private:
    struct Pattern;
    bool isIn(QByteArrayView text) const;
    std::pair<qsizetype, qsizetype> nextHit(QByteArrayView text, qsizetype from) const;
    std::vector<quint32> byLiteral(const ChunkIndex &index, QByteArrayView bytes, qint64 from) const;
    std::vector<quint32> byExpression(const ChunkIndex &index, QByteArrayView bytes, qint64 from) const;
    std::shared_ptr<const Pattern> m_pattern;
};

} // namespace podwright::logs
