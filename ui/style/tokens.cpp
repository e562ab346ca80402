#include "ui/style/tokens.h"

#include "ui/style/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace podwright::ui::style {

namespace {

using enum Token;

constexpr std::array<TokenValue, static_cast<size_t>(Count_)> values{{
    {Background, u"background", 0xfff6f7f9, 0xff14181e},
    {Panel, u"panel", 0xffffffff, 0xff1a1f27},
    {Sunken, u"sunken", 0xfffbfcfd, 0xff161a21},
    {Line, u"line", 0xffdfe3e8, 0xff2e3642},
    {Border, u"border", 0xffd3d9e0, 0xff3a4453},
    {Hover, u"hover", 0xfff0f2f5, 0xff232a34},
    {Text, u"text", 0xff1b2430, 0xffe4e8ee},
    {Muted, u"muted", 0xff5b6776, 0xff9aa6b5},
    {Accent, u"accent", 0xff2563d9, 0xff6ea0ff},
    {OnAccent, u"on-accent", 0xffffffff, 0xff10141a},
    {AccentSoft, u"accent-soft", 0xffe8effc, 0xff1f2d4a},
    {Ok, u"ok", 0xff1a7f4b, 0xff5bc98b},
    {OkSoft, u"ok-soft", 0xffe8f7ef, 0xff15301f},
    {Wait, u"wait", 0xff9a6200, 0xffe5b15a},
    {WaitSoft, u"wait-soft", 0xfffdf3e0, 0xff3a2c12},
    {Bad, u"bad", 0xffc22f36, 0xffff8085},
    {BadSoft, u"bad-soft", 0xfffdeaea, 0xff3d1d22},
    {FocusLine, u"focus-line", 0xfffff6d6, 0xff3a3418},
    {CodeKey, u"code-key", 0xff7a3ea8, 0xffc79bea},
    {CodeValue, u"code-value", 0xff1a7a45, 0xff7fcf9f},
    {CodeNumber, u"code-number", 0xff1f5bbf, 0xff8ab4ff},
}};

constexpr auto pairs = std::to_array<TextPair>({
    {Text, Background},      {Text, Panel},        {Text, Sunken},      {Text, Hover},        {Text, AccentSoft},
    {Text, FocusLine},       {Text, WaitSoft},     {Text, BadSoft},     {Muted, Background},  {Muted, Panel},
    {Muted, Sunken},         {Muted, Hover},       {Muted, AccentSoft}, {Muted, FocusLine},   {Accent, Background},
    {Accent, Panel},         {Accent, AccentSoft}, {OnAccent, Accent},  {Ok, Panel},          {Ok, OkSoft},
    {Wait, Panel},           {Wait, WaitSoft},     {Bad, Panel},        {Bad, Background},    {Bad, BadSoft},
    {CodeKey, Sunken},       {CodeKey, FocusLine}, {CodeValue, Sunken}, {CodeNumber, Sunken}, {CodeValue, FocusLine},
    {CodeNumber, FocusLine}, {Wait, Background},
});

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    const QColor rgb = color.toRgb();
    return 0.2126 * linear(double(rgb.redF())) + 0.7152 * linear(double(rgb.greenF())) +
           0.0722 * linear(double(rgb.blueF()));
}

} // namespace

std::span<const TokenValue> tokenValues()
{
    return values;
}

QColor color(Token token, bool isDark)
{
    const TokenValue &value = values[static_cast<size_t>(token)];
    Q_ASSERT(value.token == token);
    return QColor::fromRgba(isDark ? value.dark : value.light);
}

QColor color(Token token)
{
    return color(token, isDark());
}

std::span<const TextPair> textPairs()
{
    return pairs;
}

double contrast(const QColor &first, const QColor &second)
{
    const auto [darker, lighter] = std::minmax({luminance(first), luminance(second)});
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace podwright::ui::style
