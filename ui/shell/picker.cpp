#include "ui/shell/picker.h"

#include "ui/shell/quick_item_delegate.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QPainter>

#include <algorithm>

namespace podwright::ui::shell {
namespace {

constexpr int widest = 250;
constexpr int narrowest = 120;
constexpr int arrowRoom = 18;
constexpr QSize listSize(360, 320);

} // namespace

Picker::Picker(const QString &caption, const QString &searchHint, QWidget *parent)
    : QToolButton(parent)
    , m_caption(caption)
    , m_list(new QuickList(searchHint, this))
{
    setFixedHeight(style::controlHeight);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QToolButton::clicked, this, &Picker::openList);
    connect(m_list, &QuickList::chosen, this, [this](const QString &value) {
        setFocus();
        Q_EMIT chosen(value);
    });
}

void Picker::setCurrent(const QString &value, const QString &text, std::optional<style::Tone> tone, const QString &help)
{
    m_value = value;
    m_tone = tone;
    setText(text);
    setToolTip(help);
    setAccessibleName(m_caption.isEmpty() ? text : m_caption + u' ' + text);
    setAccessibleDescription(help);
    updateGeometry();
    update();
}

QSize Picker::sizeHint() const
{
    const int caption =
        m_caption.isEmpty() ? 0 : QFontMetrics(style::smallFont()).horizontalAdvance(m_caption) + style::spaceSmall;
    const int value = QFontMetrics(style::interfaceFont()).horizontalAdvance(text());
    return {
        std::clamp(caption + value + 2 * style::space + arrowRoom + (m_tone ? style::dotRoom : 0), narrowest, widest),
        style::controlHeight};
}

void Picker::openList()
{
    m_list->open(mapToGlobal(QPoint(0, height() + style::grid)), listSize, m_value);
}

void Picker::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isActive = hasFocus() || m_list->isVisible();
    painter.setPen(QPen(style::color(isActive ? style::Token::Accent : style::Token::Border), isActive ? 2 : 1));
    painter.setBrush(style::color(underMouse() ? style::Token::Hover : style::Token::Panel));
    const qreal inset = isActive ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), style::radius, style::radius);
    QRect inner = rect().adjusted(style::space - 2, 0, -style::space + 2, 0);
    if (m_tone) {
        style::paintDot(painter, {inner.left() + 4, inner.center().y()}, *m_tone);
        inner.setLeft(inner.left() + style::dotRoom);
    }
    if (!m_caption.isEmpty()) {
        painter.setFont(style::smallFont());
        painter.setPen(style::color(style::Token::Muted));
        painter.drawText(inner, Qt::AlignVCenter, m_caption);
        inner.setLeft(inner.left() + QFontMetrics(painter.font()).horizontalAdvance(m_caption) + style::spaceSmall);
    }
    painter.setFont(style::interfaceFont());
    painter.setPen(style::color(style::Token::Text));
    const QRect value = inner.adjusted(0, 0, -arrowRoom, 0);
    painter.drawText(value, Qt::AlignVCenter,
                     QFontMetrics(painter.font()).elidedText(text(), Qt::ElideMiddle, value.width()));
    const QPointF tip(inner.right() - 5, inner.center().y() + 2.5);
    painter.setPen(QPen(style::color(style::Token::Muted), 1.5));
    painter.drawPolyline(QPolygonF{tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)});
}

} // namespace podwright::ui::shell
