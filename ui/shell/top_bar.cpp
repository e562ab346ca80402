#include "ui/shell/top_bar.h"

#include "ui/shell/cluster_pickers.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace podwright::ui::shell {
namespace {

// A push button that shows an action: text, key, state.
QPushButton *buttonFor(QAction *action, bool isPrimary)
{
    auto *button = new QPushButton;
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    style::setProperty(button, "kind", isPrimary ? QStringLiteral("primary") : QString());
    const auto refresh = [button, action, isPrimary] {
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        button->setText(isPrimary && !key.isEmpty() ? action->text() + QStringLiteral("   ") + key : action->text());
        button->setIcon(action->icon());
        button->setEnabled(action->isEnabled());
        button->setVisible(action->isVisible());
        button->setToolTip(action->toolTip());
        button->setAccessibleName(action->text());
    };
    refresh();
    QObject::connect(action, &QAction::changed, button, refresh);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace

TopBar::TopBar(ClusterPickers *pickers, QWidget *parent)
    : QWidget(parent)
    , m_palette(new QPushButton(tr("Search or run a command"), this))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(QStringLiteral("topBar"));
    setAttribute(Qt::WA_StyledBackground);
    style::setProperty(this, "surface", QStringLiteral("panel"));
    setFixedHeight(47);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    layout->setSpacing(style::spaceSmall);
    auto *logo = new QLabel(this);
    logo->setPixmap(style::icon(QStringLiteral("podwright"), style::Token::Accent).pixmap(20, 20));
    auto *name = new QLabel(QStringLiteral("Podwright"), this);
    style::setProperty(name, "kind", QStringLiteral("heading"));
    layout->addWidget(logo);
    layout->addWidget(name);
    layout->addSpacing(style::spaceSmall);
    layout->addWidget(pickers);
    layout->addStretch(1);
    m_palette->setObjectName(QStringLiteral("paletteButton"));
    m_palette->setAccessibleName(tr("Search or run a command"));
    m_palette->setToolTip(tr("Search or run a command (Ctrl+K)"));
    m_palette->installEventFilter(this);
    style::setProperty(m_palette, "kind", QStringLiteral("search"));
    m_palette->setMinimumWidth(120);
    m_palette->setMaximumWidth(320);
    m_palette->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_palette, &QPushButton::clicked, this, &TopBar::paletteRequested);
    layout->addWidget(m_palette, 100); // the gaps get what it does not need
    layout->addStretch(1);
    m_buttons->setSpacing(style::spaceSmall);
    layout->addLayout(m_buttons);
}

// Fewer words rather than half of one.
bool TopBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_palette && event->type() == QEvent::Resize) {
        const QString whole = tr("Search or run a command    Ctrl K");
        const int room = m_palette->width() - 2 * style::space;
        m_palette->setText(m_palette->fontMetrics().horizontalAdvance(whole) <= room ? whole : tr("Search    Ctrl K"));
    }
    return QWidget::eventFilter(watched, event);
}

void TopBar::setActions(const QList<QAction *> &actions, bool hasPrimary)
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QWidget *before = m_palette;
    for (QAction *action : actions) {
        QPushButton *button = buttonFor(action, hasPrimary && action == actions.last());
        m_buttons->addWidget(button);
        setTabOrder(before, button);
        before = button;
    }
}

} // namespace podwright::ui::shell
