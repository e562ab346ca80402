#include "models/logs/ansi.h"

#include "models/logs/ascii.h"

#include <algorithm>
#include <span>

namespace podwright::logs {
namespace {

constexpr char bell = '\a';
constexpr qsizetype tabWidth = 8;

bool isFinal(char c)
{
    return c >= 0x40 && c <= 0x7e;
}

// Length of the escape sequence that `text` begins with; all of it when it is not complete.
qsizetype sequenceLength(QByteArrayView text)
{
    if (text.size() < 2)
        return text.size();
    if (text[1] == '[') {
        for (qsizetype i = 2; i < text.size(); ++i)
            if (isFinal(text[i]))
                return i + 1;
        return text.size();
    }
    if (text[1] == ']' || text[1] == 'P' || text[1] == '_' || text[1] == '^') { // strings, up to BEL or ESC backslash
        for (qsizetype i = 2; i < text.size(); ++i) {
            if (text[i] == bell)
                return i + 1;
            if (text[i] == escape && i + 1 < text.size() && text[i + 1] == '\\')
                return i + 2;
        }
        return text.size();
    }
    const bool takesOneMore = text[1] == '(' || text[1] == ')' || text[1] == '#' || text[1] == '%';
    return std::min<qsizetype>(text.size(), takesOneMore ? 3 : 2);
}

// The numbers between "ESC[" and the final letter; at most 16, as terminals do.
std::vector<quint32> parameters(QByteArrayView sequence)
{
    std::vector<quint32> numbers{0};
    for (const char c : sequence.sliced(2, sequence.size() - 3)) {
        if (c >= '0' && c <= '9')
            numbers.back() = std::min<quint32>(numbers.back() * 10 + static_cast<quint32>(c - '0'), 9999);
        else if ((c == ';' || c == ':') && numbers.size() < 16)
            numbers.push_back(0);
    }
    return numbers;
}

// 38;5;N and 38;2;R;G;B. Returns how many parameters were used after the 38.
size_t extendedColour(std::span<const quint32> rest, AnsiColour &colour)
{
    if (rest.size() >= 2 && rest[0] == 5) {
        colour = {AnsiColour::Kind::Palette, rest[1] & 0xff};
        return 2;
    }
    if (rest.size() >= 4 && rest[0] == 2) {
        colour = {AnsiColour::Kind::Rgb, (rest[1] & 0xff) << 16 | (rest[2] & 0xff) << 8 | (rest[3] & 0xff)};
        return 4;
    }
    return rest.size();
}

void applyAttribute(AnsiStyle &style, quint32 code)
{
    switch (code) {
    case 0:
        style = {};
        break;
    case 1:
        style.bold = true;
        break;
    case 2:
        style.faint = true;
        break;
    case 3:
        style.italic = true;
        break;
    case 4:
        style.underline = true;
        break;
    case 7:
        style.inverse = true;
        break;
    case 9:
        style.struck = true;
        break;
    case 22:
        style.bold = style.faint = false;
        break;
    case 23:
        style.italic = false;
        break;
    case 24:
        style.underline = false;
        break;
    case 27:
        style.inverse = false;
        break;
    case 29:
        style.struck = false;
        break;
    case 39:
        style.foreground = {};
        break;
    case 49:
        style.background = {};
        break;
    default:
        break;
    }
}

void applySgr(AnsiStyle &style, const std::vector<quint32> &codes)
{
    const auto palette = [](quint32 index) { return AnsiColour{AnsiColour::Kind::Palette, index}; };
    for (size_t i = 0; i < codes.size(); ++i) {
        const quint32 code = codes[i];
        if (code >= 30 && code <= 37)
            style.foreground = palette(code - 30);
        else if (code >= 40 && code <= 47)
            style.background = palette(code - 40);
        else if (code >= 90 && code <= 97)
            style.foreground = palette(code - 90 + 8);
        else if (code >= 100 && code <= 107)
            style.background = palette(code - 100 + 8);
        else if (code == 38)
            i += extendedColour(std::span(codes).subspan(i + 1), style.foreground);
        else if (code == 48)
            i += extendedColour(std::span(codes).subspan(i + 1), style.background);
        else
            applyAttribute(style, code);
    }
}

QChar symbolFor(char16_t c)
{
    if (c < 0x20)
        return QChar(static_cast<char16_t>(0x2400 + c));
    if (c == 0x7f)
        return QChar(static_cast<char16_t>(0x2421));
    return QChar::ReplacementCharacter;
}

bool isUnsafe(char16_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x2028 || c == 0x2029;
}

class Renderer
{
public:
    AnsiLine render(QByteArrayView line)
    {
        while (line.endsWith('\r'))
            line.chop(1);
        qsizetype plain = 0;
        for (qsizetype i = 0; i < line.size();) {
            if (line[i] != escape) {
                ++i;
                continue;
            }
            put(line.sliced(plain, i - plain));
            const QByteArrayView sequence = line.sliced(i, sequenceLength(line.sliced(i)));
            if (sequence.size() >= 3 && sequence[1] == '[' && sequence.back() == 'm')
                setStyle(sequence);
            i += sequence.size();
            plain = i;
        }
        put(line.sliced(plain));
        closeSpan();
        return std::move(m_line);
    }

private:
    void put(QByteArrayView bytes)
    {
        for (const QChar c : QString::fromUtf8(bytes))
            putCharacter(c.unicode());
    }

    void putCharacter(char16_t c)
    {
        if (c == u'\r')
            startOver();
        else if (c == u'\b')
            m_line.text.chop(m_line.text.isEmpty() ? 0 : 1);
        else if (c == u'\t')
            m_line.text.append(QString(tabWidth - m_line.text.size() % tabWidth, u' '));
        else
            m_line.text.append(isUnsafe(c) ? symbolFor(c) : QChar(c));
    }

    void startOver()
    {
        m_line.text.clear();
        m_line.spans.clear();
        m_start = 0;
    }

    void setStyle(QByteArrayView sequence)
    {
        AnsiStyle style = m_style;
        applySgr(style, parameters(sequence));
        if (style == m_style)
            return;
        closeSpan();
        m_style = style;
    }

    void closeSpan()
    {
        m_start = std::min(m_start, m_line.text.size()); // backspaces may have gone further
        if (m_style != AnsiStyle{} && m_line.text.size() > m_start)
            m_line.spans.push_back({m_start, m_line.text.size() - m_start, m_style});
        m_start = m_line.text.size();
    }

    AnsiLine m_line;
    AnsiStyle m_style;
    qsizetype m_start = 0;
};

} // namespace

AnsiLine renderAnsi(QByteArrayView line)
{
    return Renderer().render(line);
}

QByteArray stripAnsi(QByteArrayView line)
{
    if (!line.contains(escape))
        return line.toByteArray();
    QByteArray plain;
    for (qsizetype i = 0; i < line.size();) {
        if (line[i] == escape) {
            i += sequenceLength(line.sliced(i));
        } else {
            plain.append(line[i]);
            ++i;
        }
    }
    return plain;
}

} // namespace podwright::logs
