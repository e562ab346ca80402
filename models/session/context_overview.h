#pragma once

#include "models/session/local_clusters.h"
#include "models/session/session_manager.h"
#include "models/tables/simple_models.h"

#include <QTimer>

namespace podwright::session {

// The rows of all contexts, kept up to date. Nothing is connected for it: a context that is not in use says so.
// GUI thread.
class ContextOverview : public QObject
{
    Q_OBJECT
public:
    explicit ContextOverview(SessionManager &sessions, QObject *parent = nullptr);
    tables::ContextTableModel *model() { return &m_model; }
    QString summary() const;   // "6 contexts, 3 connected"
    void setSeen(bool isSeen); // while they are, it is looked which local clusters run

Q_SIGNALS:
    void changed();

private:
    void refresh();
    tables::ContextRow rowOf(const kube::ContextInfo &context, int order) const;

    SessionManager &m_sessions;
    LocalClusters m_local;
    QTimer m_lookAgain;
    tables::ContextTableModel m_model;
};

} // namespace podwright::session
