#include "ui/logs/ansi_palette.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <array>

namespace podwright::ui::logs {
namespace {

using podwright::logs::AnsiColour;
using podwright::logs::AnsiStyle;

// Black, red, green, yellow, blue, magenta, cyan, white; then the bright ones.
constexpr std::array<QRgb, 16> onLight{0xff1b2430, 0xffb3261e, 0xff1a7f4b, 0xff8a5a00, 0xff2563d9, 0xff8e3bb0,
                                       0xff0f7286, 0xff5b6776, 0xff5b6776, 0xffc22f36, 0xff1f8f56, 0xff9a6200,
                                       0xff3b74e0, 0xffa04cc2, 0xff12829a, 0xff1b2430};
constexpr std::array<QRgb, 16> onDark{0xff7d8998, 0xffff8085, 0xff5bc98b, 0xffe5b15a, 0xff6ea0ff, 0xffd39bf0,
                                      0xff63c9dd, 0xffe4e8ee, 0xff9aa6b5, 0xffff9b9f, 0xff7fdca7, 0xfff0c67f,
                                      0xff90b6ff, 0xffe0b6f6, 0xff8adaea, 0xffffffff};

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
        return QColor::fromRgba((style::isDark() ? onDark : onLight)[colour.value]);
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
