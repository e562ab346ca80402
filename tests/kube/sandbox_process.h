#pragma once

#include "tests/support/places.h"

#include <QProcess>
#include <QTemporaryDir>

namespace podwright::support {

// The built podwright-sandbox as a child process with a kubeconfig of its own.
class SandboxProcess
{
public:
    bool start(const QStringList &more = {}); // waits until it is ready
    QProcess &process() { return m_process; }
    ~SandboxProcess();

    QString kubeconfig() const { return m_folder.filePath(QStringLiteral("kubeconfig")); }
    QString folder() const { return m_folder.path(); }
    QString errors() // all it has said so far
    {
        m_errors += m_process.readAllStandardError();
        return QString::fromUtf8(m_errors);
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_errors;
};

inline bool SandboxProcess::start(const QStringList &more)
{
    constexpr int milliseconds = 30000;
    m_process.start(support::programPath(QStringLiteral("podwright-sandbox")),
                    QStringList{QStringLiteral("--kubeconfig"), kubeconfig()} + more);
    QByteArray output;
    while (!output.contains("ready:") && m_process.waitForReadyRead(milliseconds))
        output += m_process.readAllStandardOutput();
    return output.contains("ready:");
}

inline SandboxProcess::~SandboxProcess()
{
    constexpr int milliseconds = 20000;
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(milliseconds))
        m_process.kill();
    m_process.waitForFinished(milliseconds);
}

} // namespace podwright::support
