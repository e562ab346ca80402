#pragma once

#include <QList>
#include <QObject>

#include <functional>

class QAction;
class QWidget;

namespace podwright::ui::shell {

class QuickList;

// What can be done now, found by words of its name and shown with its key.
class CommandPalette : public QObject
{
    Q_OBJECT
public:
    using Commands = std::function<QList<QAction *>()>;

    CommandPalette(Commands commands, QWidget *window);

    void open(int top); // in the middle of the window, that far from its upper edge

private:
    void run(const QString &name);

    Commands m_commands;
    QWidget *m_window;
    QuickList *m_list;
};

} // namespace podwright::ui::shell
