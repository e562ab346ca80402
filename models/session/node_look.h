#pragma once

#include "models/preflight/facts.h"
#include "models/session/cluster_session.h"

#include <QTimer>

#include <chrono>

namespace podwright::session {

// How one node is, asked again every few seconds while somebody wants to know. GUI thread.
class NodeLook : public QObject
{
    Q_OBJECT
public:
    explicit NodeLook(std::chrono::milliseconds pace = std::chrono::seconds(10), QObject *parent = nullptr);

    void watch(ClusterSession *session, const std::string &node); // the same again asks nothing anew
    void stop();
    // Nothing: not asked, or not answered yet.
    preflight::Answer<preflight::NodeFacts> answer(const ClusterSession *session, std::string_view node) const;

Q_SIGNALS:
    void changed();

private:
    void ask();

    QPointer<ClusterSession> m_session;
    std::string m_node;
    kube::RequestHandle m_asking;
    preflight::Answer<preflight::NodeFacts> m_answer;
    QTimer m_again;
};

} // namespace podwright::session
