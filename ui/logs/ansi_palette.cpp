#include "ui/logs/ansi_palette.h"

#include "ui/style/terminal_colors.h"
#include "ui/style/tokens.h"

#include <utility>

namespace podwright::ui::logs {
namespace {

using podwright::logs::AnsiColour;
using podwright::logs::AnsiStyle;

QColor colourOf(const AnsiColour &colour, style::Token fallback)
{
    switch (colour.kind) {
    case AnsiColour::Kind::Default:
        return style::color(fallback);
    case AnsiColour::Kind::Rgb:
        return QColor::fromRgb(colour.value);
    case AnsiColour::Kind::Palette:
        break;
    }
    return style::terminalColor(static_cast<int>(colour.value));
}

} // namespace

QTextCharFormat formatOf(const AnsiStyle &ansi)
{
    QColor foreground = colourOf(ansi.foreground, style::Token::Text);
    QColor background = colourOf(ansi.background, style::Token::Sunken);
    if (ansi.inverse)
        std::swap(foreground, background);
    if (ansi.faint)
        foreground = style::color(style::Token::Muted);
    QTextCharFormat format;
    format.setForeground(foreground);
    if (ansi.inverse || ansi.background.kind != AnsiColour::Kind::Default)
        format.setBackground(background);
    if (ansi.bold)
        format.setFontWeight(QFont::DemiBold);
    format.setFontItalic(ansi.italic);
    format.setFontUnderline(ansi.underline);
    format.setFontStrikeOut(ansi.struck);
    return format;
}

} // namespace podwright::ui::logs
