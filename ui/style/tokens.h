#pragma once

#include <QColor>
#include <QStringView>

#include <span>

namespace podwright::ui::style {

// Every colour of the program, by meaning. Nothing else in ui/ names a colour.
enum class Token {
    Background, // of the window
    Panel,      // of lists, cards and controls
    Sunken,     // of panes of code and logs
    Line,       // separators and borders of what cannot be pressed
    Border,     // of controls
    Hover,
    Text,
    Muted,
    Accent,
    OnAccent,   // text on Accent
    AccentSoft, // behind the chosen row or button
    Ok,
    OkSoft,
    Wait,
    WaitSoft,
    Bad,
    BadSoft,
    FocusLine, // behind the lines of the focused field, and matches
    CodeKey,
    CodeValue,
    CodeNumber,
    Count_
};

struct TokenValue
{
    Token token;
    QStringView name; // in style sheets: "@panel"
    QRgb light;
    QRgb dark;
};

std::span<const TokenValue> tokenValues();
QColor color(Token token, bool isDark);
// In the theme that is shown.
QColor color(Token token);

// Text on ground: what tests hold to WCAG AA.
struct TextPair
{
    Token text;
    Token ground;
};
std::span<const TextPair> textPairs();

// WCAG 2.1 contrast, 1 to 21.
double contrast(const QColor &first, const QColor &second);

} // namespace podwright::ui::style
