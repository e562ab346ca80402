#include "models/session/cluster_session.h"

#include "models/core/strings.h"
#include "models/kube/paths.h"

#include <algorithm>
#include <utility>

namespace podwright::session {

using core::qt;

namespace {

constexpr int pollInterval = 10000; // milliseconds

// Who is asked to sign in needs no other advice.
QString reasonOf(ConnectionState state, const core::Error &error)
{
    if (state == ConnectionState::Connected)
        return {};
    return state == ConnectionState::NeedsPerson ? error.message : error.text();
}

} // namespace

bool hasFailed(ConnectionState state)
{
    return state != ConnectionState::Connecting && state != ConnectionState::Connected;
}

ClusterSession::ClusterSession(QString context, const core::Clock &clock, QObject *parent, kube::ClientOptions options)
    : QObject(parent)
    , m_context(std::move(context))
    , m_clock(clock)
    , m_options(options)
{
    m_poll.setInterval(pollInterval);
    connect(&m_poll, &QTimer::timeout, this, &ClusterSession::ask);
}

ClusterSession::~ClusterSession()
{
    m_watches.clear(); // before the client they use
}

QString ClusterSession::stateText() const
{
    switch (m_state) {
    case ConnectionState::Connecting:
        return QStringLiteral("Connecting");
    case ConnectionState::Connected:
        return m_version.gitVersion.isEmpty()
                   ? QStringLiteral("Connected")
                   : QStringLiteral("Connected, %1, %2 ms").arg(m_version.gitVersion).arg(m_version.latency.count());
    case ConnectionState::Unreachable:
        return QStringLiteral("Unreachable: %1").arg(m_reason);
    case ConnectionState::Unauthorised:
        return QStringLiteral("Not signed in: %1").arg(m_reason);
    case ConnectionState::NeedsPerson:
        return QStringLiteral("Needs you to sign in: %1").arg(m_reason);
    }
    return {};
}

bool ClusterSession::maySignIn() const
{
    return m_client && kube::mayAskPerson(m_client->connection());
}

std::string ClusterSession::defaultNamespace() const
{
    return m_client ? m_client->connection().defaultNamespace : "default";
}

void ClusterSession::whenReady(QObject *context, std::function<void(core::Result<kube::ApiClient *>)> done)
{
    if (m_client && !m_isExpecting)
        return done(m_client.get());
    if (m_connectionError)
        return done(*m_connectionError);
    const QPointer<QObject> guard(context);
    m_waiting.push_back([this, guard, done = std::move(done)] {
        if (guard)
            done(m_client ? core::Result<kube::ApiClient *>(m_client.get()) : *m_connectionError);
    });
}

void ClusterSession::expectConnection()
{
    m_isExpecting = true;
    m_connectionError.reset();
    setState(ConnectionState::Connecting);
}

void ClusterSession::connectTo(core::Result<kube::Connection> connection)
{
    m_isExpecting = false;
    if (connection && m_client && m_client->connection() == *connection) {
        m_client->forgetSignInFailure();
        ask();
    } else if (connection) {
        endWatches();
        use(std::move(*connection));
        m_connectionError.reset();
        setState(ConnectionState::Connecting);
        m_poll.start();
        ask();
        if (m_scope)
            startWatches();
    } else {
        if (!m_client)
            m_connectionError = connection.error();
        if (m_state == ConnectionState::Connecting || !m_client)
            setState(ConnectionState::Unreachable, connection.error().text());
    }
    for (const auto &tell : std::exchange(m_waiting, {}))
        tell();
}

// A new token of the same cluster is for those, too, who have the client already.
void ClusterSession::use(kube::Connection connection)
{
    if (m_client && kube::differsInCredentialsOnly(m_client->connection(), connection))
        return m_client->adopt(connection);
    if (m_client)
        m_retired.push_back(std::move(m_client));
    m_client = std::make_unique<kube::ApiClient>(std::move(connection), nullptr, m_options);
}

void ClusterSession::ask()
{
    if (!m_client || m_asking.isActive())
        return;
    m_asking = m_client->version(this, [this](core::Result<kube::ServerVersion> answer) {
        if (answer)
            m_version = *answer;
        const ConnectionState state = answer ? ConnectionState::Connected : stateAfter(answer.error().kind);
        setState(state, reasonOf(state, answer ? core::Error() : answer.error()));
    });
}

ConnectionState ClusterSession::stateAfter(core::Error::Kind kind) const
{
    using Kind = core::Error::Kind;
    if (kind == Kind::Forbidden || kind == Kind::NotFound) // who says so is there
        return ConnectionState::Connected;
    if (maySignIn() && (kind == Kind::Unauthorized || kind == Kind::Unsupported)) // or demands a terminal
        return ConnectionState::NeedsPerson;
    return kind == Kind::Unauthorized || kind == Kind::Io ? ConnectionState::Unauthorised
                                                          : ConnectionState::Unreachable;
}

void ClusterSession::setState(ConnectionState state, const QString &reason)
{
    const bool isBack = state == ConnectionState::Connected && m_state != state;
    m_state = state;
    m_reason = reason;
    Q_EMIT stateChanged();
    if (isBack)
        refreshNamespaces();
}

void ClusterSession::refreshNamespaces()
{
    if (!m_client)
        return;
    m_client->listNamespaces(this, [this](core::Result<std::vector<std::string>> answer) {
        m_namespacesForbidden = !answer && answer.error().kind == core::Error::Kind::Forbidden;
        m_namespaces.clear();
        if (answer) {
            for (const std::string &name : *answer)
                m_namespaces += qt(name);
        } else {
            m_namespaces += qt(defaultNamespace());
        }
        m_namespaces.sort();
        Q_EMIT namespacesChanged();
    });
}

void ClusterSession::watchPods(const PodScope &scope)
{
    if (m_scope == scope)
        return;
    endWatches();
    m_scope = scope;
    if (m_client)
        startWatches();
    Q_EMIT podsChanged();
}

void ClusterSession::stopWatching()
{
    m_scope.reset();
    endWatches();
    Q_EMIT podsChanged();
}

void ClusterSession::endWatches()
{
    if (m_watches.empty())
        return;
    m_watches.clear();
    Q_EMIT podsCleared();
}

void ClusterSession::startWatches()
{
    const QStringList scopes = m_scope->namespaces.isEmpty() ? QStringList{QString()} : m_scope->namespaces;
    for (const QString &scope : scopes) {
        const std::string ns = scope.toStdString();
        auto &watch = m_watches[ns];
        watch = std::make_unique<kube::PodWatch>(*m_client,
                                                 kube::WatchSpec{.path = kube::podsPath(ns),
                                                                 .labelSelector = m_scope->labelSelector.toStdString(),
                                                                 .mayStream = true},
                                                 m_clock);
        connect(watch.get(), &kube::PodWatch::batch, this, [this](const std::shared_ptr<const kube::PodBatch> &batch) {
            Q_EMIT podBatch(batch);
            Q_EMIT podsChanged();
        });
        connect(watch.get(), &kube::PodWatch::stateChanged, this, &ClusterSession::podsChanged);
        watch->start();
    }
}

size_t ClusterSession::podCount() const
{
    size_t count = 0;
    for (const auto &[ns, watch] : m_watches)
        count += watch->pods().size();
    return count;
}

bool ClusterSession::arePodsKnown() const
{
    return !m_watches.empty() &&
           std::ranges::all_of(m_watches, [](const auto &entry) { return entry.second->isSynced(); });
}

QString ClusterSession::podsTrouble() const
{
    for (const auto &[ns, watch] : m_watches) {
        const auto state = watch->state();
        if (state == kube::WatchState::Forbidden || state == kube::WatchState::BackingOff)
            return watch->lastError().text();
    }
    return {};
}

} // namespace podwright::session
