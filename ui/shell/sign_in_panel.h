#pragma once

#include "models/session/session_manager.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>
#include <QUrl>

class QAction;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace podwright::ui::terminal {
class TerminalPane;
}

namespace podwright::ui::shell {

// Says when the context in use needs the person to sign in, and holds the terminal in which its credential plugin is
// answered, of whichever context that was asked for. The terminal goes with the sign-in, and all that was said in it.
class SignInPanel : public QFrame
{
    Q_OBJECT
public:
    explicit SignInPanel(session::SessionManager &sessions, QWidget *parent = nullptr);

    QAction *const startAction; // for the context in use
    void start();
    bool canStart() const;

Q_SIGNALS:
    void signedIn(const QString &context);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeLayout();
    void takeState();
    void refresh();
    void showTexts(const QString &text, const QString &detail, const char *tone);
    void openTerminal();
    void dropTerminal();
    void offerLink();
    void go();
    void leave();
    session::ClusterSession *current() const; // null: none yet

    session::SessionManager &m_sessions;
    session::SignIn &m_signIn;
    session::SignIn::State m_shown = session::SignIn::State::Idle;
    QString m_quiet;            // the context that was told: not now
    QPointer<QWidget> m_former; // had the focus
    terminal::TerminalPane *m_terminal = nullptr;
    QTimer m_lookForLink;
    QUrl m_url;
    QVBoxLayout *m_layout;
    QLabel *m_text;
    QLabel *m_detail;
    QPushButton *m_link; // where the plugin sends the person
    QPushButton *m_go;
    QPushButton *m_leave;
};

// The last web address in a text; invalid if there is none.
QUrl lastLink(const QString &text);

} // namespace podwright::ui::shell
