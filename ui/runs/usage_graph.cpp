#include "ui/runs/usage_graph.h"

#include "models/session/pod_usage.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace podwright::ui::runs {
namespace {

using style::Token;

constexpr int axisWidth = 64, titleHeight = 28, boundsHeight = 18, timesHeight = 22;
constexpr qint64 longestGap = 90'000;   // milliseconds: further apart points are not joined
constexpr qint64 shortestSpan = 60'000; // of the time axis
constexpr int mostSteps = 4;
constexpr int boundsWithin = 4; // times the highest figure: a bound above that is told, not drawn

// The smallest of 1, 2, 5, 10 … (of 1, 2, 4 … MiB) that needs few steps.
qint64 stepFor(qint64 top, bool isMemory)
{
    qint64 step = isMemory ? 1024 * 1024 : 1;
    for (int i = 0; step * mostSteps < top && i < 60; ++i)
        step = isMemory || i % 3 != 1 ? step * 2 : step / 2 * 5;
    return step;
}

QString clockText(qint64 at)
{
    return QDateTime::fromMSecsSinceEpoch(at).toString(QStringLiteral("HH:mm:ss"));
}

} // namespace

UsageGraph::UsageGraph(Figure figure, QWidget *parent)
    : QWidget(parent)
    , m_figure(figure)
{
    setObjectName(figure == Figure::Processor ? QStringLiteral("processorGraph") : QStringLiteral("memoryGraph"));
    setAccessibleName(figure == Figure::Processor ? tr("CPU over time") : tr("Memory over time"));
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(style::themeNotifier(), &style::ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
}

void UsageGraph::setPoints(const std::vector<session::UsagePoint> &points)
{
    m_points.clear();
    for (const session::UsagePoint &point : points)
        m_points.push_back({point.at, m_figure == Figure::Processor ? point.milliCores : point.bytes});
    refreshScale();
}

void UsageGraph::setBounds(const session::ContainerBounds &bounds)
{
    const bool isProcessor = m_figure == Figure::Processor;
    m_request = isProcessor ? bounds.milliCoresRequest : bounds.bytesRequest;
    m_limit = isProcessor ? bounds.milliCoresLimit : bounds.bytesLimit;
    refreshScale();
}

void UsageGraph::refreshScale()
{
    qint64 highest = 1;
    for (const Point &point : m_points)
        highest = std::max(highest, point.value);
    qint64 top = highest + highest / 10;
    for (const auto &bound : {m_request, m_limit}) {
        if (bound && *bound / boundsWithin <= highest)
            top = std::max(top, *bound + *bound / 20);
    }
    m_step = stepFor(top, m_figure == Figure::Memory);
    m_top = (top + m_step - 1) / m_step * m_step;
    const QString now = m_points.empty() ? tr("no figures") : tr("now %1").arg(valueText(m_points.back().value));
    const QString asked = m_request ? tr(", requested %1").arg(valueText(*m_request)) : QString();
    const QString most = m_limit ? tr(", limit %1").arg(valueText(*m_limit)) : QString();
    setAccessibleDescription(now + asked + most);
    update();
}

QString UsageGraph::valueText(qint64 value) const
{
    return m_figure == Figure::Processor ? session::processorText(value) : session::memoryText(value);
}

QRect UsageGraph::plot() const
{
    return rect().adjusted(axisWidth, titleHeight + boundsHeight, -style::spaceLarge, -timesHeight);
}

double UsageGraph::xOf(qint64 at) const
{
    const qint64 first = m_points.front().at, span = std::max(m_points.back().at - first, shortestSpan);
    return plot().left() + static_cast<double>(at - first) / static_cast<double>(span) * plot().width();
}

double UsageGraph::yOf(qint64 value) const
{
    return plot().bottom() - static_cast<double>(value) / static_cast<double>(m_top) * plot().height();
}

const UsageGraph::Point *UsageGraph::nearest(int x) const
{
    if (m_points.empty() || x < plot().left() - style::spaceSmall || x > plot().right() + style::spaceSmall)
        return nullptr;
    const auto distance = [this, x](const Point &point) { return std::abs(xOf(point.at) - x); };
    return &*std::ranges::min_element(m_points, {}, distance);
}

QString UsageGraph::readOutAt(int x) const
{
    const Point *point = nearest(x);
    return point ? QStringLiteral("%1 · %2").arg(clockText(point->at), valueText(point->value)) : QString();
}

void UsageGraph::mouseMoveEvent(QMouseEvent *event)
{
    m_mouse = event->pos().x();
    update();
}

void UsageGraph::leaveEvent(QEvent *)
{
    m_mouse = -1;
    update();
}

void UsageGraph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter);
    if (m_points.empty())
        return;
    paintTimes(painter);
    paintCurve(painter);
    if (m_limit)
        paintBound(painter, *m_limit, tr("limit"));
    if (m_request && m_request != m_limit)
        paintBound(painter, *m_request, tr("request"));
    paintReadOut(painter);
}

void UsageGraph::paintAxes(QPainter &painter) const
{
    painter.setFont(style::strongFont());
    painter.setPen(style::color(Token::Text));
    painter.drawText(QRect(style::spaceLarge, 0, width(), titleHeight), Qt::AlignVCenter,
                     m_figure == Figure::Processor ? tr("CPU (cores)") : tr("Memory"));
    painter.setFont(style::smallFont());
    for (qint64 value = 0; value <= m_top; value += m_step) {
        const int y = qRound(yOf(value));
        painter.setPen(style::color(Token::Line));
        painter.drawLine(plot().left(), y, plot().right(), y);
        painter.setPen(style::color(Token::Muted));
        painter.drawText(QRect(0, y - 10, axisWidth - style::spaceSmall, 20), Qt::AlignRight | Qt::AlignVCenter,
                         value == 0 ? QStringLiteral("0") : valueText(value));
    }
}

// As many as there is room for.
void UsageGraph::paintTimes(QPainter &painter) const
{
    const int textWidth = painter.fontMetrics().horizontalAdvance(QStringLiteral("00:00:00")) + 1;
    const int count = std::clamp(plot().width() / (3 * textWidth), 1, 6);
    const qint64 first = m_points.front().at, span = std::max(m_points.back().at - first, shortestSpan);
    painter.setPen(style::color(Token::Muted));
    for (int i = 0; i <= count; ++i) {
        const qint64 at = first + span * i / count;
        const int x = std::min(qRound(xOf(at)) - textWidth / 2, width() - textWidth);
        painter.drawText(QRect(x, plot().bottom() + 2, textWidth, timesHeight - 2), Qt::AlignCenter, clockText(at));
    }
}

void UsageGraph::paintCurve(QPainter &painter) const
{
    QPainterPath line;
    const Point *before = nullptr;
    for (const Point &point : m_points) {
        const QPointF place(xOf(point.at), yOf(point.value));
        const bool isJoined = before && point.at - before->at <= longestGap;
        if (isJoined)
            line.lineTo(place);
        else
            line.moveTo(place);
        before = &point;
    }
    painter.setPen(QPen(style::color(Token::Accent), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style::color(Token::Accent));
    painter.drawEllipse(QPointF(xOf(m_points.back().at), yOf(m_points.back().value)), 3, 3);
    painter.setBrush(Qt::NoBrush);
}

// Above the axis only its text, at the top.
void UsageGraph::paintBound(QPainter &painter, qint64 value, const QString &name) const
{
    const bool isLimit = value == m_limit.value_or(-1);
    const bool isInside = value <= m_top;
    const QColor color = style::color(isLimit ? Token::Bad : Token::Wait);
    const double y = isInside ? yOf(value) : plot().top();
    painter.setPen(QPen(color, 1.5, isLimit ? Qt::SolidLine : Qt::DashLine));
    if (isInside)
        painter.drawLine(QPointF(plot().left(), y), QPointF(plot().right(), y));
    painter.setFont(style::smallFont());
    painter.setPen(color);
    const QString text = isInside ? QStringLiteral("%1 %2").arg(name, valueText(value))
                                  : QStringLiteral("↑ %1 %2").arg(name, valueText(value));
    const int side = isLimit ? Qt::AlignRight : Qt::AlignLeft; // they may lie on each other
    const QRect place(plot().left() + style::grid, qRound(y) - 16, plot().width() - 2 * style::grid, 15);
    painter.drawText(place, side | Qt::AlignBottom, text);
}

void UsageGraph::paintReadOut(QPainter &painter) const
{
    const Point *point = m_mouse < 0 ? nullptr : nearest(m_mouse);
    if (!point)
        return;
    const QPointF place(xOf(point->at), yOf(point->value));
    painter.setPen(QPen(style::color(Token::Muted), 1, Qt::DotLine));
    painter.drawLine(QPointF(place.x(), plot().top()), QPointF(place.x(), plot().bottom()));
    painter.setPen(QPen(style::color(Token::Panel), 2));
    painter.setBrush(style::color(Token::Accent));
    painter.drawEllipse(place, 4, 4);
    painter.setFont(style::smallFont());
    const QString text = readOutAt(m_mouse);
    QRect box = painter.fontMetrics().boundingRect(text).adjusted(-6, -4, 6, 4);
    box.moveCenter(QPoint(qRound(place.x()), plot().top() + box.height() / 2));
    box.moveLeft(std::clamp(box.left(), plot().left(), std::max(plot().left(), plot().right() - box.width())));
    painter.setPen(style::color(Token::Border));
    painter.setBrush(style::color(Token::Panel));
    painter.drawRoundedRect(box, style::grid, style::grid);
    painter.setPen(style::color(Token::Text));
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace podwright::ui::runs
