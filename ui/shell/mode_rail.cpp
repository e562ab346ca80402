#include "ui/shell/mode_rail.h"

#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QButtonGroup>
#include <QToolButton>
#include <QVBoxLayout>

namespace podwright::ui::shell {

ModeRail::ModeRail(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_group(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("modeRail"));
    setAttribute(Qt::WA_StyledBackground);
    style::setProperty(this, "surface", QStringLiteral("panel"));
    setFixedWidth(54);
    m_layout->setContentsMargins(3, style::spaceSmall, 3, style::spaceSmall);
    m_layout->setSpacing(style::grid);
    m_layout->addStretch(1);
    connect(m_group, &QButtonGroup::idClicked, this, &ModeRail::chosen);
}

void ModeRail::addMode(const QString &name, const QString &text, const QString &icon, const QKeySequence &key)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(text);
    button->setIcon(style::icon(icon));
    button->setIconSize({18, 18});
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setCheckable(true);
    button->setFixedSize(48, 46);
    button->setFont([&button] {
        QFont font = button->font();
        font.setPixelSize(10);
        return font;
    }());
    button->setFocusPolicy(Qt::StrongFocus);
    button->setShortcut(key);
    button->setAccessibleName(text);
    button->setToolTip(QStringLiteral("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText)));
    style::setProperty(button, "kind", QStringLiteral("mode"));
    const int mode = static_cast<int>(m_group->buttons().size());
    m_group->addButton(button, mode);
    m_layout->insertWidget(mode, button);
}

void ModeRail::setCurrent(int mode)
{
    m_group->button(mode)->setChecked(true);
}

} // namespace podwright::ui::shell
