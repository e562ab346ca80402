#pragma once

#include "models/session/session_manager.h"

#include <QWidget>

class QComboBox;
class QFrame;
class QLabel;
class QPushButton;

namespace podwright::ui::widgets {
class ElidedLabel;
}

namespace podwright::ui::clusters {

// The top of a cluster's details: its name and server, its marks, what is to be warned of, and how it can be used.
class ClusterHead : public QWidget
{
    Q_OBJECT
public:
    explicit ClusterHead(session::SessionManager &sessions, QWidget *parent = nullptr);
    void show(const kube::ContextInfo &context, const session::ClusterSession *session); // null: not in use

Q_SIGNALS:
    void useRequested();
    void connectRequested();

private:
    QFrame *banner(const QString &name, QLabel *text);
    void showMarks(const kube::ContextInfo &context);
    void showState(const kube::ContextInfo &context, const session::ClusterSession *session);
    void copyLogin() const;

    session::SessionManager &m_sessions;
    kube::ContextInfo m_context;
    widgets::ElidedLabel *m_name, *m_server;
    QLabel *m_stateText;
    QComboBox *m_color;
    QPushButton *m_protect, *m_use, *m_connect, *m_login, *m_signIn;
    QFrame *m_protected, *m_insecure, *m_state;
};

} // namespace podwright::ui::clusters
