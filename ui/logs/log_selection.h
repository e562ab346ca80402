#pragma once

#include <QString>

#include <algorithm>
#include <compare>
#include <functional>

namespace podwright::ui::logs {

// A place between two characters of a shown line.
struct TextPlace
{
    qint64 line = 0;
    qsizetype column = 0;
    auto operator<=>(const TextPlace &) const = default;
};

// From where the user began to where they are; either may come first.
struct LogSelection
{
    TextPlace anchor, caret;

    bool isEmpty() const { return anchor == caret; }
    TextPlace first() const { return std::min(anchor, caret); }
    TextPlace last() const { return std::max(anchor, caret); }
    bool touches(qint64 line) const { return !isEmpty() && line >= first().line && line <= last().line; }
    // Start and length of what is selected in a line of this length.
    std::pair<qsizetype, qsizetype> rangeIn(qint64 line, qsizetype length) const;
};

// Words are letters, digits, and what joins them in paths and identifiers.
LogSelection wordAt(qint64 line, const QString &text, qsizetype column);

// The selected parts of lines, joined by newlines; `textOf` gives a line as it is shown.
QString selectedText(const LogSelection &selection, qint64 firstLine, qint64 endLine,
                     const std::function<QString(qint64)> &textOf);

} // namespace podwright::ui::logs
