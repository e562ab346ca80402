#include "models/session/session_manager.h"

#include "models/kube/kubeconfig_edit.h"

#include <QFileInfo>
#include <QPointer>

#include <unistd.h>

#include <algorithm>

namespace podwright::session {
namespace {

// Files and folders whose change means to load again, also when what is there now is broken.
QStringList placesToWatch()
{
    QStringList places;
    for (const QString &file : kube::Kubeconfig::defaultFiles())
        places << file << QFileInfo(file).path();
    return places;
}

core::Error noContext(const QString &name, const QString &who)
{
    return {.kind = core::Error::Kind::NotFound,
            .message = QStringLiteral("%1 context %2, which is not in the kubeconfig").arg(who, name),
            .hint = QStringLiteral("pick a context, or name one that `podwright contexts` lists")};
}

// What of the task's connection arguments means the worker's machine and not this one.
QString connectionNotice(const task::Task &task, const QString &context)
{
    const QString file = QString::fromStdString(core::textAt(task.arguments, {"config_file"}));
    if (!file.isEmpty())
        return QStringLiteral("config_file %1 is left to the worker; this run uses context %2").arg(file, context);
    if (core::boolAt(task.arguments, {"in_cluster"}))
        return QStringLiteral("in_cluster means the worker's cluster; this run uses context %1").arg(context);
    return {};
}

} // namespace

SessionManager::SessionManager(const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_guard([this](const QString &context) { return markOf(context).isProtected; })
    , m_reload(std::chrono::milliseconds(300), std::chrono::milliseconds(1000))
    , m_signIn([this](const QString &context) { return session(context); })
{
    connect(&m_signIn, &SignIn::stateChanged, this, [this] {
        if (m_signIn.state() == SignIn::State::Done)
            reconnect(m_signIn.context());
    });
    connect(&m_files, &core::FileWatch::changed, &m_reload, &core::Throttle::request);
    connect(&m_reload, &core::Throttle::fired, this, &SessionManager::load);
    m_contexts = {builtInContext({})};
}

SessionManager::~SessionManager() = default;

kube::ContextInfo SessionManager::builtInContext(const QString &file)
{
    kube::ContextInfo info;
    info.name = sandboxContext;
    info.cluster = QStringLiteral("this machine");
    info.file = file;
    info.ns = "default";
    info.signIn = QStringLiteral("token");
    return info;
}

void SessionManager::load()
{
    m_loading.start(
        [](std::stop_token) {
            auto kubeconfig = kube::Kubeconfig::loadDefault();
            return Loaded{kubeconfig ? *kubeconfig : kube::Kubeconfig(), placesToWatch(),
                          kubeconfig ? QString() : kubeconfig.error().text(), SandboxLauncher::kubeconfigPath()};
        },
        [this](Loaded loaded) { take(std::move(loaded)); });
}

void SessionManager::take(Loaded loaded)
{
    m_kubeconfig = std::move(loaded.kubeconfig);
    m_trouble = std::move(loaded.trouble);
    m_contexts = m_kubeconfig.contexts();
    m_isSandboxBuiltIn = !hasContext(sandboxContext);
    if (m_isSandboxBuiltIn)
        m_contexts.push_back(builtInContext(loaded.sandboxFile));
    m_files.setPaths(loaded.watched);
    m_isLoaded = true;
    for (const auto &[name, session] : m_sessions)
        connectSession(*session);
    Q_EMIT contextsChanged();
}

const kube::ContextInfo *SessionManager::find(const QString &name) const
{
    const auto found = std::ranges::find(m_contexts, name, &kube::ContextInfo::name);
    return found == m_contexts.end() ? nullptr : &*found;
}

ClusterMark SessionManager::markOf(const QString &context) const
{
    const kube::ContextInfo *known = find(context);
    return known ? m_marks.of(*known) : ClusterMark();
}

QString SessionManager::currentContext() const
{
    if (hasContext(m_picked))
        return m_picked;
    return hasContext(m_kubeconfig.currentContext()) ? m_kubeconfig.currentContext() : sandboxContext;
}

void SessionManager::pick(const QString &context)
{
    if (m_picked == context)
        return;
    m_picked = context;
    Q_EMIT currentContextChanged(currentContext());
}

core::Result<ContextChoice> SessionManager::contextFor(const task::Task &task, const QString &named) const
{
    if (!named.isEmpty() && !hasContext(named))
        return noContext(named, QStringLiteral("there is no"));
    const QString own = QString::fromStdString(core::textAt(task.arguments, {"cluster_context"}));
    if (named.isEmpty() && !own.isEmpty() && !hasContext(own))
        return noContext(own, QStringLiteral("the task names"));
    const QString context = !named.isEmpty() ? named : !own.isEmpty() ? own : currentContext();
    return ContextChoice{context, connectionNotice(task, context)};
}

std::string SessionManager::namespaceOf(const QString &context) const
{
    const kube::ContextInfo *known = find(context);
    return !known || known->ns.empty() ? "default" : known->ns;
}

void SessionManager::giveTerminal()
{
    if (::isatty(STDIN_FILENO) && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp())
        m_clientOptions.pluginTalk = kube::PluginTalk::OurTerminal;
}

ClusterSession *SessionManager::session(const QString &context)
{
    auto &session = m_sessions[context];
    if (session)
        return session.get();
    session = std::make_unique<ClusterSession>(context, m_clock, nullptr, m_clientOptions);
    ClusterSession *added = session.get();
    connect(added, &ClusterSession::stateChanged, this, [this, added] {
        const bool isLost = added->state() == ConnectionState::Unreachable && added->client();
        if (isLost && isBuiltIn(added->context()))
            connectSession(*added);
        Q_EMIT sessionChanged(added);
    });
    if (m_isLoaded)
        connectSession(*added);
    Q_EMIT sessionAdded(added);
    return added;
}

std::vector<ClusterSession *> SessionManager::sessions() const
{
    std::vector<ClusterSession *> all;
    for (const auto &[name, session] : m_sessions)
        all.push_back(session.get());
    return all;
}

void SessionManager::reconnect(const QString &context)
{
    ClusterSession *known = session(context);
    if (!hasFailed(known->state()) || !m_isLoaded)
        return;
    known->expectConnection();
    connectSession(*known);
}

bool SessionManager::isBuiltIn(const QString &context) const
{
    return m_isSandboxBuiltIn && context == sandboxContext;
}

void SessionManager::readAccess(const QString &context, bool withSecrets, QObject *receiver, AccessDone done)
{
    const QString ownFile = isBuiltIn(context) ? SandboxLauncher::kubeconfigPath() : QString();
    m_access.start(
        [kubeconfig = m_kubeconfig, ownFile, context, withSecrets](std::stop_token) {
            const auto read =
                ownFile.isEmpty() ? core::Result<kube::Kubeconfig>(kubeconfig) : kube::Kubeconfig::load({ownFile});
            return read ? clusterAccess(*read, context, withSecrets)
                        : core::Result<airflow::ClusterAccess>(read.error());
        },
        [asker = QPointer<QObject>(receiver), done = std::move(done)](const auto &access) {
            if (asker)
                done(access);
        });
}

void SessionManager::writeCurrentContext(const QString &context, QObject *receiver, WriteDone done)
{
    write(
        context, [context] { return kube::writeCurrentContext(context); }, receiver, std::move(done));
}

void SessionManager::writeNamespace(const QString &context, const std::string &ns, QObject *receiver, WriteDone done)
{
    write(
        context, [context, ns] { return kube::writeContextNamespace(context, ns); }, receiver, std::move(done));
}

void SessionManager::write(const QString &context, std::function<core::Result<void>()> work, QObject *receiver,
                           WriteDone done)
{
    if (isBuiltIn(context))
        return done(core::Error{.kind = core::Error::Kind::Unsupported,
                                .message = QStringLiteral("the sandbox is part of Podwright and has no kubeconfig of "
                                                          "yours")});
    m_writing.start([work = std::move(work)](std::stop_token) { return work(); },
                    [this, asker = QPointer<QObject>(receiver), done = std::move(done)](const auto &written) {
                        if (written)
                            load();
                        if (asker)
                            done(written);
                    });
}

void SessionManager::connectSession(ClusterSession &session)
{
    if (isBuiltIn(session.context()))
        m_sandbox.ensure(
            &session, [&session](const core::Result<kube::Connection> &connection) { session.connectTo(connection); });
    else
        m_resolving[session.context()].start(
            [kubeconfig = m_kubeconfig, context = session.context()](std::stop_token) {
                return kubeconfig.resolve(context); // reads the files of the user's credentials
            },
            [&session](core::Result<kube::Connection> connection) { session.connectTo(std::move(connection)); });
}

} // namespace podwright::session
