#pragma once

#include "models/session/cluster_facts.h"
#include "models/session/cluster_room.h"
#include "models/session/session_manager.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace podwright::ui::clusters {

class ClusterHead;
class CreatePanel;
class FactList;
class InfoCard;
class KubeconfigCard;

// Everything about one context. The server is asked only while this is seen and the context is in use.
class ClusterDetails : public QWidget
{
    Q_OBJECT
public:
    explicit ClusterDetails(session::SessionManager &sessions, QWidget *parent = nullptr);
    void showContext(const QString &context); // empty or unknown: nothing
    const QString &context() const { return m_context; }
    void refresh();
    void askAgain(); // the server, once more
    void connectShown();
    void openCreate(int kind); // one of CreatePanel::Kind
    bool canCreate() const;    // the cluster is connected

Q_SIGNALS:
    void useRequested(const QString &context);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeLayout();
    session::ClusterSession *session() const; // null: not in use
    void showCards(const kube::ContextInfo &context, const session::ClusterSession *session);
    void showIdentity();
    void fillNamespaces(const session::ClusterSession *session);
    void chooseNamespace(const QString &ns);
    void showCreated(int kind, const QString &name);

    session::SessionManager &m_sessions;
    session::ClusterFacts m_facts;
    session::ClusterRoom m_clusterRoom;
    QString m_context, m_namespace;
    ClusterHead *m_head;
    InfoCard *m_server, *m_identity, *m_signIn, *m_origin, *m_room;
    FactList *m_objects, *m_rights;
    QComboBox *m_namespaces;
    QPushButton *m_new;
    CreatePanel *m_create;
    KubeconfigCard *m_kubeconfig;
};

} // namespace podwright::ui::clusters
