#include "ui/terminal/terminal_selection.h"

#include "ui/terminal/terminal_screen.h"

#include <algorithm>

namespace podwright::ui::terminal {

namespace {

// What a double click takes together: names, paths, addresses.
bool isOfWord(const TerminalScreen &screen, int line, int column)
{
    const uint32_t character = screen.cell(line, column).chars[0];
    return character > ' ' && !QStringLiteral("\"'`()[]{}<>|;,").contains(QChar::fromUcs4(character));
}

} // namespace

void TerminalSelection::selectWord(const TerminalScreen &screen, TerminalPlace place)
{
    begin(place);
    while (m_anchor.column > 0 && isOfWord(screen, place.line, m_anchor.column - 1))
        --m_anchor.column;
    while (m_end.column < screen.columns() && isOfWord(screen, place.line, m_end.column))
        ++m_end.column;
}

void TerminalSelection::selectAll(const TerminalScreen &screen)
{
    m_anchor = {screen.firstLine(), 0};
    m_end = {screen.endLine() - 1, screen.columns()};
}

std::pair<int, int> TerminalSelection::columnsOf(int line, int columns) const
{
    const TerminalPlace from = first(), to = last();
    if (isEmpty() || line < from.line || line > to.line)
        return {0, 0};
    return {line == from.line ? from.column : 0, line == to.line ? to.column : columns};
}

QString TerminalSelection::text(const TerminalScreen &screen) const
{
    QString words;
    const int firstKept = std::max(first().line, screen.firstLine());
    for (int line = firstKept; !isEmpty() && line <= std::min(last().line, screen.endLine() - 1); ++line) {
        const auto [from, to] = columnsOf(line, screen.columns());
        words += screen.text(line, from, to);
        if (line < last().line && !screen.isWrapped(line))
            words += u'\n';
    }
    while (words.endsWith(u'\n'))
        words.chop(1);
    return words;
}

} // namespace podwright::ui::terminal
