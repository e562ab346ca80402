#include "models/session/cluster_access.h"

#include "models/core/files.h"

#include <algorithm>
#include <optional>

namespace podwright::session {
namespace {

using core::Json;

class PortableKubeconfig
{
public:
    explicit PortableKubeconfig(const kube::Connection &connection)
        : m_connection(connection)
    {}

    core::Result<Json> build()
    {
        const std::string name = m_connection.context.toStdString();
        const Json context = {{"cluster", name}, {"user", name}, {"namespace", m_connection.defaultNamespace}};
        const Json cluster = clusterEntry(), user = userEntry();
        if (m_error)
            return *m_error;
        return Json{{"apiVersion", "v1"},
                    {"kind", "Config"},
                    {"current-context", name},
                    {"clusters", Json::array({{{"name", name}, {"cluster", cluster}}})},
                    {"users", Json::array({{{"name", name}, {"user", user}}})},
                    {"contexts", Json::array({{{"name", name}, {"context", context}}})}};
    }

private:
    static void put(Json &entry, const char *key, const std::string &value)
    {
        if (!value.empty())
            entry[key] = value;
    }

    std::string content(const std::string &path)
    {
        if (path.empty())
            return {};
        const auto read = core::readFile(QString::fromStdString(path));
        if (!read && !m_error)
            m_error = read.error();
        return read ? read->toStdString() : std::string();
    }

    void putData(Json &entry, const char *key, const std::string &data, const std::string &path)
    {
        const std::string bytes = data.empty() ? content(path) : data;
        put(entry, key, QByteArray::fromStdString(bytes).toBase64().toStdString());
    }

    Json clusterEntry()
    {
        Json entry = {{"server", m_connection.server}};
        putData(entry, "certificate-authority-data", m_connection.certificateAuthorityData,
                m_connection.certificateAuthority);
        put(entry, "tls-server-name", m_connection.tlsServerName);
        put(entry, "proxy-url", m_connection.proxyUrl);
        if (m_connection.insecureSkipTlsVerify)
            entry["insecure-skip-tls-verify"] = true;
        return entry;
    }

    Json userEntry()
    {
        Json entry = Json::object();
        putData(entry, "client-certificate-data", m_connection.clientCertificateData, m_connection.clientCertificate);
        putData(entry, "client-key-data", m_connection.clientKeyData, m_connection.clientKey);
        const std::string token = m_connection.token.empty() ? content(m_connection.tokenFile) : m_connection.token;
        put(entry, "token", QString::fromStdString(token).trimmed().toStdString());
        put(entry, "username", m_connection.username);
        put(entry, "password", m_connection.password);
        put(entry, "as", m_connection.impersonateUser);
        if (!m_connection.exec.is_null())
            entry["exec"] = m_connection.exec;
        return entry;
    }

    const kube::Connection &m_connection;
    std::optional<core::Error> m_error;
};

} // namespace

core::Result<airflow::ClusterAccess> clusterAccess(const kube::Kubeconfig &kubeconfig, const QString &context,
                                                   bool withSecrets)
{
    const auto connection = kubeconfig.resolve(context);
    if (!connection)
        return connection.error();
    const auto info = std::ranges::find(kubeconfig.contexts(), connection->context, &kube::ContextInfo::name);
    const bool hasFile = info != kubeconfig.contexts().end() && !info->file.isEmpty();
    airflow::ClusterAccess access{.context = connection->context.toStdString(),
                                  .defaultNamespace = connection->defaultNamespace,
                                  .kubeconfigPath = hasFile ? info->file.toStdString() : std::string(),
                                  .isInCluster = connection->context == QStringLiteral("in-cluster") && !hasFile,
                                  .skipsTlsVerify = connection->insecureSkipTlsVerify};
    if (!withSecrets || access.isInCluster)
        return access;
    auto whole = PortableKubeconfig(*connection).build();
    if (!whole)
        return whole.error();
    access.kubeconfig = std::move(*whole);
    return access;
}

} // namespace podwright::session
