#pragma once

#include "models/core/job.h"
#include "models/core/result.h"
#include "models/kube/api_client.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
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

    using Done = std::function<void(core::Result<kube::Connection>)>;
    // A connection to a sandbox that answers. Errors: NotFound (no program), Timeout (with the end of its messages).
    void ensure(QObject *context, Done done);

private:
    void check();
    void probe(const kube::Connection &connection);
    void startOrWait(const core::Error &reason);
    void giveUp(const core::Error &reason);
    void finish(const core::Result<kube::Connection> &result);

    std::vector<std::pair<QPointer<QObject>, Done>> m_waiting;
    core::Job m_job;
    std::unique_ptr<kube::ApiClient> m_probe;
    QTimer m_retry;
    QElapsedTimer m_elapsed;
    bool m_isStarted = false;
};

} // namespace podwright::session
