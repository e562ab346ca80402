#include "ui/clusters/clusters_page.h"

#include "ui/clusters/cluster_details.h"
#include "ui/clusters/context_list.h"
#include "ui/clusters/create_panel.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace podwright::ui::clusters {

ClustersPage::ClustersPage(session::SessionManager &sessions, QWidget *parent)
    : QWidget(parent)
    , m_sessions(sessions)
    , m_overview(sessions)
    , m_list(new ContextList(m_overview.model(), this))
    , m_details(new ClusterDetails(sessions, this))
{
    setObjectName(QStringLiteral("clustersPage"));
    auto *left = new QWidget(this);
    left->setAttribute(Qt::WA_StyledBackground);
    style::setProperty(left, "surface", QStringLiteral("panel"));
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(style::spaceSmall + 2, style::grid, style::spaceSmall + 2, style::spaceSmall);
    leftLayout->addWidget(m_list);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_details);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(QStringLiteral("clusterSplitter"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(scroll);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({330, 1000});
    left->setMinimumWidth(220);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    makeActions();
    connect(m_list, &ContextList::currentChosen, this, [this](const QString &context) {
        m_details->showContext(context);
        refresh();
    });
    connect(m_list, &ContextList::used, this, &ClustersPage::use);
    connect(m_details, &ClusterDetails::useRequested, this, &ClustersPage::use);
    connect(&m_overview, &session::ContextOverview::changed, this, &ClustersPage::refresh);
    connect(&sessions, &session::SessionManager::sessionAdded, this, [this](session::ClusterSession *session) {
        connect(session, &session::ClusterSession::namespacesChanged, m_details, &ClusterDetails::refresh);
    });
    for (const session::ClusterSession *session : sessions.sessions())
        connect(session, &session::ClusterSession::namespacesChanged, m_details, &ClusterDetails::refresh);
    m_details->showContext(m_list->current());
    refresh();
}

QAction *ClustersPage::makeAction(const QString &name, const QString &text, void (ClustersPage::*slot)())
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
    return action;
}

void ClustersPage::makeActions()
{
    useAction = makeAction(QStringLiteral("useShownContext"), tr("Use this context"), &ClustersPage::useShown);
    connectAction = makeAction(QStringLiteral("connectShown"), tr("Connect"), &ClustersPage::connectShown);
    protectAction =
        makeAction(QStringLiteral("switchProtection"), tr("Protect this context"), &ClustersPage::switchProtection);
    askAgainAction = makeAction(QStringLiteral("askAgain"), tr("Refresh"), &ClustersPage::askAgain);
    sandboxAction = makeAction(QStringLiteral("useSandbox"), tr("Use the sandbox"), &ClustersPage::useSandbox);
    for (int kind = 0; kind < CreatePanel::titles().size(); ++kind) {
        auto *action = new QAction(tr("New: %1").arg(CreatePanel::titles()[kind]), this);
        action->setObjectName(QStringLiteral("new%1").arg(kind));
        connect(action, &QAction::triggered, this, [this, kind] { m_details->openCreate(kind); });
        addAction(action);
        m_newActions += action;
    }
    m_list->addActions({useAction, connectAction, protectAction});
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void ClustersPage::showContext(const QString &context)
{
    m_list->setCurrent(context);
}

void ClustersPage::focusList()
{
    m_list->setFocus();
}

void ClustersPage::use(const QString &context)
{
    m_sessions.pick(context);
    m_sessions.reconnect(context); // if it is not connected
}

void ClustersPage::useShown()
{
    use(m_details->context());
}

void ClustersPage::connectShown()
{
    m_details->connectShown();
}

void ClustersPage::switchProtection()
{
    if (const kube::ContextInfo *context = m_sessions.find(m_details->context()))
        m_sessions.marks().setProtected(*context, !m_sessions.marks().of(*context).isProtected);
}

void ClustersPage::useSandbox()
{
    showContext(session::sandboxContext);
    use(session::sandboxContext);
}

void ClustersPage::askAgain()
{
    m_details->askAgain();
}

void ClustersPage::refresh()
{
    m_details->showContext(m_list->current());
    const QString context = m_details->context();
    useAction->setEnabled(m_sessions.hasContext(context) && context != m_sessions.currentContext());
    connectAction->setEnabled(m_sessions.hasContext(context));
    for (QAction *action : m_newActions)
        action->setEnabled(m_details->canCreate());
    protectAction->setText(m_sessions.markOf(context).isProtected ? tr("No longer protect this context")
                                                                  : tr("Protect this context"));
    Q_EMIT statusText(m_sessions.trouble().isEmpty() ? m_overview.summary() : m_sessions.trouble());
}

void ClustersPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_overview.setSeen(true);
    refresh();
}

void ClustersPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_overview.setSeen(false);
}

} // namespace podwright::ui::clusters
