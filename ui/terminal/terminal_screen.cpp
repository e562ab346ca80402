#include "ui/terminal/terminal_screen.h"

#include "ui/terminal/paste_check.h"

#include <algorithm>
#include <utility>

namespace podwright::ui::terminal {

namespace {

constexpr size_t longestAnswers = 4096;              // to one feed
constexpr auto wideRest = static_cast<uint32_t>(-1); // right half of a wide character

TerminalScreen &screenOf(void *user)
{
    return *static_cast<TerminalScreen *>(user);
}

bool isBlank(const VTermScreenCell &cell)
{
    return (cell.chars[0] == 0 || cell.chars[0] == ' ') && VTERM_COLOR_IS_DEFAULT_BG(&cell.bg) && !cell.attrs.reverse &&
           cell.attrs.underline == 0;
}

} // namespace

const VTermScreenCallbacks TerminalScreen::callbacks = {
    .damage = nullptr,
    .moverect = nullptr,
    .movecursor =
        [](VTermPos pos, VTermPos, int, void *user) {
            screenOf(user).m_cursor = pos;
            return 1;
        },
    .settermprop =
        [](VTermProp property, VTermValue *value, void *user) {
            screenOf(user).setProperty(property, *value);
            return 1;
        },
    .bell = nullptr,
    .resize = nullptr,
    .sb_pushline =
        [](int count, const VTermScreenCell *cells, void *user) {
            screenOf(user).pushLine(cells, count);
            return 1;
        },
    .sb_popline = [](int count, VTermScreenCell *cells,
                     void *user) { return screenOf(user).popLine(cells, count) ? 1 : 0; },
};

TerminalScreen::TerminalScreen(int rows, int columns, QObject *parent)
    : QObject(parent)
    , m_terminal(vterm_new(rows, columns))
    , m_screen(vterm_obtain_screen(m_terminal.get()))
    , m_rows(rows)
    , m_columns(columns)
{
    vterm_set_utf8(m_terminal.get(), 1);
    vterm_output_set_callback(
        m_terminal.get(),
        [](const char *bytes, size_t length, void *user) {
            screenOf(user).take({bytes, static_cast<qsizetype>(length)});
        },
        this);
    vterm_screen_set_callbacks(m_screen, &callbacks, this);
    vterm_screen_enable_altscreen(m_screen, 1);
    vterm_screen_reset(m_screen, 1);
}

void TerminalScreen::feed(QByteArrayView bytes)
{
    m_isFeeding = true;
    write(m_filter.pass(bytes, m_columns));
    m_isFeeding = false;
    const QByteArray answers = deviceAnswers(std::exchange(m_answers, {}));
    if (!answers.isEmpty())
        Q_EMIT input(answers);
    Q_EMIT changed();
}

void TerminalScreen::write(const QByteArray &bytes)
{
    vterm_input_write(m_terminal.get(), bytes.constData(), static_cast<size_t>(bytes.size()));
    vterm_screen_flush_damage(m_screen);
}

void TerminalScreen::startAnew()
{
    m_filter.reset();
    if (m_isAlternate)
        feed("\x1b[?1049l");
    // Keys, mouse, focus and paste as they are told at first; then a soft reset, a cursor, plain text.
    feed("\x1b[?1l\x1b>\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?2004l\x1b[!p\x1b[?25h\x1b[m");
    if (m_cursor.col > 0)
        feed("\r\n");
}

void TerminalScreen::clearHistory()
{
    m_dropped += static_cast<int>(m_history.size());
    m_history.clear();
    m_historyBytes = 0;
    Q_EMIT changed();
}

void TerminalScreen::resize(int rows, int columns)
{
    if (rows == m_rows && columns == m_columns)
        return;
    m_rows = rows;
    m_columns = columns;
    // Scroll regions and a cursor that are not on the new screen would make the library (0.1) write beside it: regions
    // are given up before, which leaves the cursor where it was; the unknown mode makes it look after the cursor.
    const QByteArray place = QByteArray::number(m_cursor.row + 1) + ';' + QByteArray::number(m_cursor.col + 1);
    write("\x1b[?6l\x1b[r\x1b[?69l\x1b[" + place + 'H');
    vterm_set_size(m_terminal.get(), rows, columns);
    write("\x1b[99l");
    vterm_state_get_cursorpos(vterm_obtain_state(m_terminal.get()), &m_cursor);
    Q_EMIT changed();
}

VTermScreenCell TerminalScreen::blank() const
{
    VTermScreenCell cell{};
    cell.width = 1;
    vterm_state_get_default_colors(vterm_obtain_state(m_terminal.get()), &cell.fg, &cell.bg);
    return cell;
}

VTermScreenCell TerminalScreen::cell(int line, int column) const
{
    VTermScreenCell found = blank();
    if (line >= screenLine()) {
        vterm_screen_get_cell(m_screen, {line - screenLine(), column}, &found);
    } else if (line >= m_dropped) {
        const Line &cells = m_history[static_cast<size_t>(line - m_dropped)];
        if (static_cast<size_t>(column) < cells.size())
            found = cells[static_cast<size_t>(column)];
    }
    return found;
}

QString TerminalScreen::text(int line, int firstColumn, int endColumn) const
{
    QString words;
    for (int column = firstColumn; column < std::min(endColumn, m_columns); ++column) {
        const VTermScreenCell here = cell(line, column);
        if (here.chars[0] == wideRest)
            continue;
        if (here.chars[0] == 0)
            words += u' ';
        for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && here.chars[i] != 0; ++i)
            words += QString::fromUcs4(reinterpret_cast<const char32_t *>(&here.chars[i]), 1);
    }
    while (words.endsWith(u' '))
        words.chop(1);
    return words;
}

bool TerminalScreen::isWrapped(int line) const
{
    return !m_isAlternate && cell(line, m_columns - 1).chars[0] != 0;
}

void TerminalScreen::key(VTermKey key, VTermModifier modifiers)
{
    vterm_keyboard_key(m_terminal.get(), key, modifiers);
}

void TerminalScreen::paste(const QString &text)
{
    vterm_keyboard_start_paste(m_terminal.get());
    Q_EMIT input(typedText(text));
    vterm_keyboard_end_paste(m_terminal.get());
}

void TerminalScreen::mouse(int row, int column, int button, bool isPressed, VTermModifier modifiers)
{
    if (!m_wantsMouse) // the library would tell it all the same
        return;
    vterm_mouse_move(m_terminal.get(), row, column, modifiers);
    vterm_mouse_button(m_terminal.get(), button, isPressed, modifiers);
}

void TerminalScreen::setFocused(bool isFocused)
{
    VTermState *state = vterm_obtain_state(m_terminal.get());
    if (isFocused)
        vterm_state_focus_in(state);
    else
        vterm_state_focus_out(state);
}

void TerminalScreen::take(QByteArrayView bytes)
{
    if (!m_isFeeding)
        Q_EMIT input(bytes.toByteArray());
    else if (static_cast<size_t>(m_answers.size() + bytes.size()) <= longestAnswers)
        m_answers += bytes;
}

void TerminalScreen::setProperty(VTermProp property, const VTermValue &value)
{
    if (property == VTERM_PROP_CURSORVISIBLE)
        m_isCursorVisible = value.boolean != 0;
    else if (property == VTERM_PROP_ALTSCREEN)
        m_isAlternate = value.boolean != 0;
    else if (property == VTERM_PROP_MOUSE)
        m_wantsMouse = value.number != VTERM_PROP_MOUSE_NONE;
}

void TerminalScreen::pushLine(const VTermScreenCell *cells, int count)
{
    while (count > 0 && isBlank(cells[count - 1]))
        --count;
    m_history.emplace_back(cells, cells + count);
    m_historyBytes += static_cast<size_t>(count) * sizeof(VTermScreenCell);
    while (m_history.size() > mostHistoryLines || m_historyBytes > mostHistoryBytes) {
        m_historyBytes -= m_history.front().size() * sizeof(VTermScreenCell);
        m_history.pop_front();
        ++m_dropped;
    }
}

bool TerminalScreen::popLine(VTermScreenCell *cells, int count)
{
    if (m_history.empty())
        return false;
    const Line &line = m_history.back();
    const auto known = std::min(line.size(), static_cast<size_t>(count));
    std::fill_n(std::copy_n(line.begin(), known, cells), static_cast<size_t>(count) - known, blank());
    if (cells[count - 1].width > 1) // there is no room for its right half any more
        cells[count - 1] = blank();
    m_historyBytes -= line.size() * sizeof(VTermScreenCell);
    m_history.pop_back();
    return true;
}

QByteArray deviceAnswers(QByteArrayView bytes)
{
    QByteArray answers;
    for (qsizetype i = 0; i + 2 < bytes.size(); ++i) {
        if (bytes[i] != '\x1b' || bytes[i + 1] != '[')
            continue;
        qsizetype end = i + 2;
        while (end < bytes.size() && QByteArrayView("0123456789;?>$").contains(bytes[end]))
            ++end;
        if (end < bytes.size() && QByteArrayView("cnRy").contains(bytes[end]))
            answers += bytes.sliced(i, end + 1 - i);
    }
    return answers;
}

} // namespace podwright::ui::terminal
