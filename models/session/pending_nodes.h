#pragma once

#include "models/preflight/node_fit.h"
#include "models/preflight/place_reader.h"
#include "models/session/cluster_session.h"

#include <QTimer>

#include <chrono>

namespace podwright::session {

// Why a pod that waits for a node has none, node by node. Looked at anew every few seconds while it waits; what may not
// be seen is said. GUI thread.
class PendingNodes : public QObject
{
    Q_OBJECT
public:
    explicit PendingNodes(std::chrono::milliseconds pace = std::chrono::seconds(10), QObject *parent = nullptr);
    ~PendingNodes() override;

    // The pod as it is now; one that does not wait for a node is none. A later state of the same pod asks nothing anew.
    void watch(ClusterSession *session, const core::Json &pod);
    void stop();

    bool isWatching() const { return !m_pod.is_null(); }
    bool isKnown() const { return m_isKnown; } // the nodes were read once, or it is known why not
    const core::Json &pod() const { return m_pod; }
    const std::vector<preflight::NodeFit> &fits() const { return m_fits; }
    bool areLoadsKnown() const { return m_areLoadsKnown; } // or else the nodes were taken to be empty
    const QString &note() const { return m_note; }         // what could not be seen; may be empty

    static bool isWithoutNode(const core::Json &pod);

Q_SIGNALS:
    void changed();

private:
    void begin();
    void ask();
    void takePlace(const preflight::Place &place);
    void takePod(const core::Result<core::Json> &answer);

    QPointer<ClusterSession> m_session;
    core::Json m_pod;
    QPointer<kube::ApiClient> m_client; // the reader's
    std::unique_ptr<preflight::PlaceReader> m_reader;
    QTimer m_again;
    std::vector<preflight::NodeFit> m_fits;
    QString m_note;
    bool m_isKnown = false, m_areLoadsKnown = true;
};

} // namespace podwright::session
