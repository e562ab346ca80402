#pragma once

#include "app/sandbox/kubelet_status.h"

namespace podwright::sandbox {

// One pod on the node, from its binding to its removal: what to start next, what to stop, which status to write. Used
// by the kubelet's thread only.
class PodWorker
{
public:
    PodWorker(NodeServices &services, ObjectPtr pod);
    ~PodWorker();
    Q_DISABLE_COPY_MOVE(PodWorker)

    void update(ObjectPtr pod); // a newer state from the store
    void noteRemoved();         // gone from the store: everything is killed
    void take(const Notice &notice);
    // Does what is due and writes the status; when to look again without any news.
    std::optional<SteadyTime> step();
    bool isDone() const; // removed, and nothing runs

    ContainerSlot *container(const std::string &name) const;       // null: no such container
    std::vector<std::pair<std::string, ContainerUse>> use() const; // by the containers that run
    bool wasRejected() const { return !m_prepared && !m_reason.empty(); }

private:
    using Slots = std::vector<std::unique_ptr<ContainerSlot>>;

    void makeSlots();
    void addEphemeral();
    void runEphemeral(SteadyTime now);
    bool prepare(SteadyTime now);
    bool usesVolumes() const;
    void tellMissingPullSecrets();
    bool runInit(SteadyTime now);
    void runRegular(SteadyTime now);
    bool regularFinished() const;
    void checkDeletion(SteadyTime now);
    void checkDeadline(SteadyTime now);
    void beginStop(SteadyTime killAt);
    void stopSlots(const Slots &slots, ContainerSlot::Role role);
    void continueStop();
    bool somethingRuns() const;
    void writeStatus();
    void finishDeletion();
    void noteTime(std::optional<SteadyTime> time);
    std::string policy() const;

    PodContext m_context;
    Slots m_init, m_regular, m_ephemeral;
    bool m_prepared = false, m_removed = false, m_stopping = false, m_deleting = false;
    std::string m_startTime, m_reason, m_message;
    SteadyTime m_begin{}, m_killAt{};
    std::optional<SteadyTime> m_nextPrepare, m_next;
    std::chrono::milliseconds m_prepareBackoff{500};
    long long m_grace = -1; // of the deletion that is being carried out
};

} // namespace podwright::sandbox
