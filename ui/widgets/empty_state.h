#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;

namespace podwright::ui::widgets {

// What stands in an empty pane: what belongs here and how it comes here.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    EmptyState(const QString &icon, const QString &title, const QString &text, int textWidth = 360);
    // The action as a button; the first one is the primary one.
    void addButton(QAction *action);

private:
    QHBoxLayout *m_buttons;
};

} // namespace podwright::ui::widgets
