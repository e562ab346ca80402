#include "ui/terminal/terminal_painter.h"

#include "ui/style/terminal_colors.h"
#include "ui/style/tokens.h"
#include "ui/terminal/terminal_screen.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace podwright::ui::terminal {

namespace {

QColor colourOf(const VTermColor &colour, style::Token usual)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&colour) || VTERM_COLOR_IS_DEFAULT_BG(&colour))
        return style::color(usual);
    if (VTERM_COLOR_IS_INDEXED(&colour))
        return style::terminalColor(colour.indexed.idx);
    return {colour.rgb.red, colour.rgb.green, colour.rgb.blue};
}

QString textOf(const VTermScreenCell &cell)
{
    QString text;
    for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; ++i)
        text += QString::fromUcs4(reinterpret_cast<const char32_t *>(&cell.chars[i]), 1);
    return text;
}

} // namespace

struct TerminalPainter::Look
{
    QColor ink, ground;
    size_t face = 0;
    bool isUnderlined = false, isStruck = false;
    bool operator==(const Look &) const = default;
};

// Neighbours that look alike: `characters` of one cell each, at their columns.
struct TerminalPainter::Run
{
    Look look;
    int firstColumn = 0, endColumn = 0;
    QString characters = {};
    std::vector<int> columns = {};
    std::vector<std::pair<int, QString>> others = {}; // what is not one character of one cell
};

TerminalPainter::TerminalPainter(const QFont &font)
{
    for (size_t i = 0; i < m_faces.size(); ++i) {
        m_faces[i].font = font;
        if (i & 1U)
            m_faces[i].font.setWeight(QFont::Bold);
        m_faces[i].font.setItalic(i & 2U);
        m_faces[i].glyphs = QRawFont::fromFont(m_faces[i].font);
    }
    const QFontMetricsF metrics(font);
    m_cell = {metrics.horizontalAdvance(u'M'), std::ceil(metrics.height())};
    m_ascent = std::round(metrics.ascent());
}

TerminalPainter::Look TerminalPainter::lookOf(const TerminalScreen &screen, int line, int column,
                                              const LineMarks &marks)
{
    const VTermScreenCell cell = screen.cell(line, column);
    Look look{.ink = colourOf(cell.fg, style::Token::Text),
              .ground = colourOf(cell.bg, style::Token::Sunken),
              .face = cell.attrs.bold + 2U * cell.attrs.italic,
              .isUnderlined = cell.attrs.underline != 0,
              .isStruck = cell.attrs.strike != 0};
    if (cell.attrs.reverse)
        std::swap(look.ink, look.ground);
    if (column >= marks.selectedFrom && column < marks.selectedTo) {
        look.ink = style::color(style::Token::Text);
        look.ground = style::color(style::Token::AccentSoft);
    }
    if (column == marks.cursor && marks.isCursorFilled) {
        look.ink = style::color(style::Token::OnAccent);
        look.ground = style::color(style::Token::Accent);
    }
    return look;
}

void TerminalPainter::paintLine(QPainter &painter, const TerminalScreen &screen, int line, qreal y,
                                const LineMarks &marks) const
{
    Run run;
    for (int column = 0; column < screen.columns();) {
        const VTermScreenCell cell = screen.cell(line, column);
        const int width = std::max<int>(cell.width, 1);
        const Look look = lookOf(screen, line, column, marks);
        if (column == 0 || look != run.look) {
            flush(painter, run, y);
            run = {.look = look, .firstColumn = column};
        }
        const bool isSimple = width == 1 && cell.chars[1] == 0 && cell.chars[0] < 0xd800;
        if (isSimple && cell.chars[0] > ' ') {
            run.characters += QChar(static_cast<char16_t>(cell.chars[0]));
            run.columns.push_back(column);
        } else if (!isSimple && cell.chars[0] != static_cast<uint32_t>(-1)) {
            run.others.emplace_back(column, textOf(cell));
        }
        column += width;
        run.endColumn = column;
    }
    flush(painter, run, y);
    if (marks.cursor >= 0 && !marks.isCursorFilled) {
        painter.setPen(style::color(style::Token::Accent));
        painter.drawRect(
            QRectF(marks.cursor * m_cell.width(), y, m_cell.width(), m_cell.height()).adjusted(.5, .5, -.5, -.5));
    }
}

// Glyph by glyph, so that no ligature or kerning leaves the grid.
void TerminalPainter::flush(QPainter &painter, Run &run, qreal y) const
{
    const qreal left = std::round(run.firstColumn * m_cell.width());
    const QRectF ground(left, y, std::round(run.endColumn * m_cell.width()) - left, m_cell.height());
    if (run.look.ground.isValid() && run.look.ground != style::color(style::Token::Sunken))
        painter.fillRect(ground, run.look.ground);
    const QRawFont &font = m_faces[run.look.face].glyphs;
    auto found = static_cast<int>(run.characters.size());
    QVector<quint32> glyphs(found);
    font.glyphIndexesForChars(run.characters.constData(), static_cast<int>(run.characters.size()), glyphs.data(),
                              &found);
    QVector<quint32> shown;
    QVector<QPointF> places;
    for (qsizetype i = 0; i < found; ++i) {
        const int column = run.columns[static_cast<size_t>(i)];
        if (glyphs[i] == 0) // not in this font
            run.others.emplace_back(column, run.characters[i]);
        else {
            shown.push_back(glyphs[i]);
            places.emplace_back(column * m_cell.width(), y + m_ascent);
        }
    }
    painter.setPen(run.look.ink);
    QGlyphRun drawn;
    drawn.setRawFont(font);
    drawn.setGlyphIndexes(shown);
    drawn.setPositions(places);
    painter.drawGlyphRun({}, drawn);
    for (const auto &[column, text] : run.others)
        paintText(painter, run, text, column, y);
    if (run.look.isUnderlined)
        painter.fillRect(QRectF(ground.left(), y + m_ascent + 1, ground.width(), 1), run.look.ink);
    if (run.look.isStruck)
        painter.fillRect(QRectF(ground.left(), y + m_ascent * 0.7, ground.width(), 1), run.look.ink);
}

void TerminalPainter::paintText(QPainter &painter, const Run &run, const QString &text, int column, qreal y) const
{
    painter.setFont(m_faces[run.look.face].font);
    painter.drawText(QPointF(column * m_cell.width(), y + m_ascent), text);
}

} // namespace podwright::ui::terminal
