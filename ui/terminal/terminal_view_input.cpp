#include "ui/terminal/terminal_keys.h"
#include "ui/terminal/terminal_screen.h"
#include "ui/terminal/terminal_view.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

namespace podwright::ui::terminal {

namespace {

constexpr int wheelLines = 3;
constexpr int wheelNotch = 120;
constexpr int wheelUpButton = 4, wheelDownButton = 5; // as mice tell them to programs

VTermModifier mouseModifiers(Qt::KeyboardModifiers modifiers)
{
    return static_cast<VTermModifier>((modifiers & Qt::AltModifier ? VTERM_MOD_ALT : 0) |
                                      (modifiers & Qt::ControlModifier ? VTERM_MOD_CTRL : 0));
}

int buttonNumber(Qt::MouseButton button)
{
    return button == Qt::LeftButton ? 1 : button == Qt::MiddleButton ? 2 : button == Qt::RightButton ? 3 : 0;
}

} // namespace

// Keys of a live terminal are not taken for shortcuts of the program, but those that lead out of it.
bool TerminalView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && m_isLive && !belongsToProgram(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

bool TerminalView::focusNextPrevChild(bool next)
{
    return !m_isLive && QAbstractScrollArea::focusNextPrevChild(next);
}

void TerminalView::keyPressEvent(QKeyEvent *event)
{
    if (handleOwnKey(*event))
        return;
    if (!m_isLive || belongsToProgram(*event) || !sendKey(*m_screen, *event)) {
        event->ignore();
        return;
    }
    m_isFollowing = true;
    m_selection.clear();
    requestFrame();
}

bool TerminalView::handleOwnKey(const QKeyEvent &event)
{
    const auto isKey = [&event](int modifiers, Qt::Key key) {
        return event.keyCombination() == QKeyCombination(Qt::KeyboardModifiers(modifiers), key);
    };
    QScrollBar *bar = verticalScrollBar();
    if (isKey(Qt::CTRL | Qt::SHIFT, Qt::Key_C))
        copy();
    else if (isKey(Qt::CTRL | Qt::SHIFT, Qt::Key_V) || isKey(Qt::SHIFT, Qt::Key_Insert))
        askToPaste();
    else if (isKey(Qt::CTRL | Qt::SHIFT, Qt::Key_A))
        selectAll();
    else if (isKey(Qt::SHIFT, Qt::Key_PageUp))
        bar->triggerAction(QScrollBar::SliderPageStepSub);
    else if (isKey(Qt::SHIFT, Qt::Key_PageDown))
        bar->triggerAction(QScrollBar::SliderPageStepAdd);
    else
        return false;
    return true;
}

void TerminalView::inputMethodEvent(QInputMethodEvent *event)
{
    if (m_isLive && !event->commitString().isEmpty())
        m_screen->type(event->commitString().toUtf8());
    event->accept();
}

QVariant TerminalView::inputMethodQuery(Qt::InputMethodQuery query) const
{
    if (query != Qt::ImCursorRectangle)
        return QAbstractScrollArea::inputMethodQuery(query);
    const QSizeF cell = m_painter.cellSize();
    const QPointF place(m_screen->cursorColumn() * cell.width(), (m_screen->cursorLine() - topLine()) * cell.height());
    return QRectF(place, cell).toRect();
}

TerminalPlace TerminalView::placeAt(const QPoint &point) const
{
    const QSizeF cell = m_painter.cellSize();
    const int row = static_cast<int>(point.y() / cell.height());
    return {.line = std::clamp(topLine() + row, m_screen->firstLine(), m_screen->endLine() - 1),
            .column = std::clamp(static_cast<int>(point.x() / cell.width() + 0.5), 0, m_screen->columns())};
}

// A program that asked for the mouse gets it; with Shift it is ours all the same.
bool TerminalView::tellMouse(const QMouseEvent &event, bool isPressed)
{
    const int button = buttonNumber(event.button());
    if (!m_isLive || !m_screen->wantsMouse() || event.modifiers() & Qt::ShiftModifier || button == 0)
        return false;
    const QSizeF cell = m_painter.cellSize();
    const QPoint point = event.position().toPoint();
    m_screen->mouse(std::clamp(static_cast<int>(point.y() / cell.height()), 0, m_screen->rows() - 1),
                    std::clamp(static_cast<int>(point.x() / cell.width()), 0, m_screen->columns() - 1), button,
                    isPressed, mouseModifiers(event.modifiers()));
    return true;
}

void TerminalView::mousePressEvent(QMouseEvent *event)
{
    if (tellMouse(*event, true))
        return;
    if (event->button() == Qt::LeftButton) {
        m_selection.begin(placeAt(event->position().toPoint()));
        m_isSelecting = true;
        viewport()->update();
    } else if (event->button() == Qt::MiddleButton && m_isLive) {
        const QClipboard *clipboard = QGuiApplication::clipboard();
        Q_EMIT pasteAsked(
            clipboard->text(clipboard->supportsSelection() ? QClipboard::Selection : QClipboard::Clipboard));
    }
}

void TerminalView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_isSelecting)
        return;
    const int y = event->position().toPoint().y();
    if (y < 0 || y > viewport()->height())
        verticalScrollBar()->triggerAction(y < 0 ? QScrollBar::SliderSingleStepSub : QScrollBar::SliderSingleStepAdd);
    m_selection.extendTo(placeAt(event->position().toPoint()));
    viewport()->update();
}

void TerminalView::mouseReleaseEvent(QMouseEvent *event)
{
    if (std::exchange(m_isSelecting, false))
        return offerSelection();
    tellMouse(*event, false);
}

void TerminalView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (tellMouse(*event, true) || event->button() != Qt::LeftButton)
        return;
    const QSizeF cell = m_painter.cellSize();
    TerminalPlace place = placeAt(event->position().toPoint());
    place.column = std::min(static_cast<int>(event->position().x() / cell.width()), m_screen->columns() - 1);
    m_selection.selectWord(*m_screen, place);
    offerSelection();
    viewport()->update();
}

void TerminalView::offerSelection()
{
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (clipboard->supportsSelection() && !m_selection.isEmpty())
        clipboard->setText(selectedText(), QClipboard::Selection);
}

// For a program that uses the whole screen the wheel is its mouse's or, if it has none, the arrow keys.
void TerminalView::wheelEvent(QWheelEvent *event)
{
    const bool isPrograms = m_isLive && (m_screen->wantsMouse() || m_screen->isAlternate());
    if (!isPrograms || event->modifiers() & Qt::ShiftModifier)
        return QAbstractScrollArea::wheelEvent(event);
    m_wheelRest += event->angleDelta().y();
    const int notches = m_wheelRest / wheelNotch;
    m_wheelRest %= wheelNotch;
    const QSizeF cell = m_painter.cellSize();
    for (int i = 0; i < std::abs(notches) * (m_screen->wantsMouse() ? 1 : wheelLines); ++i) {
        if (m_screen->wantsMouse())
            m_screen->mouse(static_cast<int>(event->position().y() / cell.height()),
                            static_cast<int>(event->position().x() / cell.width()),
                            notches > 0 ? wheelUpButton : wheelDownButton, true, mouseModifiers(event->modifiers()));
        else
            m_screen->key(notches > 0 ? VTERM_KEY_UP : VTERM_KEY_DOWN);
    }
    event->accept();
}

void TerminalView::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_isLive && m_screen->wantsMouse() && !(event->modifiers() & Qt::ShiftModifier))
        return;
    QMenu menu(this);
    menu.addAction(tr("Copy\tCtrl+Shift+C"), this, &TerminalView::copy)->setEnabled(!m_selection.isEmpty());
    menu.addAction(tr("Paste\tCtrl+Shift+V"), this, &TerminalView::askToPaste)->setEnabled(m_isLive);
    menu.addAction(tr("Select all\tCtrl+Shift+A"), this, &TerminalView::selectAll);
    menu.addAction(tr("Clear what has scrolled away"), this, &TerminalView::clear);
    menu.exec(event->globalPos());
}

void TerminalView::copy()
{
    if (!m_selection.isEmpty())
        QGuiApplication::clipboard()->setText(selectedText());
}

void TerminalView::askToPaste()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (m_isLive && !text.isEmpty())
        Q_EMIT pasteAsked(text);
}

void TerminalView::paste(const QString &text)
{
    if (m_isLive)
        m_screen->paste(text);
}

void TerminalView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    m_screen->setFocused(true);
    viewport()->update();
}

void TerminalView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_screen->setFocused(false);
    viewport()->update();
}

} // namespace podwright::ui::terminal
