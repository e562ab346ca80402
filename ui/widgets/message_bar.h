#pragma once

#include "ui/style/status.h"

#include <QFrame>

#include <functional>
#include <vector>

class QBoxLayout;
class QHBoxLayout;
class QLabel;
class QLayout;

namespace podwright::ui::widgets {

struct MessageAction
{
    QString text;
    std::function<void()> run;
    bool isPrimary = false; // gets the focus, and Enter
};

struct Message
{
    style::Tone tone = style::Tone::Busy;
    QString text;        // one sentence
    QString detail = {}; // may be empty
    std::vector<MessageAction> actions = {};
};

// An inline message over the pane it belongs to, instead of a dialog. Every action and Escape close it.
class MessageBar : public QFrame
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget *parent = nullptr);
    void showMessage(const Message &message);
    void retell(const Message &message); // in other words; the actions stay, and whatever has the focus
    void dismiss();
    QString text() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addAction(const MessageAction &action);
    void setTexts(const Message &message);

    QLabel *m_text;
    QLabel *m_detail;
    QBoxLayout *m_body;
    QHBoxLayout *m_actions;
};

// The bar with its margins, for a pane that has none.
QLayout *roomFor(MessageBar *bar);

} // namespace podwright::ui::widgets
