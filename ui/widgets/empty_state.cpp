#include "ui/widgets/empty_state.h"

#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace podwright::ui::widgets {

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, int textWidth)
    : m_buttons(new QHBoxLayout)
{
    auto *sign = new QPushButton; // paints the icon in the theme of the moment
    sign->setIcon(style::icon(icon));
    sign->setIconSize({28, 28});
    sign->setFlat(true);
    sign->setFocusPolicy(Qt::NoFocus);
    sign->setAttribute(Qt::WA_TransparentForMouseEvents);
    style::setProperty(sign, "kind", "flat");
    auto *heading = new QLabel(title);
    style::setProperty(heading, "kind", "heading");
    auto *words = new QLabel(text);
    style::setProperty(words, "kind", "muted");
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignHCenter);
    words->setFixedWidth(textWidth);
    words->ensurePolished();
    words->setMinimumHeight(words->heightForWidth(textWidth)); // a centred item is not asked for it
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(style::spaceSmall);
    layout->addStretch(2);
    for (QWidget *widget :
         {static_cast<QWidget *>(sign), static_cast<QWidget *>(heading), static_cast<QWidget *>(words)})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addSpacing(style::spaceSmall);
    layout->addLayout(m_buttons);
    m_buttons->setAlignment(Qt::AlignHCenter);
    layout->addStretch(3);
}

void EmptyState::addButton(QAction *action)
{
    auto *button = new QPushButton(action->text());
    button->setObjectName(action->objectName() + QStringLiteral(".button"));
    button->setAccessibleName(action->text());
    if (m_buttons->count() == 0)
        style::setProperty(button, "kind", "primary");
    m_buttons->addWidget(button);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
}

} // namespace podwright::ui::widgets
