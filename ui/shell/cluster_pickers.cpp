#include "ui/shell/cluster_pickers.h"

#include "ui/shell/picker.h"
#include "ui/style/metrics.h"
#include "ui/widgets/chip_label.h"

#include <QHBoxLayout>

namespace podwright::ui::shell {
namespace {

const QString everyNamespace = QStringLiteral("*");

} // namespace

style::Tone toneOf(session::ConnectionState state)
{
    switch (state) {
    case session::ConnectionState::Connecting:
    case session::ConnectionState::NeedsPerson:
        return style::Tone::Waiting;
    case session::ConnectionState::Connected:
        return style::Tone::Good;
    case session::ConnectionState::Unreachable:
    case session::ConnectionState::Unauthorised:
        break;
    }
    return style::Tone::Bad;
}

ClusterPickers::ClusterPickers(session::SessionManager &sessions, QWidget *parent)
    : QWidget(parent)
    , m_sessions(sessions)
    , m_contexts(new Picker({}, tr("Find a context"), this))
    , m_namespaces(new Picker(tr("namespace"), tr("Find or type a namespace"), this))
    , m_protected(new widgets::ChipLabel(this))
    , m_insecure(new widgets::ChipLabel(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::spaceSmall);
    layout->addWidget(m_contexts);
    layout->addWidget(m_namespaces);
    layout->addWidget(m_protected);
    layout->addWidget(m_insecure);
    m_protected->setObjectName(QStringLiteral("protectedMark"));
    m_protected->setChip(tr("protected"), style::Tone::Bad);
    m_protected->setToolTip(tr("Launching and deleting here asks for the context's name"));
    m_insecure->setObjectName(QStringLiteral("insecureMark"));
    m_insecure->setChip(tr("TLS not checked"), style::Tone::Waiting);
    m_insecure->setToolTip(tr("insecure-skip-tls-verify: the server's certificate is not checked; whoever is between "
                              "can read and change everything"));
    m_contexts->setObjectName(QStringLiteral("contextPicker"));
    m_namespaces->setObjectName(QStringLiteral("namespacePicker"));
    m_namespaces->list()->setAcceptsTyped(true);
    connect(m_contexts, &Picker::chosen, &sessions, [&sessions](const QString &context) {
        sessions.pick(context);
        sessions.reconnect(context); // if it is not connected
    });
    connect(m_namespaces, &Picker::chosen, this,
            [this](const QString &ns) { chooseNamespace(ns == everyNamespace ? QString() : ns); });
    connect(&sessions, &session::SessionManager::contextsChanged, this, &ClusterPickers::refreshContexts);
    connect(&sessions.marks(), &session::ClusterMarks::changed, this, [this] {
        refreshMarks();
        refreshNamespaces();
    });
    connect(&sessions, &session::SessionManager::currentContextChanged, this, [this] {
        refreshContexts();
        chooseNamespace(m_chosen.value(m_sessions.currentContext()));
    });
    connect(&sessions, &session::SessionManager::sessionChanged, this, [this](session::ClusterSession *changed) {
        refreshContexts();
        if (changed == session())
            refreshNamespaces();
    });
    connect(&sessions, &session::SessionManager::sessionAdded, this, [this](session::ClusterSession *added) {
        connect(added, &session::ClusterSession::namespacesChanged, this, &ClusterPickers::refreshNamespaces);
    });
    refreshContexts();
    refreshNamespaces();
}

session::ClusterSession *ClusterPickers::session() const
{
    return m_sessions.isLoaded() ? m_sessions.session(m_sessions.currentContext()) : nullptr;
}

void ClusterPickers::openContexts()
{
    m_contexts->openList();
}

void ClusterPickers::refreshContexts()
{
    std::vector<QuickItem> items;
    for (const kube::ContextInfo &context : m_sessions.contexts()) {
        QuickItem item{
            .value = context.name, .text = context.name, .detail = context.file, .tone = style::Tone::Neutral};
        for (const session::ClusterSession *known : m_sessions.sessions()) {
            if (known->context() == context.name) {
                item.tone = toneOf(known->state());
                item.detail = known->stateText();
            }
        }
        items.push_back(item);
    }
    m_contexts->list()->setItems(items);
    refreshMarks();
    if (!m_sessions.isLoaded())
        return m_contexts->setCurrent({}, tr("Reading contexts…"), style::Tone::Waiting, {});
    const session::ClusterSession *current = session();
    m_contexts->setCurrent(current->context(), current->context(), toneOf(current->state()),
                           current->context() + u'\n' + current->stateText());
}

void ClusterPickers::refreshNamespaces()
{
    std::vector<QuickItem> items{{.value = everyNamespace, .text = tr("all namespaces")}};
    const session::ClusterSession *current = session();
    const QString ns = current ? m_chosen.value(current->context()) : QString();
    QStringList names = current ? current->namespaces() : QStringList();
    if (!ns.isEmpty() && !names.contains(ns))
        names.prepend(ns);
    const QStringList typed = m_sessions.markOf(m_sessions.currentContext()).namespaces;
    for (const QString &name : typed) {
        if (!names.contains(name))
            names += name;
    }
    for (const QString &name : names)
        items.push_back({.value = name, .text = name});
    m_namespaces->list()->setItems(items);
    const bool isForbidden = current && current->areNamespacesForbidden();
    m_namespaces->setCurrent(ns.isEmpty() ? everyNamespace : ns, ns.isEmpty() ? tr("all namespaces") : ns, std::nullopt,
                             isForbidden ? tr("You may not list namespaces here: type the one you want.")
                                         : tr("Namespaces whose pods are shown under Runs"));
}

// What was typed because it is not in the list.
void ClusterPickers::remember(const QString &ns)
{
    const session::ClusterSession *current = session();
    const kube::ContextInfo *context = m_sessions.find(m_sessions.currentContext());
    const bool isTyped = current && context && !ns.isEmpty() && !current->namespaces().contains(ns);
    if (isTyped && current->areNamespacesForbidden())
        m_sessions.marks().rememberNamespace(*context, ns);
}

void ClusterPickers::refreshMarks()
{
    const kube::ContextInfo *context = m_sessions.find(m_sessions.currentContext());
    m_protected->setVisible(context && m_sessions.marks().of(*context).isProtected);
    m_insecure->setVisible(context && context->skipsTlsVerify);
}

void ClusterPickers::chooseNamespace(const QString &ns)
{
    m_chosen[m_sessions.currentContext()] = ns;
    remember(ns);
    refreshNamespaces();
    Q_EMIT namespaceChosen(ns);
}

} // namespace podwright::ui::shell
