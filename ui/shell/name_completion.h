#pragma once

#include "models/session/session_manager.h"

#include <QPointer>

class QLineEdit;

namespace podwright::ui::designer {
class DesignerPage;
}

namespace podwright::ui::shell {

// While the name of something on the cluster is typed into the form, offers those that are there: service accounts,
// pull secrets, secrets and their keys, config maps, namespaces, priority classes; the arrow down shows all. Asked when
// such a line gets the focus, on the cluster and in the namespace the task would run in, if that is connected; metadata
// only, no values.
class NameCompletion : public QObject
{
    Q_OBJECT
public:
    NameCompletion(designer::DesignerPage &designer, session::SessionManager &sessions, QObject *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow(QWidget *focused);
    void ask(const kube::Request &request, bool isForKeys);
    void offer(const QStringList &names);
    void leave();
    session::ClusterSession *session() const; // null: none that is connected
    std::string namespaceOfTask(const session::ClusterSession &session) const;

    designer::DesignerPage &m_designer;
    session::SessionManager &m_sessions;
    QPointer<QLineEdit> m_line;
    kube::RequestHandle m_asking;
};

} // namespace podwright::ui::shell
