#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace podwright::logs {

// A colour of a terminal: none (the view's own), one of the 256 palette entries, or 24 bits.
struct AnsiColour
{
    enum class Kind : quint8 { Default, Palette, Rgb };
    Kind kind = Kind::Default;
    quint32 value = 0; // palette index, or 0xRRGGBB
    bool operator==(const AnsiColour &) const = default;
};

struct AnsiStyle
{
    AnsiColour foreground, background;
    bool bold = false, faint = false, italic = false, underline = false, inverse = false, struck = false;
    bool operator==(const AnsiStyle &) const = default;
};

struct AnsiSpan
{
    qsizetype start = 0; // in UTF-16 units of AnsiLine::text
    qsizetype length = 0;
    AnsiStyle style;
};

// One line as a terminal would leave it, ready to paint: no control characters, no escape sequences, tabs as spaces.
struct AnsiLine
{
    QString text;
    std::vector<AnsiSpan> spans; // only what differs from the plain style; rising
};

// Interprets SGR colours; a carriage return starts the line over (progress bars), a backspace goes back; other
// sequences are dropped, other control characters and bidirectional overrides shown as symbols. Invalid UTF-8 becomes
// U+FFFD.
AnsiLine renderAnsi(QByteArrayView line);

// The line without escape sequences, for searching. Returns `line` itself when there is none.
QByteArray stripAnsi(QByteArrayView line);

} // namespace podwright::logs
