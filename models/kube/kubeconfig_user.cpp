#include "models/kube/kubeconfig_user.h"

#include "models/core/files.h"
#include "models/kube/kubeconfig_files.h"
#include "models/kube/tls.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace podwright::kube {
namespace {

using core::at;
using core::Error;
using core::Result;
using core::textAt;

constexpr const char *execGroup = "client.authentication.k8s.io/";

bool has(const KubeconfigEntry &user, const char *key)
{
    return !textAt(user.value, {key}).empty();
}

bool hasBasic(const KubeconfigEntry &user)
{
    return has(user, "username") || has(user, "password");
}

bool hasCertificate(const KubeconfigEntry &user)
{
    return has(user, "client-certificate") || has(user, "client-certificate-data");
}

std::optional<Error> checkCertificate(const QString &title, const KubeconfigEntry &user)
{
    if (!hasCertificate(user))
        return {};
    for (const char *key : {"client-certificate", "client-key"}) {
        if (auto problem = checkFileOrData(user, key, title))
            return problem;
    }
    if (has(user, "client-key") || has(user, "client-key-data"))
        return {};
    return user.error(has(user, "client-certificate") ? "/client-certificate" : "/client-certificate-data",
                      QStringLiteral("%1 has a client certificate but no key").arg(title),
                      QStringLiteral("add client-key or client-key-data"));
}

std::optional<Error> checkPair(const Connection &connection, const QString &title, const KubeconfigEntry &user)
{
    // Files may be replaced while we run; they are checked whenever they are read.
    if (connection.clientCertificateData.empty() || connection.clientKeyData.empty())
        return {};
    const auto checked = checkKeyPair(connection.clientCertificateData, connection.clientKeyData, title);
    if (checked)
        return {};
    return user.error("/client-certificate-data", checked.error().message, checked.error().hint);
}

std::optional<Error> checkExecMode(const QString &title, const KubeconfigEntry &user, const std::string &version)
{
    const std::string mode = textAt(user.value, {"exec", "interactiveMode"});
    if (mode.empty() && version == "v1")
        return user.error("/exec", QStringLiteral("the exec entry of %1 has no interactiveMode").arg(title),
                          QStringLiteral("with apiVersion v1 it must be Never, IfAvailable or Always"));
    if (mode.empty() || mode == "Never" || mode == "IfAvailable" || mode == "Always")
        return {};
    return user.error("/exec/interactiveMode",
                      QStringLiteral("the interactiveMode of the exec entry of %1 is not known").arg(title),
                      QStringLiteral("Never, IfAvailable and Always are possible"));
}

std::optional<Error> checkExecVersion(const QString &title, const KubeconfigEntry &user)
{
    const std::string version = textAt(user.value, {"exec", "apiVersion"});
    const QString hint = QStringLiteral("client.authentication.k8s.io/v1 and client.authentication.k8s.io/v1beta1 are "
                                        "possible");
    if (version.empty())
        return user.error("/exec", QStringLiteral("the exec entry of %1 has no apiVersion").arg(title), hint);
    for (const std::string known : {"v1", "v1beta1"}) {
        if (version == execGroup + known)
            return checkExecMode(title, user, known);
    }
    return user.error("/exec/apiVersion",
                      QStringLiteral("the apiVersion \"%1\" of the exec entry of %2 is not known")
                          .arg(QString::fromStdString(version), title),
                      hint);
}

std::optional<Error> checkExec(const QString &title, const KubeconfigEntry &user)
{
    const Json &exec = at(user.value, {"exec"});
    if (exec.is_null())
        return {};
    if (!at(user.value, {"auth-provider"}).is_null())
        return user.error("/exec", QStringLiteral("%1 has both an exec entry and an auth-provider").arg(title),
                          QStringLiteral("keep one of them"));
    if (textAt(exec, {"command"}).empty())
        return user.error("/exec", QStringLiteral("the exec entry of %1 has no command").arg(title));
    for (const Json &variable : at(exec, {"env"})) {
        if (textAt(variable, {"name"}).empty())
            return user.error("/exec/env",
                              QStringLiteral("an environment variable of the exec entry of %1 has no name").arg(title));
    }
    return checkExecVersion(title, user);
}

std::optional<Error> checkMethods(const QString &title, const KubeconfigEntry &user)
{
    if (!hasBasic(user) || !(has(user, "token") || has(user, "tokenFile")))
        return {};
    return user.error(has(user, "token") ? "/token" : "/tokenFile",
                      QStringLiteral("%1 has two ways to log in: a token and a user name with password").arg(title),
                      QStringLiteral("keep one of them"));
}

std::optional<Error> checkImpersonation(const QString &title, const KubeconfigEntry &user)
{
    if (has(user, "as"))
        return {};
    for (const char *key : {"as-uid", "as-groups", "as-user-extra"}) {
        const Json &value = at(user.value, {key});
        if (!value.is_null() && !value.empty())
            return user.error(std::string("/") + key,
                              QStringLiteral("%1 has %2 but no \"as\"").arg(title, QLatin1String(key)),
                              QStringLiteral("name the user to act as"));
    }
    return {};
}

std::optional<Error> checkProvider(const QString &title, const KubeconfigEntry &user)
{
    const Json &provider = at(user.value, {"auth-provider"});
    const bool hasOther = has(user, "token") || has(user, "tokenFile") || hasBasic(user) || hasCertificate(user);
    if (provider.is_null() || hasOther)
        return {};
    Error error = user.error("/auth-provider",
                             QStringLiteral("%1 logs in by the auth-provider \"%2\", which is not supported")
                                 .arg(title, QString::fromStdString(textAt(provider, {"name"}))),
                             QStringLiteral("use the exec plugin of your provider, such as gke-gcloud-auth-plugin or "
                                            "kubelogin"));
    error.kind = Error::Kind::Unsupported;
    return error;
}

std::optional<Error> checkTokenFile(const Connection &connection, const QString &title, const KubeconfigEntry &user)
{
    if (connection.tokenFile.empty())
        return {};
    const auto content = core::readFile(QString::fromStdString(connection.tokenFile), 1024 * 1024);
    if (content)
        return {};
    return user.error("/tokenFile", QStringLiteral("the tokenFile of %1 cannot be read: %2: %3")
                                        .arg(title, content.error().where, content.error().message));
}

std::vector<std::string> textsOf(const Json &list)
{
    std::vector<std::string> result;
    for (const Json &item : list)
        result.push_back(item.get<std::string>());
    return result;
}

void takeImpersonation(Connection &connection, const KubeconfigEntry &user)
{
    connection.impersonateUser = textAt(user.value, {"as"});
    connection.impersonateUid = textAt(user.value, {"as-uid"});
    connection.impersonateGroups = textsOf(at(user.value, {"as-groups"}));
    for (const auto &[key, values] : at(user.value, {"as-user-extra"}).items())
        connection.impersonateExtra[key] = textsOf(values);
}

// A bare command is looked up in PATH; one with a slash is relative to the kubeconfig.
Json execOf(const KubeconfigEntry &user)
{
    Json exec = at(user.value, {"exec"});
    const QString command = QString::fromStdString(textAt(exec, {"command"}));
    if (command.contains(QLatin1Char('/')))
        exec["command"] = QDir::cleanPath(QFileInfo(user.file).absoluteDir().absoluteFilePath(command)).toStdString();
    return exec;
}

} // namespace

Result<void> takeUser(Connection &connection, const QString &name, const KubeconfigEntry &user)
{
    const QString title = QStringLiteral("user \"%1\"").arg(name);
    for (const auto check : {&checkCertificate, &checkExec, &checkMethods, &checkImpersonation, &checkProvider}) {
        if (auto problem = check(title, user))
            return *problem;
    }
    connection.token = textAt(user.value, {"token"});
    connection.tokenFile = absolutePath(user, "tokenFile");
    connection.username = textAt(user.value, {"username"});
    connection.password = textAt(user.value, {"password"});
    if (hasCertificate(user)) {
        connection.clientCertificate = absolutePath(user, "client-certificate");
        connection.clientCertificateData = decodedData(user, "client-certificate-data");
        connection.clientKey = absolutePath(user, "client-key");
        connection.clientKeyData = decodedData(user, "client-key-data");
    }
    takeImpersonation(connection, user);
    connection.exec = execOf(user);
    for (const auto check : {&checkPair, &checkTokenFile}) {
        if (auto problem = check(connection, title, user))
            return *problem;
    }
    return {};
}

QString signInOf(const KubeconfigEntry &user)
{
    QStringList ways;
    if (hasCertificate(user))
        ways += QStringLiteral("client certificate");
    if (has(user, "tokenFile"))
        ways += QStringLiteral("token file");
    else if (has(user, "token"))
        ways += QStringLiteral("token");
    if (hasBasic(user))
        ways += QStringLiteral("password");
    const QString plugin = QFileInfo(QString::fromStdString(textAt(user.value, {"exec", "command"}))).fileName();
    if (ways.isEmpty() && !plugin.isEmpty())
        ways += QStringLiteral("exec plugin ") + plugin;
    else if (ways.isEmpty() && !at(user.value, {"auth-provider"}).is_null())
        ways +=
            QStringLiteral("auth-provider ") + QString::fromStdString(textAt(user.value, {"auth-provider", "name"}));
    return ways.isEmpty() ? QStringLiteral("none") : ways.join(QStringLiteral(" and "));
}

} // namespace podwright::kube
