#pragma once

#include "tests/support/test_certificates.h"

#include <QString>

#include <string>
#include <vector>

namespace podwright::support {

// A kubeconfig that cannot be used, and what is said of it. @CA@, @CERT@, @KEY@, @OTHERKEY@ and @SECRET@ stand for what
// filledKubeconfig() puts there.
struct DamagedKubeconfig
{
    const char *name;
    QString text, context; // the context asked for; empty: the current one
    int line;              // of the fault; 0: of the whole
    QString message;       // parts, separated by |
};

// One that can be used, and what it means.
struct ValidKubeconfig
{
    const char *name;
    QString text;
    QString server, ns, signIn;
};

std::vector<DamagedKubeconfig> damagedKubeconfigs();
std::vector<ValidKubeconfig> validKubeconfigs();

// A whole kubeconfig of one cluster and one user, the cluster on line 4, the user on line 6, the context on line 8.
QString kubeconfigOf(const QString &cluster, const QString &user, const QString &tail);
inline QString kubeconfigOf(const QString &cluster, const QString &user)
{
    return kubeconfigOf(cluster, user, QStringLiteral("current-context: x"));
}

QString filledKubeconfig(QString text, const std::string &authority, const IssuedCertificate &client,
                         const IssuedCertificate &other, const QString &secret);

} // namespace podwright::support
