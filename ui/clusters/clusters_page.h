#pragma once

#include "models/session/context_overview.h"

#include <QWidget>

class QAction;

namespace podwright::ui::clusters {

class ClusterDetails;
class ContextList;

// The contexts of the kubeconfig and everything about the chosen one. Looking at a context connects nothing.
class ClustersPage : public QWidget
{
    Q_OBJECT
public:
    explicit ClustersPage(session::SessionManager &sessions, QWidget *parent = nullptr);
    void showContext(const QString &context);
    void focusList();

    // For the top bar and the command palette.
    QAction *useAction, *connectAction, *protectAction, *sandboxAction, *askAgainAction;

Q_SIGNALS:
    void statusText(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeActions();
    QAction *makeAction(const QString &name, const QString &text, void (ClustersPage::*slot)());
    void use(const QString &context);
    void useShown();
    void connectShown();
    void switchProtection();
    void useSandbox();
    void askAgain();
    void refresh();

    session::SessionManager &m_sessions;
    session::ContextOverview m_overview;
    ContextList *m_list;
    ClusterDetails *m_details;
    QList<QAction *> m_newActions;
};

} // namespace podwright::ui::clusters
