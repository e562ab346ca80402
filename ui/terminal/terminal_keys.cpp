#include "ui/terminal/terminal_keys.h"

#include "ui/terminal/terminal_screen.h"

#include <QKeyEvent>

#include <array>
#include <optional>
#include <utility>

namespace podwright::ui::terminal {

namespace {

constexpr std::array<std::pair<int, VTermKey>, 16> namedKeys{{
    {Qt::Key_Return, VTERM_KEY_ENTER},
    {Qt::Key_Enter, VTERM_KEY_ENTER},
    {Qt::Key_Tab, VTERM_KEY_TAB},
    {Qt::Key_Backtab, VTERM_KEY_TAB},
    {Qt::Key_Backspace, VTERM_KEY_BACKSPACE},
    {Qt::Key_Escape, VTERM_KEY_ESCAPE},
    {Qt::Key_Up, VTERM_KEY_UP},
    {Qt::Key_Down, VTERM_KEY_DOWN},
    {Qt::Key_Left, VTERM_KEY_LEFT},
    {Qt::Key_Right, VTERM_KEY_RIGHT},
    {Qt::Key_Insert, VTERM_KEY_INS},
    {Qt::Key_Delete, VTERM_KEY_DEL},
    {Qt::Key_Home, VTERM_KEY_HOME},
    {Qt::Key_End, VTERM_KEY_END},
    {Qt::Key_PageUp, VTERM_KEY_PAGEUP},
    {Qt::Key_PageDown, VTERM_KEY_PAGEDOWN},
}};

std::optional<VTermKey> namedKey(int key)
{
    if (key >= Qt::Key_F1 && key <= Qt::Key_F12)
        return static_cast<VTermKey>(VTERM_KEY_FUNCTION(key - Qt::Key_F1 + 1));
    for (const auto &[known, name] : namedKeys) {
        if (known == key)
            return name;
    }
    return {};
}

// Keys that are one character wherever they are pressed; with modifiers few programs would know them.
bool isPlain(VTermKey key)
{
    return key == VTERM_KEY_ENTER || key == VTERM_KEY_BACKSPACE || key == VTERM_KEY_ESCAPE;
}

int modifiersOf(const QKeyEvent &event, VTermKey key)
{
    int modifiers = VTERM_MOD_NONE;
    if (isPlain(key))
        return event.modifiers() & Qt::AltModifier ? VTERM_MOD_ALT : VTERM_MOD_NONE;
    if ((event.modifiers() & Qt::ShiftModifier) || event.key() == Qt::Key_Backtab)
        modifiers |= VTERM_MOD_SHIFT;
    if (event.modifiers() & Qt::AltModifier)
        modifiers |= VTERM_MOD_ALT;
    if (event.modifiers() & Qt::ControlModifier)
        modifiers |= VTERM_MOD_CTRL;
    return modifiers;
}

// Ctrl with a letter and its few kin.
std::optional<char> controlCharacter(int key)
{
    if (key >= Qt::Key_A && key <= Qt::Key_Underscore) // A to Z, [ \ ] ^ _
        return static_cast<char>(key - Qt::Key_At);
    if (key == Qt::Key_Space || key == Qt::Key_At)
        return '\0';
    if (key == Qt::Key_Slash)
        return '\x1f';
    return {};
}

QByteArray textOf(const QKeyEvent &event)
{
    if (event.modifiers() & Qt::ControlModifier) {
        const auto character = controlCharacter(event.key());
        return character ? QByteArray(1, *character) : QByteArray();
    }
    return event.text().toUtf8();
}

} // namespace

bool belongsToProgram(const QKeyEvent &event)
{
    const bool isControl = event.modifiers() & Qt::ControlModifier;
    const bool isShift = event.modifiers() & Qt::ShiftModifier;
    const bool leads = event.key() == Qt::Key_Tab || event.key() == Qt::Key_Backtab ||
                       (event.key() >= Qt::Key_0 && event.key() <= Qt::Key_9);
    return isControl && (isShift || leads);
}

bool sendKey(TerminalScreen &screen, const QKeyEvent &event)
{
    if (const auto key = namedKey(event.key())) {
        screen.key(*key, static_cast<VTermModifier>(modifiersOf(event, *key)));
        return true;
    }
    const QByteArray text = textOf(event);
    if (text.isEmpty())
        return false;
    const bool isMeta = event.modifiers() & Qt::AltModifier;
    screen.type(isMeta ? '\x1b' + text : text);
    return true;
}

} // namespace podwright::ui::terminal
