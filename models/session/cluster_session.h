#pragma once

#include "models/core/clock.h"
#include "models/kube/api_client.h"
#include "models/kube/resource_watch.h"

#include <QPointer>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace podwright::session {

// Which pods of a cluster are watched.
struct PodScope
{
    QStringList namespaces = {}; // none: all
    QString labelSelector = {};  // as kubectl's -l; empty: whatever the labels
    bool operator==(const PodScope &) const = default;
};

// NeedsPerson: Unauthorised, and the exec plugin of the user may be answered on a terminal (SignIn).
enum class ConnectionState { Connecting, Connected, Unreachable, Unauthorised, NeedsPerson };

bool hasFailed(ConnectionState state); // there is something to try again

// One cluster in use: its client, its state (asked every few seconds), its namespaces, and a watch over the pods of the
// namespaces chosen. GUI thread; nothing in here waits.
class ClusterSession : public QObject
{
    Q_OBJECT
public:
    ClusterSession(QString context, const core::Clock &clock, QObject *parent = nullptr,
                   kube::ClientOptions options = {});
    ~ClusterSession() override;

    const QString &context() const { return m_context; }
    ConnectionState state() const { return m_state; }
    QString stateText() const;                  // "Connected, v1.35.2, 12 ms"; "Unreachable: no answer from ..."
    QString reason() const { return m_reason; } // why not connected
    const kube::ServerVersion &version() const { return m_version; } // if connected
    std::string defaultNamespace() const;                            // of the context
    const QStringList &namespaces() const { return m_namespaces; }   // sorted; may hold only what the context names
    bool areNamespacesForbidden() const { return m_namespacesForbidden; }

    bool maySignIn() const;   // there is an exec plugin that could be given a terminal
    void refreshNamespaces(); // asks again; not before it is connected

    // Null until the connection is known (connectTo()).
    kube::ApiClient *client() const { return m_client.get(); }
    // Calls `done` with the client, at once if it is there and no other is expected; with the reason if there cannot be
    // one. Never after `context` is gone.
    void whenReady(QObject *context, std::function<void(core::Result<kube::ApiClient *>)> done);
    void connectTo(core::Result<kube::Connection> connection); // once more: with new data
    void expectConnection(); // connectTo() will follow: what went wrong before no longer counts

    // What the pod table shows; watching begins with the first call.
    void watchPods(const PodScope &scope);
    void stopWatching();
    const std::optional<PodScope> &watched() const { return m_scope; } // nothing: not watching
    size_t podCount() const;
    bool arePodsKnown() const;   // every watch has its first list
    QString podsTrouble() const; // "not allowed to list pods in x"; empty if none

Q_SIGNALS:
    void stateChanged();
    void namespacesChanged();
    void podBatch(const std::shared_ptr<const podwright::kube::PodBatch> &batch);
    void podsCleared(); // all that was told of is no longer watched
    void podsChanged(); // some of it, or podsTrouble()

private:
    void use(kube::Connection connection);
    void ask();
    ConnectionState stateAfter(core::Error::Kind kind) const; // of asking
    void setState(ConnectionState state, const QString &reason = {});
    void startWatches();
    void endWatches();

    QString m_context, m_reason;
    const core::Clock &m_clock;
    const kube::ClientOptions m_options;
    ConnectionState m_state = ConnectionState::Connecting;
    kube::ServerVersion m_version;
    QStringList m_namespaces;
    std::optional<PodScope> m_scope;
    bool m_namespacesForbidden = false, m_isExpecting = false;
    std::unique_ptr<kube::ApiClient> m_client;
    std::vector<std::unique_ptr<kube::ApiClient>> m_retired; // of other servers than now; runs may still use them
    kube::RequestHandle m_asking;
    std::optional<core::Error> m_connectionError;
    std::vector<std::function<void()>> m_waiting;
    std::map<std::string, std::unique_ptr<kube::PodWatch>> m_watches;
    QTimer m_poll;
};

} // namespace podwright::session
