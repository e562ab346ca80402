#pragma once

#include "app/sandbox/node_events.h"
#include "app/sandbox/store.h"

namespace podwright::sandbox {

// Do nodeSelector and required node affinity accept a node?
bool acceptsNode(const Json &pod, const Json &node);

// Why a pod does not fit the node beside the others, as the parts of a scheduler's message; empty: it fits.
std::vector<std::string> misfits(const Store &store, const Json &pod, const Json &node);

// Gives pods to the one node, or says why it cannot.
class Scheduler
{
public:
    Scheduler(Store &store, EventRecorder &events, const core::Clock &clock, std::string nodeName);

    void scheduleAll(); // every pod without a node, oldest first

private:
    void schedule(const Json &pod);
    void bind(const Json &pod);
    void refuse(const Json &pod, const std::string &message);

    Store &m_store;
    EventRecorder &m_events;
    const core::Clock &m_clock;
    const std::string m_nodeName;
};

// Sets a condition of a pod: its transition time changes with its status only. `status` is the pod's status.
void setCondition(Json &status, const std::string &type, bool value, const std::string &reason,
                  const std::string &message, const std::string &now);

} // namespace podwright::sandbox
