#include "ui/widgets/chip_label.h"

#include <QPainter>

namespace podwright::ui::widgets {

ChipLabel::ChipLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ChipLabel::setChip(const QString &text, style::Tone tone)
{
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize ChipLabel::sizeHint() const
{
    return style::chipSize(m_text);
}

void ChipLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    style::paintChip(&painter, rect(), m_text, m_tone);
}

} // namespace podwright::ui::widgets
