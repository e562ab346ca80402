#pragma once

#include "models/session/session_manager.h"
#include "models/tables/simple_models.h"

namespace podwright::session {

// "kind", "minikube", "k3d", "microk8s" ... for a cluster that such a program runs on this machine, judged by its
// context's name and server; else empty.
QString localKind(const kube::ContextInfo &context);

// The rows of all contexts, kept up to date. Nothing is connected for it: a context that is not in use says so.
// GUI thread.
class ContextOverview : public QObject
{
    Q_OBJECT
public:
    explicit ContextOverview(SessionManager &sessions, QObject *parent = nullptr);
    tables::ContextTableModel *model() { return &m_model; }
    QString summary() const; // "6 contexts, 3 connected"

Q_SIGNALS:
    void changed();

private:
    void refresh();
    tables::ContextRow rowOf(const kube::ContextInfo &context, int order) const;

    SessionManager &m_sessions;
    tables::ContextTableModel m_model;
};

} // namespace podwright::session
