#pragma once

#include <QColor>

namespace podwright::ui::style {

// The 16 basic colours of a terminal (black, red, green, yellow, blue, magenta, cyan, white, then the bright ones) as
// they can be read on the shown theme's ground.
QColor terminalColor(int index);

} // namespace podwright::ui::style
