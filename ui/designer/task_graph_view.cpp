#include "ui/designer/task_graph_view.h"

#include "models/core/strings.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <map>

namespace podwright::ui::designer {

namespace {

constexpr int boxHeight = 24;
constexpr int widestBox = 180;
constexpr int gapAcross = 32;
constexpr int gapDown = 8;

} // namespace

TaskGraphView::TaskGraphView(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("taskGraph"));
    connect(style::themeNotifier(), &style::ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
}

void TaskGraphView::setGraph(const airflow::TaskGraph &graph)
{
    m_graph = graph;
    place();
    setAccessibleName(words());
    setToolTip(words());
    updateGeometry();
    resize(sizeHint());
    update();
}

QString TaskGraphView::words() const
{
    QStringList parts;
    for (const size_t index : m_graph.order) {
        const airflow::TaskGraphNode &node = m_graph.nodes[index];
        QStringList before;
        for (const size_t upstream : node.upstream)
            before += core::qt(m_graph.nodes[upstream].taskId);
        for (const std::string &missing : node.missing)
            before += tr("%1 (not in the library)").arg(core::qt(missing));
        parts += before.isEmpty() ? core::qt(node.taskId)
                                  : tr("%1 after %2").arg(core::qt(node.taskId), before.join(QStringLiteral(", ")));
    }
    return parts.join(QStringLiteral("; "));
}

void TaskGraphView::place()
{
    const QFontMetrics metrics(style::smallFont());
    std::map<int, int> widths;
    for (const airflow::TaskGraphNode &node : m_graph.nodes) {
        const int wide = metrics.horizontalAdvance(core::qt(node.taskId)) + 2 * style::space;
        widths[node.depth] = std::max(widths[node.depth], std::min(wide, widestBox));
    }
    std::map<int, int> lefts;
    int left = style::space;
    for (const auto &[depth, wide] : widths) {
        lefts[depth] = left;
        left += wide + gapAcross;
    }
    std::map<int, int> rows;
    m_boxes.assign(m_graph.nodes.size(), {});
    for (const size_t index : m_graph.order) {
        const int depth = m_graph.nodes[index].depth;
        const int top = style::spaceSmall + rows[depth]++ * (boxHeight + gapDown);
        m_boxes[index] = QRect(lefts[depth], top, widths[depth], boxHeight);
    }
}

QSize TaskGraphView::sizeHint() const
{
    QRect all;
    for (const QRect &box : m_boxes)
        all |= box;
    return {all.right() + style::space, all.bottom() + style::spaceSmall};
}

void TaskGraphView::paintLines(QPainter &painter) const
{
    painter.setPen(QPen(style::color(style::Token::Muted), 1.2));
    for (size_t index = 0; index < m_graph.nodes.size(); ++index)
        for (const size_t upstream : m_graph.nodes[index].upstream) {
            const QPointF from(m_boxes[upstream].right() + 1, m_boxes[upstream].center().y() + 0.5);
            const QPointF to(m_boxes[index].left(), m_boxes[index].center().y() + 0.5);
            QPainterPath path(from);
            path.cubicTo(from + QPointF(gapAcross / 2.0, 0), to - QPointF(gapAcross / 2.0, 0), to);
            painter.drawPath(path);
            painter.drawLine(to, to + QPointF(-5, -3.5));
            painter.drawLine(to, to + QPointF(-5, 3.5));
        }
}

void TaskGraphView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLines(painter);
    painter.setFont(style::smallFont());
    for (size_t index = 0; index < m_boxes.size(); ++index) {
        const bool isLoose = !m_graph.nodes[index].missing.empty();
        painter.setPen(style::color(isLoose ? style::Token::Wait : style::Token::Border));
        painter.setBrush(style::color(isLoose ? style::Token::WaitSoft : style::Token::Panel));
        const QRectF box = QRectF(m_boxes[index]).adjusted(0.5, 0.5, -0.5, -0.5);
        painter.drawRoundedRect(box, style::radius, style::radius);
        painter.setPen(style::color(style::Token::Text));
        const int room = m_boxes[index].width() - 2 * style::spaceSmall;
        const QString name =
            painter.fontMetrics().elidedText(core::qt(m_graph.nodes[index].taskId), Qt::ElideMiddle, room);
        painter.drawText(m_boxes[index], Qt::AlignCenter, name);
    }
}

} // namespace podwright::ui::designer
