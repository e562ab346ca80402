#pragma once

#include "ui/terminal/output_filter.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <vterm.h>

#include <deque>
#include <memory>
#include <vector>

namespace podwright::ui::terminal {

// What a program has written to its terminal, and what it is told by keys and mouse. Lines are counted from the first
// that was ever written; those that left the screen are kept, but for the oldest. Whatever is fed in, nothing leaves
// but what a terminal answers to questions about itself.
class TerminalScreen : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostHistoryLines = 10'000;
    static constexpr size_t mostHistoryBytes = 32 * 1024 * 1024;

    TerminalScreen(int rows, int columns, QObject *parent = nullptr);

    void feed(QByteArrayView bytes);
    void startAnew(); // below what is there, with nothing set by the former program
    void clearHistory();
    void resize(int rows, int columns);

    int rows() const { return m_rows; }
    int columns() const { return m_columns; }
    int firstLine() const { return m_dropped; }
    int screenLine() const { return m_dropped + static_cast<int>(m_history.size()); } // the screen's first
    int endLine() const { return screenLine() + m_rows; }
    VTermScreenCell cell(int line, int column) const;
    QString text(int line, int firstColumn, int endColumn) const; // blanks at the end left out
    bool isWrapped(int line) const;                               // as far as can be seen: the next one goes on with it

    int cursorLine() const { return screenLine() + m_cursor.row; }
    int cursorColumn() const { return m_cursor.col; }
    bool isCursorVisible() const { return m_isCursorVisible; }
    bool isAlternate() const { return m_isAlternate; } // a program that uses the whole screen
    bool wantsMouse() const { return m_wantsMouse; }

    // What a program is told; comes out as input().
    void key(VTermKey key, VTermModifier modifiers = VTERM_MOD_NONE);
    void type(const QByteArray &bytes) { Q_EMIT input(bytes); }
    void paste(const QString &text); // between marks if the program asked for them
    void mouse(int row, int column, int button, bool isPressed, VTermModifier modifiers);
    void setFocused(bool isFocused);

Q_SIGNALS:
    void changed(); // once for each feed()
    void input(const QByteArray &bytes);

private:
    using Line = std::vector<VTermScreenCell>; // without the blanks at its end
    struct Deleter
    {
        void operator()(VTerm *terminal) const { vterm_free(terminal); }
    };
    static const VTermScreenCallbacks callbacks;

    void write(const QByteArray &bytes);
    void take(QByteArrayView bytes); // from the terminal
    void setProperty(VTermProp property, const VTermValue &value);
    void pushLine(const VTermScreenCell *cells, int count);
    bool popLine(VTermScreenCell *cells, int count);
    VTermScreenCell blank() const;

    std::unique_ptr<VTerm, Deleter> m_terminal;
    OutputFilter m_filter;
    VTermScreen *m_screen;
    int m_rows, m_columns;
    std::deque<Line> m_history;
    size_t m_historyBytes = 0;
    int m_dropped = 0;
    VTermPos m_cursor{0, 0};
    bool m_isCursorVisible = true, m_isAlternate = false, m_wantsMouse = false;
    bool m_isFeeding = false;
    QByteArray m_answers; // of this feed()
};

// Of what a terminal says by itself only the answers about its kind, its state and its cursor: control sequences of
// digits. The rest could be words of the program, sent back as if they were typed.
QByteArray deviceAnswers(QByteArrayView bytes);

} // namespace podwright::ui::terminal
