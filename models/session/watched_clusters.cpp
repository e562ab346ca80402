#include "models/session/watched_clusters.h"

#include <QSettings>

namespace podwright::session {
namespace {

const QString othersKey = QStringLiteral("runs/watched");
const QString namespacesKey = QStringLiteral("runs/namespaces");
const QString labelsKey = QStringLiteral("runs/labels");

} // namespace

WatchedClusters::WatchedClusters(SessionManager &sessions, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
    , m_others(QSettings().value(othersKey).toStringList())
    , m_otherNamespaces(QSettings().value(namespacesKey).toStringList())
    , m_labels(QSettings().value(labelsKey).toString())
{
    connect(&sessions, &SessionManager::contextsChanged, this, &WatchedClusters::apply);
    connect(&sessions, &SessionManager::currentContextChanged, this, &WatchedClusters::apply);
    apply();
}

bool WatchedClusters::isWatched(const QString &context) const
{
    return context == m_sessions.currentContext() || m_others.contains(context);
}

QStringList WatchedClusters::contexts() const
{
    QStringList found{m_sessions.currentContext()};
    for (const QString &context : m_others) {
        if (!found.contains(context) && m_sessions.hasContext(context))
            found += context;
    }
    return found;
}

void WatchedClusters::setWatched(const QString &context, bool isWatched)
{
    m_others.removeAll(context);
    if (isWatched)
        m_others += context;
    save();
    apply();
}

QStringList WatchedClusters::namespacesOf(const QString &context) const
{
    if (context != m_sessions.currentContext())
        return m_otherNamespaces;
    const auto found = m_picked.find(context);
    return found == m_picked.end() ? QStringList() : found->second;
}

void WatchedClusters::setPickedNamespaces(const QString &context, const QStringList &namespaces)
{
    m_picked[context] = namespaces;
    apply();
}

void WatchedClusters::setOtherNamespaces(const QStringList &namespaces)
{
    m_otherNamespaces = namespaces;
    save();
    apply();
}

void WatchedClusters::setLabelSelector(const QString &selector)
{
    m_labels = selector.trimmed();
    save();
    apply();
}

void WatchedClusters::save() const
{
    QSettings settings;
    settings.setValue(othersKey, m_others);
    settings.setValue(namespacesKey, m_otherNamespaces);
    settings.setValue(labelsKey, m_labels);
}

void WatchedClusters::apply()
{
    if (!m_sessions.isLoaded())
        return;
    const QStringList watched = contexts();
    for (const QString &context : watched)
        m_sessions.session(context)->watchPods({.namespaces = namespacesOf(context), .labelSelector = m_labels});
    for (ClusterSession *session : m_sessions.sessions()) {
        if (session->watched() && !watched.contains(session->context()))
            session->stopWatching();
    }
    Q_EMIT changed();
}

} // namespace podwright::session
