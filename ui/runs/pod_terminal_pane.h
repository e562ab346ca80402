#pragma once

#include "models/session/pod_terminal.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace podwright::ui::widgets {
class ElidedLabel;
}
namespace podwright::ui::terminal {
class TerminalPane;
}

namespace podwright::ui::runs {

// A terminal into the containers of one pod: a shell, or one command at a time. Nothing runs before it is asked for.
class PodTerminalPane : public QWidget
{
    Q_OBJECT
public:
    // The target's container is chosen here.
    PodTerminalPane(session::SessionManager &sessions, session::TerminalTarget pod, QWidget *parent = nullptr);

    void setContainers(const QStringList &running); // those that can be entered now
    bool isActive() const { return m_terminal.isActive(); }
    bool wasUsed() const { return m_wasUsed; }
    void open();                           // a shell; if something runs already, only goes there
    void openIn(const QString &container); // the same, in one of those that run that was added for it and allowed

private:
    QHBoxLayout *makeHead();
    QHBoxLayout *makeCommandLine();
    session::TerminalTarget target() const;
    void open(session::PodTerminal::Consent consent);
    void toggle();
    void runCommand();
    void type(const QByteArray &bytes);
    void refresh();
    void begin();
    void tellEnd();

    session::TerminalTarget m_pod;
    session::PodTerminal m_terminal;
    session::PodTerminal::State m_shown = session::PodTerminal::State::Idle;
    QString m_commandText; // of what runs or ran last
    bool m_wasUsed = false;
    terminal::TerminalPane *m_pane;
    QComboBox *m_container;
    QPushButton *m_open;
    widgets::ElidedLabel *m_state, *m_hint;
    QLineEdit *m_command;
    QPushButton *m_run;
};

} // namespace podwright::ui::runs
