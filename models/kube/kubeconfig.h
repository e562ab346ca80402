#pragma once

#include "models/core/json.h"
#include "models/core/result.h"
#include "models/kube/kubeconfig_entry.h"

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace podwright::kube {

using core::Json;

// One context, resolved: everything a connection needs. File paths are absolute; data fields are decoded PEM. A value.
struct Connection
{
    QString context;              // name in the kubeconfig; "in-cluster" for the service account's
    std::string server;           // "https://host:port/prefix"
    std::string defaultNamespace; // "default" when the context names none
    std::string tlsServerName;
    bool insecureSkipTlsVerify = false;
    std::string certificateAuthority;     // path
    std::string certificateAuthorityData; // PEM
    std::string proxyUrl;
    bool disableCompression = false;
    Json execClusterConfig; // cluster extension handed to exec plugins

    std::string clientCertificate, clientKey;         // paths
    std::string clientCertificateData, clientKeyData; // PEM
    std::string token;
    std::string tokenFile;
    std::string username, password;
    std::string impersonateUser, impersonateUid;
    std::vector<std::string> impersonateGroups;
    std::map<std::string, std::vector<std::string>> impersonateExtra;
    Json exec; // the exec object of the user, commands with a slash made absolute; null if none
    bool operator==(const Connection &) const = default;
};

// The same server, reached in the same way and as nobody else's stand-in, by tokens, certificates or passwords that may
// differ. Where a plugin signs in: no, it brings new ones by itself.
bool differsInCredentialsOnly(const Connection &one, const Connection &other);

struct ContextInfo
{
    QString name = {};
    QString cluster = {}, user = {};
    QString file = {}; // the kubeconfig it came from
    std::string ns = {};
    std::string server = {};     // as the cluster's entry has it; empty if there is none
    QString signIn = {};         // how the user signs in: "token", "exec plugin aws"; empty if the entry is missing
    bool skipsTlsVerify = false; // insecure-skip-tls-verify
    std::string provider = {};   // who made the context and said so in an extension: "minikube.sigs.k8s.io"
};

// What the search for a kubeconfig depends on.
struct Surroundings
{
    QProcessEnvironment environment = {};
    QString home = {};
    QString serviceAccountFolder = QStringLiteral("/var/run/secrets/kubernetes.io/serviceaccount");

    static Surroundings ofThisProcess();
};

// Loaded and merged kubeconfigs. A value; loading and resolving read files (not on the GUI thread).
class Kubeconfig
{
public:
    // Where loadDefault() looks, whether the files exist or not.
    static QStringList defaultFiles(const Surroundings &surroundings = Surroundings::ofThisProcess());
    // KUBECONFIG, else ~/.kube/config, else in-cluster. Missing files are skipped and listed in missingFiles().
    static core::Result<Kubeconfig> loadDefault(const Surroundings &surroundings = Surroundings::ofThisProcess());
    // In merge order: the first file that has an entry wins. Errors: Invalid with file, line and column.
    static core::Result<Kubeconfig> load(const QStringList &files);
    static core::Result<Kubeconfig> parse(std::string_view text, const QString &file);

    const std::vector<ContextInfo> &contexts() const { return m_contexts; }
    QString currentContext() const { return m_currentContext; } // empty if none
    QStringList files() const { return m_files; }
    QStringList missingFiles() const { return m_missing; }
    // Empty name: the current one. Errors name the entry that is missing or contradictory, in kubectl's order of
    // checks.
    core::Result<Connection> resolve(const QString &context = {}) const;

private:
    void merge(KubeconfigFile file, const QString &path);
    void addServiceAccount(const Surroundings &surroundings);
    void completeContexts(); // with what their clusters and users say
    core::Error noContext() const;
    core::Error unknownContext(const QString &name) const;

    std::vector<ContextInfo> m_contexts;
    QString m_currentContext;
    QStringList m_files, m_missing;
    KubeconfigEntries m_clusters, m_users, m_contextEntries;
};

} // namespace podwright::kube
