#pragma once

#include <QString>

#include <algorithm>
#include <compare>
#include <utility>

namespace podwright::ui::terminal {

class TerminalScreen;

struct TerminalPlace
{
    int line = 0, column = 0;
    auto operator<=>(const TerminalPlace &) const = default;
};

// What is marked with the mouse: from `anchor` to `end`, in reading order whichever came first.
class TerminalSelection
{
public:
    void begin(TerminalPlace place) { m_anchor = m_end = place; }
    void extendTo(TerminalPlace place) { m_end = place; }
    void selectWord(const TerminalScreen &screen, TerminalPlace place);
    void selectAll(const TerminalScreen &screen);
    void clear() { m_end = m_anchor; }

    bool isEmpty() const { return m_anchor == m_end; }
    TerminalPlace first() const { return std::min(m_anchor, m_end); }
    TerminalPlace last() const { return std::max(m_anchor, m_end); } // not part of it
    // The columns of a line, from and to.
    std::pair<int, int> columnsOf(int line, int columns) const;
    QString text(const TerminalScreen &screen) const;

private:
    TerminalPlace m_anchor, m_end;
};

} // namespace podwright::ui::terminal
