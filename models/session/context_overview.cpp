#include "models/session/context_overview.h"

#include "models/core/strings.h"

#include <QDir>
#include <QHostAddress>
#include <QUrl>

#include <algorithm>
#include <array>

namespace podwright::session {

using core::qt;
using tables::Tone;

namespace {

struct LocalProgram
{
    const char *prefix; // of the context's name
    const char *name;
};

constexpr std::array localPrograms{LocalProgram{"kind-", "kind"},
                                   LocalProgram{"minikube", "minikube"},
                                   LocalProgram{"k3d-", "k3d"},
                                   LocalProgram{"microk8s", "microk8s"},
                                   LocalProgram{"docker-desktop", "Docker Desktop"},
                                   LocalProgram{"rancher-desktop", "Rancher Desktop"},
                                   LocalProgram{"colima", "Colima"}};

// What only this machine or its virtual machines can have.
bool isNearby(const kube::ContextInfo &context)
{
    static const std::array networks{QHostAddress::parseSubnet(QStringLiteral("10.0.0.0/8")),
                                     QHostAddress::parseSubnet(QStringLiteral("172.16.0.0/12")),
                                     QHostAddress::parseSubnet(QStringLiteral("192.168.0.0/16"))};
    const QString host = QUrl(qt(context.server)).host();
    const QHostAddress address(host);
    return host == QStringLiteral("localhost") || host.endsWith(QStringLiteral(".internal")) ||
           host == QStringLiteral("0.0.0.0") || address.isLoopback() ||
           std::ranges::any_of(networks, [&address](const auto &network) { return address.isInSubnet(network); });
}

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
    case ConnectionState::Unreachable:
    case ConnectionState::Unauthorised:
        row.tone = Tone::Bad;
        row.state = session.stateText();
        break;
    }
}

} // namespace

QString localKind(const kube::ContextInfo &context)
{
    const auto found = std::ranges::find_if(localPrograms, [&context](const LocalProgram &program) {
        return context.name.startsWith(QLatin1StringView(program.prefix));
    });
    return found != localPrograms.end() && isNearby(context) ? QLatin1StringView(found->name) : QString();
}

ContextOverview::ContextOverview(SessionManager &sessions, QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
{
    connect(&sessions, &SessionManager::contextsChanged, this, &ContextOverview::refresh);
    connect(&sessions, &SessionManager::currentContextChanged, this, &ContextOverview::refresh);
    connect(&sessions, &SessionManager::sessionAdded, this, &ContextOverview::refresh);
    connect(&sessions, &SessionManager::sessionChanged, this, &ContextOverview::refresh);
    connect(&sessions.marks(), &ClusterMarks::changed, this, &ContextOverview::refresh);
    refresh();
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
