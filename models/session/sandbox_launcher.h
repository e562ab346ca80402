#pragma once

#include "models/core/result.h"
#include "models/kube/kubeconfig.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

namespace podwright::session {

inline const QString sandboxContext = QStringLiteral("sandbox");

// Finds the user's sandbox cluster, or starts `podwright-sandbox` (beside this program, else in PATH) as a process that
// outlives us. Its kubeconfig: core::runtimeFolder()/sandbox/kubeconfig. Asynchronous.
class SandboxLauncher : public QObject
{
    Q_OBJECT
public:
    explicit SandboxLauncher(QObject *parent = nullptr);
    ~SandboxLauncher() override;

    static QString kubeconfigPath();
    static QString program(); // empty: not installed

    // A connection to a sandbox that answers. Errors: NotFound (no program), Timeout (with the end of its messages).
    void ensure(QObject *context, std::function<void(core::Result<kube::Connection>)> done);

private:
    void check();
    void probe(const kube::Connection &connection);
    void startProgram();
    void finish(const core::Result<kube::Connection> &result);

    std::vector<std::function<void(const core::Result<kube::Connection> &)>> m_waiting;
    QTimer m_retry;
    qint64 m_startedAt = 0; // milliseconds; 0: not started by us
    QObject *m_probe = nullptr;
};

} // namespace podwright::session
