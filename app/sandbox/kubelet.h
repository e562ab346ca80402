#pragma once

#include "app/sandbox/kubelet_pod.h"
#include "app/sandbox/scheduler.h"

#include <condition_variable>
#include <deque>

namespace podwright::sandbox {

// Runs the pods of one node: one thread follows the store, one does what is due for scheduler and pods.
class Kubelet
{
public:
    Kubelet(Store &store, const ServiceTokens &tokens, NodeOptions options, const core::Clock &clock);
    ~Kubelet();
    Q_DISABLE_COPY_MOVE(Kubelet)

    void start();
    void stop(); // kills what runs
    bool hasVolumes() const { return m_runtime->hasVolumes(); }

    std::shared_ptr<LogFile> log(const std::string &ns, const std::string &pod, const std::string &container,
                                 bool previous) const;
    std::unique_ptr<ExecSession> exec(const std::string &ns, const std::string &pod, const std::string &container,
                                      const ExecOptions &options);
    std::unique_ptr<ExecSession> attach(const std::string &ns, const std::string &pod, const std::string &container);
    std::vector<std::pair<std::string, ContainerUse>> use(const std::string &uid);

private:
    void follow(std::stop_token stop);
    void followFrom(std::uint64_t version, std::stop_token stop);
    void post(Change change);
    void work(std::stop_token stop);
    void takeNews();
    void takeChange(const Change &change);
    void stepAll();
    void beat();
    PodWorker *worker(const std::string &ns, const std::string &pod) const;
    ContainerSlot &slot(const std::string &ns, const std::string &pod, const std::string &container) const;

    const core::Clock &m_clock;
    Store &m_store;
    const std::unique_ptr<Runtime> m_runtime;
    Spawner m_spawner;
    EventRecorder m_events;
    NodeServices m_services;
    Scheduler m_scheduler;

    std::mutex m_newsMutex;
    std::condition_variable_any m_newsArrived;
    std::deque<Notice> m_notices;
    std::deque<Change> m_changes;

    mutable std::mutex m_mutex;                                  // guards the workers
    std::map<std::string, std::unique_ptr<PodWorker>> m_workers; // by uid
    std::optional<SteadyTime> m_next;
    SteadyTime m_nextBeat{};
    bool m_mustSchedule = false;
    std::jthread m_follower, m_thread;
};

} // namespace podwright::sandbox
