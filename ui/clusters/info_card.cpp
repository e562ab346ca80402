#include "ui/clusters/info_card.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace podwright::ui::clusters {

InfoCard::InfoCard(const QString &name, const QString &caption, QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
{
    setObjectName(name);
    style::setProperty(this, "surface", QStringLiteral("card"));
    auto *label = new QLabel(caption, this);
    style::setProperty(label, "kind", QStringLiteral("hint"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    layout->setSpacing(style::grid);
    layout->addWidget(label);
    layout->addWidget(m_text);
    setAccessibleName(caption);
}

void InfoCard::setText(const QString &text, const QString &help)
{
    m_whole = text;
    setToolTip(help.isEmpty() ? text : help);
    setAccessibleDescription(text);
    elide();
}

void InfoCard::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    elide();
}

void InfoCard::elide()
{
    m_text->setText(QFontMetrics(style::interfaceFont()).elidedText(m_whole, Qt::ElideMiddle, m_text->width()));
}

} // namespace podwright::ui::clusters
