#include "tests/support/private_home.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>

namespace podwright::support {
namespace {

// The process that holds the sandbox's lock in this home: found by its command line.
std::vector<pid_t> sandboxesOf(const QString &home)
{
    std::vector<pid_t> found;
    for (const QString &entry : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        bool isProcess = false;
        const pid_t process = entry.toInt(&isProcess);
        QFile command(QStringLiteral("/proc/%1/cmdline").arg(entry));
        QFile environment(QStringLiteral("/proc/%1/environ").arg(entry));
        if (!isProcess || !command.open(QIODevice::ReadOnly) || !environment.open(QIODevice::ReadOnly))
            continue;
        if (command.readAll().contains("podwright-sandbox") && environment.readAll().contains("HOME=" + home.toUtf8()))
            found.push_back(process);
    }
    return found;
}

} // namespace

PrivateHome::PrivateHome(const QString &programs)
{
    qputenv("HOME", m_folder.path().toUtf8());
    for (const char *variable : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "KUBECONFIG",
                                 "KUBERNETES_SERVICE_HOST"})
        qunsetenv(variable);
    const QString runtime = path(QStringLiteral("runtime"));
    QDir().mkpath(runtime);
    QFile::setPermissions(runtime, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qputenv("XDG_RUNTIME_DIR", runtime.toUtf8());
    qputenv("PATH", programs.toUtf8() + ':' + qgetenv("PATH"));
}

PrivateHome::~PrivateHome()
{
    for (const pid_t process : sandboxesOf(m_folder.path()))
        ::kill(process, SIGTERM);
    const bool ended = QTest::qWaitFor([this] { return sandboxesOf(m_folder.path()).empty(); }, 10000);
    if (!ended)
        qWarning("the sandbox of %s did not end", qPrintable(m_folder.path()));
}

} // namespace podwright::support
