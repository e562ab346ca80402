#pragma once

#include <QFrame>

namespace podwright::ui::widgets {

// One entry of a ListField: its text in code letters. With the focus: Delete removes, Enter or F2 edits, Left and Right
// go to the neighbours, Alt+Left and Alt+Right move the entry.
class ItemChip : public QFrame
{
    Q_OBJECT
public:
    explicit ItemChip(const QString &text, QWidget *parent = nullptr);

Q_SIGNALS:
    void removeRequested();
    void editRequested();
    void moveRequested(int by);
    void stepRequested(int by);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
};

} // namespace podwright::ui::widgets
