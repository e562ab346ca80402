#pragma once

#include "ui/terminal/terminal_painter.h"
#include "ui/terminal/terminal_selection.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QTimer>

#include <memory>

namespace podwright::ui::terminal {

class TerminalScreen;

// A terminal: shows what is fed to it, and tells what is typed into it while it is live. Knows nothing of what stands
// behind it, and lets nothing of what is fed reach the desktop (no title, no clipboard, no bell).
class TerminalView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit TerminalView(QWidget *parent = nullptr);
    ~TerminalView() override;

    void feed(QByteArrayView bytes);
    void startAnew(); // below what is there
    void clear();     // what has left the screen
    // Something reads what is typed; else the keys are the program's.
    void setLive(bool isLive);
    bool isLive() const { return m_isLive; }
    int rows() const;
    int columns() const;

    QString text() const; // all of it
    QString selectedText() const;
    void selectAll();
    void copy();
    void askToPaste(); // the clipboard
    void paste(const QString &text);

Q_SIGNALS:
    void input(const QByteArray &bytes);
    void sizeChanged(int columns, int rows);
    void pasteAsked(const QString &text); // paste() it, or not

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void requestFrame();
    void showFrame();
    void updateScrollBar();
    int topLine() const;
    bool handleOwnKey(const QKeyEvent &event);
    bool tellMouse(const QMouseEvent &event, bool isPressed);
    void offerSelection();
    TerminalPlace placeAt(const QPoint &point) const;

    std::unique_ptr<TerminalScreen> m_screen;
    TerminalPainter m_painter;
    TerminalSelection m_selection;
    QTimer m_frame;
    QElapsedTimer m_sinceFrame;
    bool m_isLive = false;
    bool m_isFollowing = true; // the end
    bool m_isSelecting = false;
    int m_wheelRest = 0;
};

} // namespace podwright::ui::terminal
