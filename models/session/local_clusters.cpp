#include "models/session/local_clusters.h"

#include "models/core/strings.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace podwright::session {

using core::qt;

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

constexpr std::chrono::seconds knockFor{3};
constexpr quint16 usualPort = 443;

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

} // namespace

QString localKind(const kube::ContextInfo &context)
{
    if (context.provider == "minikube.sigs.k8s.io" && isNearby(context))
        return QStringLiteral("minikube"); // whose profiles have names of the user's choice
    const auto found = std::ranges::find_if(localPrograms, [&context](const LocalProgram &program) {
        return context.name.startsWith(QLatin1StringView(program.prefix));
    });
    return found != localPrograms.end() && isNearby(context) ? QLatin1StringView(found->name) : QString();
}

LocalClusters::LocalClusters(QObject *parent)
    : QObject(parent)
{}

LocalClusters::~LocalClusters() = default;

void LocalClusters::look(const std::vector<kube::ContextInfo> &contexts)
{
    m_knocking = std::make_unique<QObject>();
    for (const kube::ContextInfo &context : contexts) {
        if (!localKind(context).isEmpty())
            knock(context);
    }
}

void LocalClusters::knock(const kube::ContextInfo &context)
{
    auto *socket = new QTcpSocket(m_knocking.get());
    socket->setProxy(QNetworkProxy::NoProxy);
    const auto tell = [this, socket, name = context.name](bool isUp) {
        socket->disconnect(this);
        socket->deleteLater();
        setUp(name, isUp);
    };
    connect(socket, &QTcpSocket::connected, this, [tell] { tell(true); });
    connect(socket, &QTcpSocket::errorOccurred, this, [tell] { tell(false); });
    QTimer::singleShot(knockFor, socket, [tell] { tell(false); });
    const QUrl server(qt(context.server));
    socket->connectToHost(server.host(), static_cast<quint16>(server.port(usualPort)));
}

void LocalClusters::setUp(const QString &context, bool isUp)
{
    const auto [known, isNew] = m_up.try_emplace(context, isUp);
    if (!isNew && std::exchange(known->second, isUp) == isUp)
        return;
    Q_EMIT changed();
}

std::optional<bool> LocalClusters::isUp(const QString &context) const
{
    const auto known = m_up.find(context);
    return known == m_up.end() ? std::nullopt : std::optional(known->second);
}

} // namespace podwright::session
