#pragma once

#include "ui/style/tokens.h"

#include <QIcon>
#include <QString>

namespace podwright::ui::style {

// The drawing :/icons/NAME.svg in the token's colour of the theme shown when it is painted; disabled and selected
// states included. A null icon if there is no such drawing.
QIcon icon(const QString &name, Token token = Token::Muted);

} // namespace podwright::ui::style
