#pragma once

#include "models/core/result.h"

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

// A compiled query. RE2 does the work: time is linear in the line whatever the pattern. A value that may be used on any
// thread.
class Matcher
{
public:
    Matcher() = default; // finds nothing
    // Errors: Invalid with RE2's reason for a bad pattern, or one that is too large.
    static core::Result<Matcher> compile(const SearchQuery &query);

    bool isEmpty() const { return !m_pattern; }
    // Time stamp and escape sequences of a stored line are not searched.
    bool matches(QByteArrayView storedLine) const;
    // Start and length of each hit in a text as it is shown, in UTF-16 units; empty hits left out.
    std::vector<std::pair<qsizetype, qsizetype>> hits(const QString &shownText) const;

private:
    struct Pattern;
    std::shared_ptr<const Pattern> m_pattern;
};

} // namespace podwright::logs
