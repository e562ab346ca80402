#include "ui/logs/log_view.h"

#include "ui/style/metrics.h"
#include "ui/style/tokens.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>

namespace podwright::ui::logs {

const LogView::LaidLine &LogView::laid(qint64 line) const
{
    LaidLine &found = m_layouts[line];
    if (found.layout)
        return found;
    const qint64 origin = m_lines->originOf(line);
    const bool isNotice = m_store && m_store->isNotice(origin);
    podwright::logs::LineStart start{"…", 0}; // until it is read
    if (m_lines->isAtHand(line))
        start = m_lines->lineStart(line, 2 * longestShown);
    const ShownText shown = showText(start.bytes, m_options.showsStamps, start.length, m_unfolded.contains(origin));
    found.layout = layOut(shown, isNotice, m_decor, m_options);
    found.level = isNotice ? podwright::logs::Level::None : shown.level;
    found.isJson = shown.isJson && !isNotice;
    m_widest = std::max(m_widest, found.layout->maximumWidth());
    return found;
}

void LogView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), style::color(style::Token::Sunken));
    if (!m_lines)
        return;
    qint64 line = m_top;
    qreal y = 0;
    for (; line < m_lines->endLine() && y < viewport()->height(); ++line) {
        const QTextLayout &layout = layoutOf(line);
        const qreal skipped = line == m_top && m_topRow < layout.lineCount() ? layout.lineAt(m_topRow).y() : 0;
        paintLine(painter, line, y - skipped);
        y += layout.boundingRect().height() - skipped;
    }
    m_layouts.erase(m_layouts.begin(), m_layouts.lower_bound(m_top));
    m_layouts.erase(m_layouts.lower_bound(line), m_layouts.end());
    paintFocus(painter);
    updateScrollBars();
    m_paintedEnd = m_lines->endLine();
    m_sincePaint.start();
    Q_EMIT painted();
}

void LogView::paintFocus(QPainter &painter) const
{
    if (!hasFocus())
        return;
    painter.setPen(style::color(style::Token::Accent));
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
}

void LogView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LogView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

// What stands behind a line and in its margin. Level colours only where the program itself gives no colour.
void LogView::paintGround(QPainter &painter, qint64 line, const QRectF &rows) const
{
    using podwright::logs::Level;
    const LaidLine &shown = laid(line);
    if (shown.level == Level::Error)
        painter.fillRect(rows, style::color(style::Token::BadSoft));
    else if (shown.level == Level::Warning)
        painter.fillRect(
            QRectF(xOf() - style::grid, rows.top(), shown.layout->maximumWidth() + 2 * style::grid, rows.height()),
            style::color(style::Token::WaitSoft));
    if (line == m_current)
        painter.fillRect(rows, style::color(style::Token::AccentSoft));
    const qint64 origin = m_lines->originOf(line);
    if (m_marks.contains(origin))
        painter.fillRect(QRectF(0, rows.top(), 3, rows.height()), style::color(style::Token::Accent));
    if (!shown.isJson || horizontalScrollBar()->value() > 0)
        return;
    painter.setPen(style::color(style::Token::Muted));
    painter.setFont(m_options.font);
    painter.drawText(QRectF(3, rows.top(), style::space, QFontMetricsF(m_options.font).height()), Qt::AlignVCenter,
                     m_unfolded.contains(origin) ? QStringLiteral("▾") : QStringLiteral("▸"));
}

void LogView::paintLine(QPainter &painter, qint64 line, qreal y) const
{
    const QTextLayout &layout = layoutOf(line);
    const qreal height = layout.boundingRect().height();
    paintGround(painter, line, QRectF(0, y, viewport()->width(), height));
    QList<QTextLayout::FormatRange> selections;
    if (const auto [start, length] = m_selection.rangeIn(line, layout.text().size()); length > 0) {
        QTextCharFormat format;
        format.setBackground(palette().brush(QPalette::Highlight));
        format.setForeground(palette().brush(QPalette::HighlightedText));
        selections.append({static_cast<int>(start), static_cast<int>(length), format});
    }
    painter.setPen(style::color(style::Token::Text));
    layout.draw(&painter, QPointF(xOf(), y), selections, QRectF(viewport()->rect()));
}

} // namespace podwright::ui::logs
