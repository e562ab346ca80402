#include "models/kube/exec_advice.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

namespace podwright::kube {
namespace {

struct KnownPlugin
{
    const char *name;
    const char *install;
    const char *login;
};

constexpr std::array knownPlugins{
    KnownPlugin{"aws", "install the AWS command line, version 2: https://aws.amazon.com/cli/", "aws sso login"},
    KnownPlugin{"aws-iam-authenticator",
                "install it from https://github.com/kubernetes-sigs/aws-iam-authenticator/releases", "aws sso login"},
    KnownPlugin{"gke-gcloud-auth-plugin",
                "install it with: gcloud components install gke-gcloud-auth-plugin (or the Debian package "
                "google-cloud-cli-gke-gcloud-auth-plugin)",
                "gcloud auth login"},
    KnownPlugin{"kubelogin", "install it with: az aks install-cli, or from https://github.com/Azure/kubelogin/releases",
                "az login"},
    KnownPlugin{"kubectl-oidc_login", "install it with: kubectl krew install oidc-login", nullptr},
    KnownPlugin{"kubectl", "install kubectl: https://kubernetes.io/docs/tasks/tools/", nullptr},
    KnownPlugin{"doctl", "install it: https://docs.digitalocean.com/reference/doctl/how-to/install/",
                "doctl auth init"},
};

const KnownPlugin *pluginOf(const QString &command)
{
    const QString name = QFileInfo(command).fileName();
    const auto found = std::ranges::find_if(
        knownPlugins, [&name](const KnownPlugin &plugin) { return name == QLatin1StringView(plugin.name); });
    return found == knownPlugins.end() ? nullptr : &*found;
}

// For a shell, in quotes where needed.
QString quoted(QString text)
{
    const bool isPlain = !text.isEmpty() && std::ranges::all_of(text, [](QChar c) {
        return c.isLetterOrNumber() || QStringLiteral("-_./:@=+,").contains(c);
    });
    return isPlain ? text : u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

} // namespace

QString installAdvice(const QString &command)
{
    const KnownPlugin *plugin = pluginOf(command);
    return plugin ? QLatin1StringView(plugin->install) : QString();
}

QString loginAdvice(const QString &command, const QString &context)
{
    const KnownPlugin *plugin = pluginOf(command);
    if (plugin && plugin->login)
        return QLatin1StringView(plugin->login);
    return QStringLiteral("kubectl --context %1 version").arg(quoted(context));
}

} // namespace podwright::kube
