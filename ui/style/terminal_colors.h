#pragma once

#include <QColor>

namespace podwright::ui::style {

// One of the 256 colours of a terminal: the 16 basic ones (black, red, green, yellow, blue, magenta, cyan, white, then
// the bright ones) as they can be read on the shown theme's ground, then xterm's cube and greys.
QColor terminalColor(int index);

} // namespace podwright::ui::style
