#pragma once

#include "models/core/file_watch.h"
#include "models/core/job.h"
#include "models/core/throttle.h"
#include "models/session/cluster_access.h"
#include "models/session/cluster_marks.h"
#include "models/session/cluster_session.h"
#include "models/session/protection_guard.h"
#include "models/session/sandbox_launcher.h"
#include "models/session/sign_in.h"
#include "models/task/task.h"

namespace podwright::session {

// Which context a run uses and why.
struct ContextChoice
{
    QString context;
    QString notice; // what the user should know: "config_file /x is left to the worker"; may be empty
};

// The kubeconfig (loaded off this thread, again when its files change) and a session for each context that is used.
// `sandbox` is always among the contexts. GUI thread.
class SessionManager : public QObject
{
    Q_OBJECT
public:
    explicit SessionManager(const core::Clock &clock, QObject *parent = nullptr);
    ~SessionManager() override;

    void load(); // again; ends with contextsChanged()
    bool isLoaded() const { return m_isLoaded; }
    QString trouble() const { return m_trouble; } // why the kubeconfig cannot be used; empty if it can
    const std::vector<kube::ContextInfo> &contexts() const { return m_contexts; } // `sandbox` last, unless configured
    bool hasContext(const QString &name) const { return find(name) != nullptr; }
    const kube::ContextInfo *find(const QString &name) const; // null if there is none
    bool isBuiltIn(const QString &context) const;             // the sandbox of this program
    QString currentContext() const; // the picker's choice, else the kubeconfig's, else sandbox
    void pick(const QString &context);

    // What the user has noted about the clusters, and what asks before something is done to a protected one.
    ClusterMarks &marks() { return m_marks; }
    ClusterMark markOf(const QString &context) const;
    ProtectionGuard &guard() { return m_guard; }

    // Logins that need the person: for a window, which offers them; or on the terminal of this program, if it has one.
    // Before the first session.
    SignIn &signIn() { return m_signIn; }
    void offerSignIn() { m_clientOptions.pluginTalk = kube::PluginTalk::OnRequest; }
    void giveTerminal();

    // Changes in the kubeconfig itself, on another thread; it is read again then. Errors: those of kubeconfig_edit.h;
    // Unsupported for the sandbox of this program. Not after `receiver` is gone.
    using WriteDone = std::function<void(const core::Result<void> &)>;
    void writeCurrentContext(const QString &context, QObject *receiver, WriteDone done);
    void writeNamespace(const QString &context, const std::string &ns, QObject *receiver, WriteDone done);

    // The one named, else the task's cluster_context, else the picker's choice, else the kubeconfig's current one, else
    // `sandbox`. Errors: NotFound when the named one does not exist.
    core::Result<ContextChoice> contextFor(const task::Task &task, const QString &named = {}) const;

    // How to reach the context's cluster, see clusterAccess(); read on another thread. A new question drops the former;
    // not after `receiver` is gone.
    using AccessDone = std::function<void(const core::Result<airflow::ClusterAccess> &)>;
    void readAccess(const QString &context, bool withSecrets, QObject *receiver, AccessDone done);

    std::string namespaceOf(const QString &context) const; // what the context names, else "default"

    // Made on first use; connects by itself. A context that is not there (any more) gives a session in state
    // Unreachable.
    ClusterSession *session(const QString &context);
    std::vector<ClusterSession *> sessions() const; // those in use
    // Tries at once again what is not connected: reads the credentials, starts the sandbox, asks the server.
    void reconnect(const QString &context);

Q_SIGNALS:
    void contextsChanged();
    void currentContextChanged(const QString &context);
    void sessionAdded(podwright::session::ClusterSession *session);
    void sessionChanged(podwright::session::ClusterSession *session);

private:
    struct Loaded
    {
        kube::Kubeconfig kubeconfig;
        QStringList watched;
        QString trouble, sandboxFile;
    };

    static kube::ContextInfo builtInContext(const QString &file);
    void write(const QString &context, std::function<core::Result<void>()> work, QObject *receiver, WriteDone done);
    void take(Loaded loaded);
    void connectSession(ClusterSession &session);

    const core::Clock &m_clock;
    ClusterMarks m_marks;
    ProtectionGuard m_guard;
    core::Job m_loading, m_access, m_writing;
    core::FileWatch m_files;
    core::Throttle m_reload;
    SandboxLauncher m_sandbox;
    kube::Kubeconfig m_kubeconfig;
    std::vector<kube::ContextInfo> m_contexts;
    QString m_picked, m_trouble;
    bool m_isLoaded = false, m_isSandboxBuiltIn = true;
    std::map<QString, std::unique_ptr<ClusterSession>> m_sessions;
    std::map<QString, core::Job> m_resolving; // by context; ends before the sessions
    kube::ClientOptions m_clientOptions;
    SignIn m_signIn;
};

} // namespace podwright::session
