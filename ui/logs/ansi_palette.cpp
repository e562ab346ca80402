#include "ui/logs/ansi_palette.h"

#include "ui/style/terminal_colors.h"
#include "ui/style/tokens.h"

#include <utility>

namespace podwright::ui::logs {
namespace {

using podwright::logs::AnsiColour;
using podwright::logs::AnsiStyle;

// The xterm cube and grey ramp.
QColor extendedColour(quint32 index)
{
    if (index >= 232) {
        const int grey = 8 + static_cast<int>(index - 232) * 10;
        return {grey, grey, grey};
    }
    const auto level = [](quint32 step) { return step == 0 ? 0 : 55 + static_cast<int>(step) * 40; };
    const quint32 cube = index - 16;
    return {level(cube / 36), level(cube / 6 % 6), level(cube % 6)};
}

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
    if (colour.value < 16)
        return style::terminalColor(static_cast<int>(colour.value));
    return extendedColour(colour.value);
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
