#include "models/kube/kubeconfig_resolve.h"

#include "models/core/nearest.h"
#include "models/kube/kubeconfig_cluster.h"
#include "models/kube/kubeconfig_user.h"

#include <vector>

namespace podwright::kube {
namespace {

using core::Error;
using core::Result;
using core::textAt;

Error missingEntry(const QString &context, const KubeconfigEntry &entry, const char *what, const std::string &name,
                   const KubeconfigEntries &entries)
{
    Error error = entry.error(std::string("/") + what,
                              QStringLiteral("context \"%1\" names the %2 \"%3\", which no kubeconfig has")
                                  .arg(context, QLatin1String(what), QString::fromStdString(name)),
                              nearestEntry(name, entries));
    error.kind = Error::Kind::NotFound;
    return error;
}

} // namespace

QString nearestEntry(const std::string &name, const KubeconfigEntries &entries)
{
    std::vector<std::string_view> names;
    for (const auto &[candidate, entry] : entries)
        names.push_back(candidate);
    const std::string_view nearest = core::nearestOf(name, names);
    if (nearest.empty())
        return {};
    return QStringLiteral("did you mean \"%1\"?")
        .arg(QString::fromUtf8(nearest.data(), static_cast<qsizetype>(nearest.size())));
}

Result<Connection> resolveContext(const QString &name, const KubeconfigEntry &context,
                                  const KubeconfigEntries &clusters, const KubeconfigEntries &users)
{
    Connection connection;
    connection.context = name;
    connection.defaultNamespace = textAt(context.value, {"namespace"});
    if (connection.defaultNamespace.empty())
        connection.defaultNamespace = "default";
    const std::string userName = textAt(context.value, {"user"});
    const auto user = users.find(userName);
    if (user == users.end() && !userName.empty())
        return missingEntry(name, context, "user", userName, users);
    if (user != users.end()) {
        if (auto taken = takeUser(connection, QString::fromStdString(userName), user->second); !taken)
            return taken.error();
    }
    const std::string clusterName = textAt(context.value, {"cluster"});
    if (clusterName.empty())
        return context.error("/cluster", QStringLiteral("context \"%1\" names no cluster").arg(name));
    const auto cluster = clusters.find(clusterName);
    if (cluster == clusters.end())
        return missingEntry(name, context, "cluster", clusterName, clusters);
    if (auto taken = takeCluster(connection, QString::fromStdString(clusterName), cluster->second); !taken)
        return taken.error();
    return connection;
}

bool differsInCredentialsOnly(const Connection &one, const Connection &other)
{
    const auto others = [](Connection connection) {
        connection.defaultNamespace.clear();
        for (std::string *secret : {&connection.clientCertificate, &connection.clientKey,
                                    &connection.clientCertificateData, &connection.clientKeyData, &connection.token,
                                    &connection.tokenFile, &connection.username, &connection.password})
            secret->clear();
        return connection;
    };
    return one.exec.is_null() && other.exec.is_null() && others(one) == others(other);
}

} // namespace podwright::kube
