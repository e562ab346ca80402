#include "ui/widgets/segmented_control.h"

#include "ui/style/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace podwright::ui::widgets {

SegmentedControl::SegmentedControl(const QStringList &texts, QWidget *parent)
    : QFrame(parent)
    , m_group(new QButtonGroup(this))
{
    style::setProperty(this, "kind", "segments");
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    for (const QString &text : texts) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setAccessibleName(text);
        button->setObjectName(QStringLiteral("segment%1").arg(m_group->buttons().size()));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        m_group->addButton(button, int(m_group->buttons().size()));
        layout->addWidget(button);
    }
    setFocusProxy(m_group->button(0));
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
}

int SegmentedControl::current() const
{
    return m_group->checkedId();
}

void SegmentedControl::setCurrent(int index)
{
    if (QAbstractButton *button = m_group->button(index)) {
        button->setChecked(true);
        setFocusProxy(button);
        return;
    }
    m_group->setExclusive(false);
    if (QAbstractButton *checked = m_group->checkedButton())
        checked->setChecked(false);
    m_group->setExclusive(true);
}

void SegmentedControl::setText(int index, const QString &text)
{
    m_group->button(index)->setText(text);
    m_group->button(index)->setAccessibleName(text);
}

} // namespace podwright::ui::widgets
