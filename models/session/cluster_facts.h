#pragma once

#include "models/core/job.h"
#include "models/kube/credential_identity.h"
#include "models/session/cluster_session.h"
#include "models/tables/simple_models.h"

#include <QPointer>

namespace podwright::session {

// What is worth knowing about one cluster and one namespace of it before a task is launched there: who we are, what we
// may do, what is there for a task to use. Asked on demand, again when the session connects; names, types and numbers
// of keys only: the values of secrets and config maps are not loaded. GUI thread.
class ClusterFacts : public QObject
{
    Q_OBJECT
public:
    explicit ClusterFacts(QObject *parent = nullptr);

    // Null: none. Nothing is asked while the session is not connected.
    void show(ClusterSession *session, const QString &ns);
    void refresh();
    const QString &ns() const { return m_namespace; }
    ClusterSession *session() const { return m_session; }

    const kube::Identity &identity() const { return m_identity; } // without a user and source: not known (yet)
    bool isIdentityKnown() const { return m_isIdentityKnown; }
    tables::FactTableModel *rights() { return &m_rights; }
    tables::FactTableModel *objects() { return &m_objects; }

Q_SIGNALS:
    void changed(); // of the identity

private:
    using Client = QPointer<kube::ApiClient>;

    void forget();
    void askIdentity(size_t version);
    void readIdentity();
    void setIdentity(const kube::Identity &identity);
    void askRights();
    void showRight(size_t number);
    void askObjects();
    void showObjects();

    struct RightState
    {
        int open = 0; // questions without an answer
        QStringList missing;
        QString trouble;
    };

    QPointer<ClusterSession> m_session;
    QString m_namespace;
    bool m_wasConnected = false, m_isIdentityKnown = false;
    kube::Identity m_identity;
    core::Job m_reading;
    std::unique_ptr<QObject> m_asker; // of the questions that still count
    std::vector<RightState> m_rightStates;
    std::vector<std::vector<tables::FactRow>> m_found; // by kind of object
    tables::FactTableModel m_rights, m_objects;
};

} // namespace podwright::session
