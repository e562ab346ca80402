#pragma once

#include <QFont>
#include <QRawFont>
#include <QSizeF>

#include <array>

class QPainter;

namespace podwright::ui::terminal {

class TerminalScreen;

// What is marked on a line, in columns.
struct LineMarks
{
    int selectedFrom = 0, selectedTo = 0;
    int cursor = -1; // none
    bool isCursorFilled = false;
};

// Paints lines of a screen on a grid of equal cells, in the colours of the shown theme.
class TerminalPainter
{
public:
    explicit TerminalPainter(const QFont &font);
    QSizeF cellSize() const { return m_cell; }
    void paintLine(QPainter &painter, const TerminalScreen &screen, int line, qreal y, const LineMarks &marks) const;

private:
    struct Look;
    struct Run;
    struct Face
    {
        QFont font;
        QRawFont glyphs;
    };
    static Look lookOf(const TerminalScreen &screen, int line, int column, const LineMarks &marks);
    void flush(QPainter &painter, Run &run, qreal y) const;
    void paintText(QPainter &painter, const Run &run, const QString &text, int column, qreal y) const;

    std::array<Face, 4> m_faces; // plain, bold, italic, both
    QSizeF m_cell;
    qreal m_ascent = 0;
};

} // namespace podwright::ui::terminal
