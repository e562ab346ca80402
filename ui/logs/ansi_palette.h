#pragma once

#include "models/logs/ansi.h"

#include <QTextCharFormat>

namespace podwright::ui::logs {

// Terminal colours that can be read on the theme's ground: the 16 basic ones are the theme's own, the others as sent.
QTextCharFormat formatOf(const podwright::logs::AnsiStyle &style);

} // namespace podwright::ui::logs
