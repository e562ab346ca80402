#pragma once

#include <QString>

namespace podwright::ui::style {

// :/style/podwright.qss with every "@name" replaced: tokens by their colours, "@theme" by "light" or "dark".
QString styleSheet(bool isDark);

} // namespace podwright::ui::style
