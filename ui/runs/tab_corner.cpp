#include "ui/runs/tab_corner.h"

#include "ui/logs/log_part_bar.h"

#include <QEvent>
#include <QTabBar>
#include <QTabWidget>

namespace podwright::ui::runs {

TabCorner::TabCorner(QTabWidget &tabs, logs::LogPartBar &part)
    : QObject(&tabs)
    , m_tabs(tabs)
    , m_part(part)
{
    tabs.installEventFilter(this);
    tabs.tabBar()->installEventFilter(this);
    connect(&part, &logs::LogPartBar::textChanged, this, &TabCorner::fit);
}

void TabCorner::setShown(bool isShown)
{
    m_tabs.setCornerWidget(isShown ? &m_part : nullptr);
    m_part.setVisible(isShown);
    fit();
}

bool TabCorner::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        fit();
    return QObject::eventFilter(watched, event);
}

void TabCorner::fit()
{
    m_part.fitInto(m_tabs.width() - m_tabs.tabBar()->sizeHint().width());
}

} // namespace podwright::ui::runs
