#pragma once

#include <QByteArray>

class QKeyEvent;

namespace podwright::ui::terminal {

class TerminalScreen;

// Not for the terminal: what leads out of it or is the program's own (Ctrl+Shift+…, Ctrl+Tab, Ctrl+digit).
bool belongsToProgram(const QKeyEvent &event);

// What a terminal sends for a key, said to `screen` (whose modes it depends on). False: the key says nothing.
bool sendKey(TerminalScreen &screen, const QKeyEvent &event);

} // namespace podwright::ui::terminal
