#pragma once

#include <QFont>

namespace podwright::ui::style {

QFont interfaceFont(); // Inter, else the desktop's font; 13 px
QFont smallFont();     // 11 px, for hints and units
QFont strongFont();    // interfaceFont(), semi-bold
QFont codeFont();      // JetBrains Mono, else the desktop's fixed font; 12 px

} // namespace podwright::ui::style
