#pragma once

#include "models/session/session_manager.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace podwright::ui::widgets {
class ValidationNote;
}

namespace podwright::ui::clusters {

// What can be changed in the kubeconfig itself; nothing else of the program writes there.
class KubeconfigCard : public QFrame
{
    Q_OBJECT
public:
    explicit KubeconfigCard(session::SessionManager &sessions, QWidget *parent = nullptr);
    void show(const kube::ContextInfo &context);

private:
    void saveNamespace();
    void makeCurrent();
    session::SessionManager::WriteDone teller(const QString &done);

    session::SessionManager &m_sessions;
    kube::ContextInfo m_context;
    QLabel *m_file;
    QLineEdit *m_namespace;
    QPushButton *m_save, *m_current;
    widgets::ValidationNote *m_note;
};

} // namespace podwright::ui::clusters
