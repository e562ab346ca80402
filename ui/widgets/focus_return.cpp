#include "ui/widgets/focus_return.h"

#include <QApplication>
#include <QEvent>

namespace podwright::ui::widgets {

FocusReturn::FocusReturn(QWidget *panel)
    : QObject(panel)
    , m_panel(panel)
{
    panel->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *before, QWidget *now) {
        if (before && isInside(now) && !isInside(before))
            m_before = before;
    });
}

bool FocusReturn::isInside(const QWidget *widget) const
{
    return widget && (widget == m_panel || m_panel->isAncestorOf(widget));
}

void FocusReturn::giveBack()
{
    if (!isInside(QApplication::focusWidget()))
        return;
    if (m_before && m_before->isVisible() && m_before->isEnabled())
        m_before->setFocus(Qt::OtherFocusReason);
    else if (QWidget *page = m_panel->parentWidget(); page && page->focusProxy())
        page->setFocus(Qt::OtherFocusReason);
}

bool FocusReturn::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_panel && event->type() == QEvent::Hide && m_panel->isHidden())
        giveBack();
    return QObject::eventFilter(watched, event);
}

} // namespace podwright::ui::widgets
