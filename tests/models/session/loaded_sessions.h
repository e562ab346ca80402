#pragma once

#include "models/session/session_manager.h"
#include "tests/support/private_home.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>

namespace podwright::session::test {

// Contexts "here", "here1", "here2" … at these addresses, each with a token.
inline QByteArray kubeconfigOf(const QList<QByteArray> &urls)
{
    QByteArray clusters, contexts;
    for (qsizetype i = 0; i < urls.size(); ++i) {
        const QByteArray number = i == 0 ? QByteArray() : QByteArray::number(i);
        clusters += "- {name: c" + number + ", cluster: {server: '" + urls[i] + "'}}\n";
        contexts += "- {name: here" + number + ", context: {cluster: c" + number + ", user: u}}\n";
    }
    return "clusters:\n" + clusters + "users: [{name: u, user: {token: t}}]\ncontexts:\n" + contexts;
}

// The sessions of a home that has this kubeconfig.
inline std::unique_ptr<SessionManager> loadSessions(const support::PrivateHome &home, const QByteArray &kubeconfig)
{
    QDir().mkpath(home.path(QStringLiteral(".kube")));
    QFile file(home.path(QStringLiteral(".kube/config")));
    if (!file.open(QIODevice::WriteOnly) || file.write(kubeconfig) != kubeconfig.size())
        qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    file.close();
    auto sessions = std::make_unique<SessionManager>(core::systemClock());
    QSignalSpy loaded(sessions.get(), &SessionManager::contextsChanged);
    sessions->load();
    if (!loaded.wait(30000))
        qFatal("the kubeconfig was not loaded");
    return sessions;
}

} // namespace podwright::session::test
