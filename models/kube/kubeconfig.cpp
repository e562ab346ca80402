#include "models/kube/kubeconfig.h"

#include "models/core/files.h"
#include "models/core/nearest.h"
#include "models/kube/kubeconfig_resolve.h"
#include "models/kube/kubeconfig_user.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

namespace podwright::kube {
namespace {

using core::Error;
using core::Result;
using core::textAt;

constexpr qint64 largestFile = 16 * 1024 * 1024;

QString hostAndPort(const Surroundings &surroundings)
{
    const QString host = surroundings.environment.value(QStringLiteral("KUBERNETES_SERVICE_HOST"));
    const QString port = surroundings.environment.value(QStringLiteral("KUBERNETES_SERVICE_PORT"));
    if (host.isEmpty() || port.isEmpty())
        return {};
    const bool isBare6 = host.contains(QLatin1Char(':')) && !host.startsWith(QLatin1Char('['));
    return (isBare6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host, port);
}

std::string serviceAccountNamespace(const Surroundings &surroundings)
{
    const QString fromVariable = surroundings.environment.value(QStringLiteral("POD_NAMESPACE"));
    if (!fromVariable.isEmpty())
        return fromVariable.toStdString();
    const auto content = core::readFile(surroundings.serviceAccountFolder + QStringLiteral("/namespace"), 4096);
    return content ? content.value().trimmed().toStdString() : std::string();
}

std::string providerOf(const Json &context)
{
    const Json &extensions = core::at(context, {"extensions"});
    if (!extensions.is_array())
        return {};
    for (const Json &extension : extensions) {
        if (std::string provider = textAt(extension, {"extension", "provider"}); !provider.empty())
            return provider;
    }
    return {};
}

} // namespace

Surroundings Surroundings::ofThisProcess()
{
    return {.environment = QProcessEnvironment::systemEnvironment(), .home = QDir::homePath()};
}

QStringList Kubeconfig::defaultFiles(const Surroundings &surroundings)
{
    const QString list = surroundings.environment.value(QStringLiteral("KUBECONFIG"));
    if (list.isEmpty())
        return {surroundings.home + QStringLiteral("/.kube/config")};
    return list.split(QDir::listSeparator(), Qt::SkipEmptyParts);
}

Result<Kubeconfig> Kubeconfig::loadDefault(const Surroundings &surroundings)
{
    auto loaded = load(defaultFiles(surroundings));
    if (!loaded)
        return loaded;
    const bool isEmpty = loaded->m_contextEntries.empty() && loaded->m_clusters.empty() && loaded->m_users.empty();
    if (isEmpty)
        loaded->addServiceAccount(surroundings);
    return loaded;
}

Result<Kubeconfig> Kubeconfig::load(const QStringList &files)
{
    Kubeconfig result;
    QStringList seen;
    for (const QString &given : files) {
        if (given.isEmpty() || seen.contains(given))
            continue;
        seen.append(given);
        const QString path = QFileInfo(given).absoluteFilePath();
        auto content = core::readFile(path, largestFile);
        if (!content && content.error().kind == Error::Kind::NotFound) {
            result.m_missing.append(given);
            continue;
        }
        if (!content)
            return content.error();
        auto file = readKubeconfig({content->constData(), static_cast<size_t>(content->size())}, path);
        if (!file)
            return file.error();
        result.merge(std::move(*file), path);
    }
    result.completeContexts();
    return result;
}

Result<Kubeconfig> Kubeconfig::parse(std::string_view text, const QString &file)
{
    auto read = readKubeconfig(text, file);
    if (!read)
        return read.error();
    Kubeconfig result;
    result.merge(std::move(*read), file);
    result.completeContexts();
    return result;
}

void Kubeconfig::merge(KubeconfigFile file, const QString &path)
{
    m_files.append(path);
    if (m_currentContext.isEmpty())
        m_currentContext = QString::fromStdString(file.currentContext);
    m_clusters.merge(file.clusters);
    m_users.merge(file.users);
    for (const std::string &name : file.contextOrder) {
        const auto [place, isNew] = m_contextEntries.emplace(name, std::move(file.contexts.at(name)));
        if (!isNew)
            continue;
        const Json &value = place->second.value;
        m_contexts.push_back({.name = QString::fromStdString(name),
                              .cluster = QString::fromStdString(textAt(value, {"cluster"})),
                              .user = QString::fromStdString(textAt(value, {"user"})),
                              .file = path,
                              .ns = textAt(value, {"namespace"}),
                              .provider = providerOf(value)});
    }
}

void Kubeconfig::addServiceAccount(const Surroundings &surroundings)
{
    static const std::string name = "in-cluster";
    const QString folder = surroundings.serviceAccountFolder;
    const QString server = hostAndPort(surroundings);
    if (server.isEmpty() || !QFileInfo::exists(folder + QStringLiteral("/token")))
        return;
    const auto entry = [&](Json value) { return KubeconfigEntry{.value = std::move(value), .file = folder}; };
    KubeconfigFile file;
    file.clusters.emplace(name,
                          entry({{"server", "https://" + server.toStdString()}, {"certificate-authority", "ca.crt"}}));
    file.users.emplace(name, entry({{"tokenFile", "token"}}));
    file.contexts.emplace(
        name, entry({{"cluster", name}, {"user", name}, {"namespace", serviceAccountNamespace(surroundings)}}));
    file.contextOrder.push_back(name);
    file.currentContext = name;
    merge(std::move(file), folder);
    completeContexts();
}

void Kubeconfig::completeContexts()
{
    for (ContextInfo &context : m_contexts) {
        if (const auto cluster = m_clusters.find(context.cluster.toStdString()); cluster != m_clusters.end()) {
            context.server = textAt(cluster->second.value, {"server"});
            context.skipsTlsVerify = core::boolAt(cluster->second.value, {"insecure-skip-tls-verify"});
        }
        if (const auto user = m_users.find(context.user.toStdString()); user != m_users.end())
            context.signIn = signInOf(user->second);
        else if (context.user.isEmpty())
            context.signIn = QStringLiteral("none");
    }
}

Error Kubeconfig::noContext() const
{
    Error error{.kind = Error::Kind::NotFound};
    if (m_files.isEmpty() && !m_missing.isEmpty()) {
        error.message = QStringLiteral("there is no kubeconfig at %1").arg(m_missing.join(QStringLiteral(", ")));
        error.hint = QStringLiteral("set KUBECONFIG, or use the sandbox");
        return error;
    }
    error.where = m_files.value(0);
    error.message = m_contexts.empty() ? QStringLiteral("the kubeconfig has no contexts")
                                       : QStringLiteral("the kubeconfig has no current-context");
    if (!m_contexts.empty())
        error.hint = QStringLiteral("choose a context by name, for example \"%1\"").arg(m_contexts.front().name);
    return error;
}

Error Kubeconfig::unknownContext(const QString &name) const
{
    Error error{.kind = Error::Kind::NotFound, .where = m_files.join(QStringLiteral(", "))};
    error.message = QStringLiteral("there is no context named \"%1\"").arg(name);
    error.hint = nearestEntry(name.toStdString(), m_contextEntries);
    return error;
}

Result<Connection> Kubeconfig::resolve(const QString &context) const
{
    const QString name = context.isEmpty() ? m_currentContext : context;
    if (name.isEmpty())
        return noContext();
    const auto found = m_contextEntries.find(name.toStdString());
    if (found == m_contextEntries.end())
        return unknownContext(name);
    return resolveContext(name, found->second, m_clusters, m_users);
}

} // namespace podwright::kube
