#pragma once

#include <QWidget>

namespace podwright::ui::widgets {
class MessageBar;
struct Message;
} // namespace podwright::ui::widgets

namespace podwright::ui::terminal {

class TerminalView;

// A terminal that asks before it pastes what could do more than one thing.
class TerminalPane : public QWidget
{
    Q_OBJECT
public:
    explicit TerminalPane(QWidget *parent = nullptr);
    TerminalView *view() const { return m_view; }
    void say(const widgets::Message &message);
    void dismiss();

    // Text of the program itself between what is fed: on a line of its own, muted. Its control characters are left out.
    void note(const QString &text);

private:
    void paste(const QString &text);
    void ask(const QString &text);

    widgets::MessageBar *m_message;
    TerminalView *m_view;
};

} // namespace podwright::ui::terminal
