#include "ui/logs/log_minimap.h"

#include "ui/style/metrics.h"
#include "ui/style/tokens.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace podwright::ui::logs {

using podwright::logs::Level;

namespace {

constexpr int mapWidth = 14;
constexpr int rowHeight = 2;

} // namespace

LogMinimap::LogMinimap(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("logMinimap"));
    setAccessibleName(tr("Where errors, warnings, matches and marks are in the log"));
    setToolTip(tr("Errors, warnings, matches and marks; click to go there"));
    setFixedWidth(mapWidth);
    setCursor(Qt::PointingHandCursor);
}

void LogMinimap::show(const podwright::logs::LineSource *lines, const podwright::logs::LogLevels *levels,
                      const podwright::logs::LineSet *hits)
{
    m_lines = lines;
    m_levels = levels;
    m_hits = hits;
    update();
}

void LogMinimap::setMarks(const std::set<qint64> &marks)
{
    m_marks = marks;
    update();
}

void LogMinimap::setView(qint64 top, qint64 bottom)
{
    m_top = top;
    m_bottom = bottom;
    update();
}

qint64 LogMinimap::lineAt(int y) const
{
    const qint64 rows = std::max(1, height());
    return m_lines->firstLine() + m_lines->lineCount() * std::clamp<qint64>(y, 0, rows) / rows;
}

int LogMinimap::rowOf(qint64 line) const
{
    return static_cast<int>((line - m_lines->firstLine()) * height() / std::max<qint64>(1, m_lines->lineCount()));
}

void LogMinimap::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), style::color(style::Token::Sunken));
    painter.fillRect(QRect(0, 0, 1, height()), style::color(style::Token::Line));
    if (!m_lines || m_lines->lineCount() == 0)
        return;
    const int top = rowOf(m_top);
    painter.fillRect(QRect(1, top, width() - 1, std::max(4, rowOf(m_bottom + 1) - top)),
                     style::color(style::Token::AccentSoft));
    for (int y = 0; y < height(); y += rowHeight)
        paintRow(painter, y);
}

// The lines of one row of the strip: matches at its left, the worst level at its right, a mark across.
void LogMinimap::paintRow(QPainter &painter, int y) const
{
    const qint64 first = lineAt(y);
    const qint64 end = std::max(first + 1, lineAt(y + rowHeight));
    if (first >= m_lines->endLine())
        return;
    const qint64 from = m_lines->originOf(first);
    const qint64 to = m_lines->originOf(std::min(end, m_lines->endLine()) - 1) + 1;
    const auto fill = [&](int x, int breadth, style::Token token) {
        painter.fillRect(QRect(x, y, breadth, rowHeight), style::color(token));
    };
    if (m_hits && m_hits->hasAny(from, to))
        fill(2, 4, style::Token::Accent);
    const Level worst = m_levels ? m_levels->worst(from, to) : Level::None;
    if (worst == Level::Error || worst == Level::Warning)
        fill(7, 6, worst == Level::Error ? style::Token::Bad : style::Token::Wait);
    if (const auto mark = m_marks.lower_bound(from); mark != m_marks.end() && *mark < to)
        fill(1, width() - 1, style::Token::Text);
}

void LogMinimap::choose(const QMouseEvent *event)
{
    if (m_lines && m_lines->lineCount() > 0 && event->buttons() & Qt::LeftButton)
        Q_EMIT lineChosen(std::min(lineAt(event->position().toPoint().y()), m_lines->endLine() - 1));
}

} // namespace podwright::ui::logs
