#include "ui/logs/log_view.h"

#include "ui/style/metrics.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

namespace podwright::ui::logs {
namespace {

constexpr int wheelNotch = 120; // eighths of a degree

} // namespace

void LogView::wheelEvent(QWheelEvent *event)
{
    if (std::abs(event->angleDelta().x()) > std::abs(event->angleDelta().y()) ||
        event->modifiers() & Qt::ShiftModifier) {
        QApplication::sendEvent(horizontalScrollBar(), event);
        return;
    }
    m_wheelRest += event->angleDelta().y() * QApplication::wheelScrollLines();
    const int rows = m_wheelRest / wheelNotch;
    m_wheelRest -= rows * wheelNotch;
    if (rows != 0)
        scrollRows(-rows);
    event->accept();
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const int page = std::max(1, visibleRows() - 1);
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->key() == Qt::Key_Home)
        goToStart();
    else if (event->key() == Qt::Key_End)
        setFollowing(true);
    else if (event->key() == Qt::Key_PageUp)
        scrollRows(-page);
    else if (event->key() == Qt::Key_PageDown)
        scrollRows(page);
    else if (event->key() == Qt::Key_Up)
        scrollRows(-1);
    else if (event->key() == Qt::Key_Down)
        scrollRows(1);
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        horizontalScrollBar()->triggerAction(event->key() == Qt::Key_Left ? QScrollBar::SliderSingleStepSub
                                                                          : QScrollBar::SliderSingleStepAdd);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    if (!m_lines || event->button() != Qt::LeftButton)
        return;
    const TextPlace place = placeAt(event->position().toPoint());
    if (event->position().x() < style::space && toggleUnfolded(place.line))
        return;
    setCurrent(place.line);
    m_selection.caret = place;
    if (!(event->modifiers() & Qt::ShiftModifier))
        m_selection.anchor = place;
    viewport()->update();
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_lines || !(event->buttons() & Qt::LeftButton))
        return;
    m_dragPoint = event->position().toPoint();
    extendSelectionTo(m_dragPoint);
    if (viewport()->rect().contains(m_dragPoint))
        m_dragScroll.stop();
    else if (!m_dragScroll.isActive())
        m_dragScroll.start();
}

void LogView::extendSelectionTo(const QPoint &point)
{
    if (point.y() < 0)
        scrollRows(-1);
    else if (point.y() > viewport()->height())
        scrollRows(1);
    m_selection.caret = placeAt(point);
    viewport()->update();
}

void LogView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragScroll.stop();
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (hasSelection() && clipboard->supportsSelection())
        clipboard->setText(selectedText(), QClipboard::Selection);
}

void LogView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!m_lines || m_lines->lineCount() == 0)
        return;
    const TextPlace place = placeAt(event->position().toPoint());
    m_selection = wordAt(place.line, layoutOf(place.line).text(), place.column);
    viewport()->update();
}

void LogView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copyAction = menu->addAction(tr("&Copy"), QKeySequence::Copy, this, &LogView::copy);
    copyAction->setEnabled(hasSelection());
    menu->addAction(tr("Select &all"), QKeySequence::SelectAll, this, &LogView::selectAll);
    menu->popup(event->globalPos());
}

} // namespace podwright::ui::logs
