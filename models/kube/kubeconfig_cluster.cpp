#include "models/kube/kubeconfig_cluster.h"

#include "models/core/nearest.h"
#include "models/kube/http_endpoint.h"
#include "models/kube/kubeconfig_files.h"
#include "models/kube/tls.h"

#include <QUrl>

#include <array>
#include <optional>
#include <string_view>

namespace podwright::kube {
namespace {

using core::boolAt;
using core::Error;
using core::Result;
using core::textAt;

constexpr const char *execExtension = "client.authentication.k8s.io/exec";

// A key that looks like a misspelt "server".
QString misspeltServer(const KubeconfigEntry &cluster)
{
    static constexpr std::array<std::string_view, 1> wanted{"server"};
    for (const auto &[key, value] : cluster.value.items()) {
        if (core::nearestOf(key, wanted).empty())
            continue;
        const auto place = cluster.places.find("/" + key);
        const QString line =
            place == cluster.places.end() ? QString() : QStringLiteral(" on line %1").arg(place->second.line);
        return QStringLiteral("\"%1\"%2 may be meant to be \"server\"").arg(QString::fromStdString(key), line);
    }
    return {};
}

// Without a scheme client-go takes https where TLS is configured, else http.
std::string withScheme(const std::string &server, const Connection &connection)
{
    if (server.find("://") != std::string::npos)
        return server;
    const bool hasTls = connection.insecureSkipTlsVerify || !connection.certificateAuthority.empty() ||
                        !connection.certificateAuthorityData.empty() || !connection.clientCertificate.empty() ||
                        !connection.clientCertificateData.empty();
    return (hasTls ? "https://" : "http://") + server;
}

std::optional<Error> checkServer(const std::string &server, const QString &title, const KubeconfigEntry &cluster)
{
    const QUrl url(QString::fromStdString(server), QUrl::StrictMode);
    const bool isKnown = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    if (url.isValid() && isKnown && !url.host().isEmpty() && url.userInfo().isEmpty())
        return {};
    if (url.isValid() && !url.userInfo().isEmpty())
        return cluster.error("/server", QStringLiteral("the server of %1 holds a user name or password").arg(title),
                             QStringLiteral("credentials belong to the user's entry"));
    return cluster.error("/server", QStringLiteral("the server of %1 is not an http or https address").arg(title),
                         QStringLiteral("it looks like https://host:6443"));
}

std::optional<Error> checkProxy(const std::string &proxy, const QString &title, const KubeconfigEntry &cluster)
{
    if (proxy.empty())
        return {};
    const QUrl url(QString::fromStdString(proxy), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return cluster.error("/proxy-url", QStringLiteral("the proxy-url of %1 is not an address").arg(title),
                             QStringLiteral("it looks like http://host:3128"));
    const QString scheme = url.scheme();
    if (scheme == QLatin1String("http") || scheme == QLatin1String("https") || scheme == QLatin1String("socks5"))
        return {};
    return cluster.error("/proxy-url", QStringLiteral("the proxy-url of %1 has the scheme \"%2\"").arg(title, scheme),
                         QStringLiteral("http, https and socks5 are possible"));
}

std::optional<Error> checkAuthority(const Connection &connection, const QString &title, const KubeconfigEntry &cluster)
{
    const bool hasAuthority = !connection.certificateAuthority.empty() || !connection.certificateAuthorityData.empty();
    if (!hasAuthority)
        return {};
    if (connection.insecureSkipTlsVerify)
        return cluster.error("/insecure-skip-tls-verify",
                             QStringLiteral("%1 has a certificate authority and insecure-skip-tls-verify").arg(title),
                             QStringLiteral("remove insecure-skip-tls-verify to have the server checked"));
    if (auto problem = checkFileOrData(cluster, "certificate-authority", title))
        return problem;
    const auto pem = authorityPem(connection);
    if (!pem)
        return pem.error();
    const bool isFile = !connection.certificateAuthority.empty();
    const auto checked = checkCertificates(pem.value(), QStringLiteral("the certificate authority of ") + title);
    if (checked)
        return {};
    return cluster.error(isFile ? "/certificate-authority" : "/certificate-authority-data", checked.error().message,
                         checked.error().hint);
}

Json execConfigOf(const KubeconfigEntry &cluster)
{
    for (const Json &extension : core::at(cluster.value, {"extensions"})) {
        if (textAt(extension, {"name"}) == execExtension)
            return core::at(extension, {"extension"});
    }
    return {};
}

} // namespace

Result<void> takeCluster(Connection &connection, const QString &name, const KubeconfigEntry &cluster)
{
    const QString title = QStringLiteral("cluster \"%1\"").arg(name);
    const std::string server = textAt(cluster.value, {"server"});
    if (server.empty())
        return cluster.error("/server", QStringLiteral("%1 has no server").arg(title), misspeltServer(cluster));
    connection.tlsServerName = textAt(cluster.value, {"tls-server-name"});
    connection.insecureSkipTlsVerify = boolAt(cluster.value, {"insecure-skip-tls-verify"});
    connection.certificateAuthority = absolutePath(cluster, "certificate-authority");
    connection.certificateAuthorityData = decodedData(cluster, "certificate-authority-data");
    connection.proxyUrl = textAt(cluster.value, {"proxy-url"});
    connection.disableCompression = boolAt(cluster.value, {"disable-compression"});
    connection.execClusterConfig = execConfigOf(cluster);
    connection.server = withScheme(server, connection);
    if (auto problem = checkServer(connection.server, title, cluster))
        return *problem;
    if (auto problem = checkProxy(connection.proxyUrl, title, cluster))
        return *problem;
    if (auto problem = checkAuthority(connection, title, cluster))
        return *problem;
    return {};
}

} // namespace podwright::kube
