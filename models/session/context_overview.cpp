#include "models/session/context_overview.h"

#include "models/core/strings.h"

#include <QDir>

namespace podwright::session {

using core::qt;
using tables::Tone;

namespace {

constexpr std::chrono::seconds lookEvery{10};

QString shortPath(const QString &path)
{
    const QString home = QDir::homePath() + u'/';
    return path.startsWith(home) ? QStringLiteral("~/") + path.mid(home.size()) : path;
}

QString connectedText(const kube::ServerVersion &version)
{
    return version.gitVersion.isEmpty()
               ? QStringLiteral("Connected")
               : QStringLiteral("%1 · %2 ms").arg(version.gitVersion).arg(version.latency.count());
}

void tellState(tables::ContextRow &row, const ClusterSession &session, const QString &signIn)
{
    const bool hasPlugin = signIn.startsWith(QStringLiteral("exec plugin "));
    switch (session.state()) {
    case ConnectionState::Connecting:
        row.tone = Tone::Waiting;
        row.state =
            hasPlugin ? QStringLiteral("Signing in… %1").arg(signIn.section(u' ', 2)) : QStringLiteral("Connecting…");
        break;
    case ConnectionState::Connected:
        row.tone = Tone::Good;
        row.state = connectedText(session.version());
        break;
    case ConnectionState::NeedsPerson:
        row.tone = Tone::Waiting;
        row.state = session.stateText();
        break;
    case ConnectionState::Unreachable:
    case ConnectionState::Unauthorised:
        row.tone = Tone::Bad;
        row.state = session.stateText();
        break;
    }
}

} // namespace

ContextOverview::ContextOverview(SessionManager &sessions, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
{
    connect(&sessions, &SessionManager::contextsChanged, this, &ContextOverview::refresh);
    connect(&sessions, &SessionManager::currentContextChanged, this, &ContextOverview::refresh);
    connect(&sessions, &SessionManager::sessionAdded, this, &ContextOverview::refresh);
    connect(&sessions, &SessionManager::sessionChanged, this, &ContextOverview::refresh);
    connect(&sessions.marks(), &ClusterMarks::changed, this, &ContextOverview::refresh);
    connect(&m_local, &LocalClusters::changed, this, &ContextOverview::refresh);
    m_lookAgain.setInterval(lookEvery);
    connect(&m_lookAgain, &QTimer::timeout, this, [this] { m_local.look(m_sessions.contexts()); });
    refresh();
}

void ContextOverview::setSeen(bool isSeen)
{
    if (isSeen == m_lookAgain.isActive())
        return;
    if (!isSeen)
        return m_lookAgain.stop();
    m_lookAgain.start();
    m_local.look(m_sessions.contexts());
}

tables::ContextRow ContextOverview::rowOf(const kube::ContextInfo &context, int order) const
{
    const bool isSandbox = m_sessions.isBuiltIn(context.name);
    const ClusterMark mark = m_sessions.marks().of(context);
    tables::ContextRow row{.key = context.name,
                           .cluster = context.cluster,
                           .user = context.user,
                           .ns = qt(context.ns),
                           .file = context.file,
                           .state = QStringLiteral("Not connected"),
                           .isCurrent = context.name == m_sessions.currentContext(),
                           .order = order};
    row.group = isSandbox ? QStringLiteral("Built in") : shortPath(context.file);
    row.note = isSandbox ? QStringLiteral("this machine") : QString();
    if (const QString local = localKind(context); !local.isEmpty())
        row.note = QStringLiteral("local · ") + local;
    if (const auto isUp = m_local.isUp(context.name))
        row.state = *isUp ? QStringLiteral("Runs on this machine · not connected")
                          : QStringLiteral("Does not run · not connected");
    row.color = mark.color;
    row.isProtected = mark.isProtected;
    if (isSandbox)
        row.state = QStringLiteral("Starts when it is used · not Kubernetes");
    for (const ClusterSession *session : m_sessions.sessions()) {
        if (session->context() == context.name)
            tellState(row, *session, context.signIn);
    }
    return row;
}

void ContextOverview::refresh()
{
    std::vector<tables::ContextRow> rows;
    for (const kube::ContextInfo &context : m_sessions.contexts())
        rows.push_back(rowOf(context, int(rows.size())));
    m_model.setRows(std::move(rows));
    Q_EMIT changed();
}

QString ContextOverview::summary() const
{
    const auto &rows = m_model.rows();
    const auto connected = std::ranges::count(rows, Tone::Good, &tables::ContextRow::tone);
    const QString contexts =
        rows.size() == 1 ? QStringLiteral("1 context") : QStringLiteral("%1 contexts").arg(rows.size());
    return QStringLiteral("%1, %2 connected").arg(contexts).arg(connected);
}

} // namespace podwright::session
