#include "ui/clusters/cluster_details.h"

#include "models/core/strings.h"
#include "ui/clusters/cluster_head.h"
#include "ui/clusters/create_panel.h"
#include "ui/clusters/fact_list.h"
#include "ui/clusters/info_card.h"
#include "ui/clusters/kubeconfig_card.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>

namespace podwright::ui::clusters {

using session::ConnectionState;

ClusterDetails::ClusterDetails(session::SessionManager &sessions, QWidget *parent)
    : QWidget(parent)
    , m_sessions(sessions)
    , m_head(new ClusterHead(sessions, this))
    , m_server(new InfoCard(QStringLiteral("serverCard"), tr("Server"), this))
    , m_identity(new InfoCard(QStringLiteral("identityCard"), tr("You are"), this))
    , m_signIn(new InfoCard(QStringLiteral("signInCard"), tr("Sign-in"), this))
    , m_origin(new InfoCard(QStringLiteral("originCard"), tr("Cluster and user"), this))
    , m_room(new InfoCard(QStringLiteral("roomCard"), tr("Largest pod that fits now"), this))
    , m_objects(new FactList(QStringLiteral("namespaceFacts"), m_facts.objects(), this))
    , m_rights(new FactList(QStringLiteral("rightFacts"), m_facts.rights(), this))
    , m_namespaces(new QComboBox(this))
    , m_new(new QPushButton(tr("New…"), this))
    , m_create(new CreatePanel(this))
    , m_kubeconfig(new KubeconfigCard(sessions, this))
{
    setObjectName(QStringLiteral("clusterDetails"));
    m_namespaces->setObjectName(QStringLiteral("clusterNamespace"));
    m_namespaces->setAccessibleName(tr("Namespace to look at"));
    m_namespaces->setEditable(true);
    m_namespaces->setInsertPolicy(QComboBox::NoInsert);
    m_namespaces->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_namespaces->setMinimumContentsLength(6);
    m_namespaces->setMinimumWidth(100);
    m_objects->setTitle(tr("Namespace"));
    m_objects->addToHead(m_namespaces);
    m_new->setObjectName(QStringLiteral("newObject"));
    style::setProperty(m_new, "kind", QStringLiteral("link"));
    auto *menu = new QMenu(m_new);
    for (int kind = 0; kind < CreatePanel::titles().size(); ++kind)
        menu->addAction(CreatePanel::titles()[kind], this, [this, kind] { openCreate(kind); });
    m_new->setMenu(menu);
    m_objects->addToHead(m_new);
    m_create->setPass([this](const QString &what, std::function<void()> go) {
        m_sessions.guard().pass({m_context}, what, this, std::move(go));
    });
    m_rights->setTitle(tr("What you may do here"));
    makeLayout();
    connect(m_head, &ClusterHead::useRequested, this, [this] { Q_EMIT useRequested(m_context); });
    connect(m_head, &ClusterHead::connectRequested, this, &ClusterDetails::connectShown);
    connect(&m_facts, &session::ClusterFacts::changed, this, &ClusterDetails::showIdentity);
    connect(&m_clusterRoom, &session::ClusterRoom::changed, this,
            [this] { m_room->setText(m_clusterRoom.text(), m_clusterRoom.help()); });
    connect(m_create, &CreatePanel::created, this, &ClusterDetails::showCreated);
    connect(m_create, &CreatePanel::closed, m_new, qOverload<>(&QWidget::setFocus));
    connect(m_namespaces, &QComboBox::textActivated, this, &ClusterDetails::chooseNamespace);
    connect(m_namespaces->lineEdit(), &QLineEdit::returnPressed, this,
            [this] { chooseNamespace(m_namespaces->currentText().trimmed()); });
}

void ClusterDetails::makeLayout()
{
    auto *cards = new QHBoxLayout;
    auto *lists = new QHBoxLayout;
    for (QHBoxLayout *row : {cards, lists})
        row->setSpacing(style::space);
    for (InfoCard *card : {m_server, m_identity, m_signIn, m_origin})
        cards->addWidget(card, 1);
    lists->addWidget(m_objects, 1);
    lists->addWidget(m_rights, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * style::space, 2 * style::space, 2 * style::space, 2 * style::space);
    layout->setSpacing(style::spaceLarge);
    layout->addWidget(m_head);
    layout->addWidget(m_create);
    layout->addLayout(cards);
    layout->addWidget(m_room);
    layout->addLayout(lists, 1);
    layout->addWidget(m_kubeconfig);
}

session::ClusterSession *ClusterDetails::session() const
{
    for (session::ClusterSession *known : m_sessions.sessions()) {
        if (known->context() == m_context)
            return known;
    }
    return nullptr;
}

void ClusterDetails::showContext(const QString &context)
{
    if (context != m_context) {
        m_namespace = core::qt(m_sessions.namespaceOf(context));
        m_create->close();
    }
    m_context = context;
    refresh();
}

void ClusterDetails::refresh()
{
    const kube::ContextInfo *context = m_sessions.find(m_context);
    session::ClusterSession *known = context ? session() : nullptr;
    m_facts.show(isVisible() ? known : nullptr, m_namespace);
    m_clusterRoom.show(isVisible() ? known : nullptr);
    m_room->setText(m_clusterRoom.text(), m_clusterRoom.help());
    if (!context)
        return;
    m_head->show(*context, known);
    m_kubeconfig->show(*context);
    showCards(*context, known);
    fillNamespaces(known);
}

void ClusterDetails::askAgain()
{
    m_facts.refresh();
}

void ClusterDetails::connectShown()
{
    if (m_context.isEmpty())
        return;
    m_sessions.session(m_context);
    m_sessions.reconnect(m_context); // if it has failed before
    refresh();
}

bool ClusterDetails::canCreate() const
{
    const session::ClusterSession *known = session();
    return known && known->state() == ConnectionState::Connected;
}

void ClusterDetails::openCreate(int kind)
{
    if (canCreate())
        m_create->open(static_cast<CreatePanel::Kind>(kind), session(), m_namespace);
}

void ClusterDetails::showCreated(int kind, const QString &name)
{
    if (kind == CreatePanel::Namespace) {
        m_namespace = name;
        session()->refreshNamespaces();
        refresh();
    }
    askAgain();
}

void ClusterDetails::showCards(const kube::ContextInfo &context, const session::ClusterSession *session)
{
    const bool isConnected = session && session->state() == ConnectionState::Connected;
    const kube::ServerVersion version = isConnected ? session->version() : kube::ServerVersion();
    m_server->setText(!isConnected ? tr("not connected")
                      : version.gitVersion.isEmpty()
                          ? tr("connected")
                          : tr("%1 · %2 ms").arg(version.gitVersion).arg(version.latency.count()));
    m_signIn->setText(context.signIn.isEmpty() ? tr("the user is missing") : context.signIn);
    m_origin->setText(context.cluster + (context.user.isEmpty() ? QString() : QStringLiteral(" · ") + context.user),
                      tr("Cluster %1\nUser %2\nFile %3").arg(context.cluster, context.user, context.file));
    const QString nothing = isConnected ? tr("Reading…") : tr("Connect to see this.");
    m_new->setEnabled(isConnected);
    m_objects->setEmptyText(nothing);
    m_rights->setEmptyText(nothing);
    showIdentity();
}

void ClusterDetails::showIdentity()
{
    const kube::Identity &identity = m_facts.identity();
    const bool isConnected = m_facts.session() && m_facts.session()->state() == ConnectionState::Connected;
    if (!isConnected)
        return m_identity->setText(tr("not connected"));
    if (!m_facts.isIdentityKnown())
        return m_identity->setText(tr("asking…"));
    if (identity.user.isEmpty())
        return m_identity->setText(tr("not known"), tr("Neither the server nor the credentials say."));
    QString help = tr("%1, says %2").arg(identity.user, identity.source);
    if (!identity.groups.isEmpty())
        help += u'\n' + tr("Groups: %1").arg(identity.groups.join(QStringLiteral(", ")));
    m_identity->setText(identity.user, help);
}

// Those the server lists, else those typed before; what is being typed stays.
void ClusterDetails::fillNamespaces(const session::ClusterSession *session)
{
    QStringList names = session ? session->namespaces() : QStringList();
    for (const QString &typed : m_sessions.markOf(m_context).namespaces) {
        if (!names.contains(typed))
            names += typed;
    }
    if (!names.contains(m_namespace))
        names.prepend(m_namespace);
    QStringList shown;
    for (int i = 0; i < m_namespaces->count(); ++i)
        shown += m_namespaces->itemText(i);
    if (shown == names && m_namespaces->property("context").toString() == m_context)
        return;
    const QSignalBlocker quiet(m_namespaces);
    m_namespaces->setProperty("context", m_context);
    m_namespaces->clear();
    m_namespaces->addItems(names);
    m_namespaces->setCurrentText(m_namespace);
    const bool isForbidden = session && session->areNamespacesForbidden();
    m_namespaces->setToolTip(isForbidden ? tr("You may not list namespaces here: type the one you want.") : QString());
}

void ClusterDetails::chooseNamespace(const QString &ns)
{
    const kube::ContextInfo *context = m_sessions.find(m_context);
    if (ns.isEmpty() || ns == m_namespace || !context)
        return;
    m_namespace = ns;
    const session::ClusterSession *known = session();
    if (known && !known->namespaces().contains(ns))
        m_sessions.marks().rememberNamespace(*context, ns);
    refresh();
}

void ClusterDetails::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void ClusterDetails::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_facts.show(nullptr, m_namespace);
    m_clusterRoom.show(nullptr);
}

} // namespace podwright::ui::clusters
