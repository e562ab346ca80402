#pragma once

#include "app/sandbox/container.h"
#include "app/sandbox/container_env.h"
#include "app/sandbox/container_probes.h"
#include "app/sandbox/node_events.h"
#include "app/sandbox/volume.h"

#include <set>

namespace podwright::sandbox {

inline constexpr std::chrono::seconds firstBackoff{10}, longestBackoff{300}; // between restarts and between pulls

// What a watching thread tells of a container instance.
struct Notice
{
    std::string uid, container; // of the pod; its name
    int instance = 0;
    std::optional<Container::Ending> ending = {};                // it has ended
    std::optional<std::pair<Purpose, ActionResult>> action = {}; // a probe or hook has; neither: it has started
};

// What all containers of the node share.
struct NodeServices
{
    Store &store;
    const ServiceTokens &tokens;
    EventRecorder &events;
    Runtime &runtime;
    Spawner &spawner;
    const core::Clock &clock;
    std::string nodeName, stateFolder;
    int apiPort = 0;
    std::function<void(Notice)> post; // to the kubelet's thread
    std::set<std::string> images;     // seen before
};

// What all containers of a pod share.
struct PodContext
{
    NodeServices &services;
    ObjectPtr pod;
    PodVolumes volumes;

    std::string text(std::initializer_list<std::string_view> path) const { return core::textAt(*pod, path); }
};

// One container of a pod over all its instances: starts, restarts with back-off, stops, and knows its state. Used by
// the kubelet's thread.
class ContainerSlot
{
public:
    enum class Role { Init, Sidecar, Regular, Ephemeral };
    enum class State { Waiting, Running, Ended };

    ContainerSlot(PodContext &pod, Json spec, Role role, bool podHasInit);

    const std::string &name() const { return m_name; }
    Role role() const { return m_role; }
    State state() const { return m_state; }
    bool isActive() const { return m_container != nullptr; } // a process exists
    bool isStarted() const { return m_state == State::Running && m_started; }
    bool isReady() const { return m_ready; }
    bool hasEnded() const { return m_state == State::Ended || !m_lastState.empty(); }
    int exitCode() const { return m_exitCode; } // of the last ended instance
    int lastExitCode() const;
    bool wantsRestart(const std::string &podPolicy) const;
    Json status() const;

    // The first time, or again when its back-off is over. `host`: whose processes it shares; null: none.
    void tryStart(SteadyTime now, Container *host = nullptr);
    void take(const Notice &notice);
    void stop(SteadyTime killAt); // ends it softly; killed at that time
    void kill();
    void advance(SteadyTime now);               // probes, hooks and kills that are due
    std::optional<SteadyTime> nextTime() const; // when something is due without any notice

    // For requests of clients. ApiError when there is no such thing.
    std::shared_ptr<LogFile> log(bool previous) const;
    Container *running() const { return m_state == State::Running ? m_container.get() : nullptr; }
    const std::string &waitingReason() const { return m_waitingReason; }

private:
    bool pullImage(SteadyTime now);
    bool failPull(SteadyTime now);
    void wait(const std::string &reason, const std::string &message, SteadyTime until);
    core::Result<ContainerPlan> plan();
    core::Result<void> chooseUser(ContainerPlan &result) const;
    void create(SteadyTime now, Container *host);
    core::Result<std::unique_ptr<Launch>> prepareLaunch(const ContainerPlan &plan, Container *host);
    void noteStarted();
    void becomeRunning();
    void noteEnded(const Container::Ending &ending);
    void failStart(const std::string &reason);
    void planRestart();
    std::string terminationMessage();
    Json terminatedState() const;
    void beginKill(SteadyTime killAt, const std::string &message);
    void terminate();
    void startAction(Purpose purpose, const Json &handler, std::chrono::milliseconds timeout);
    void takeAction(Purpose purpose, const ActionResult &result);
    void takeProbe(Purpose purpose, const ActionResult &result);
    void failHook(Purpose purpose, const ActionResult &result);
    void killUnhealthy(Purpose purpose);
    void noteReadiness();
    std::string podText() const; // "name_namespace(uid)"
    void event(const char *type, const std::string &reason, const std::string &message);

    PodContext &m_pod;
    const Json m_spec;
    const std::string m_name, m_image;
    const Role m_role;

    State m_state = State::Waiting;
    std::string m_waitingReason, m_waitingMessage;
    bool m_hasProcess = false, m_started = false, m_ready = false, m_killed = false;
    int m_instance = -1; // counts from 0
    std::string m_id, m_startedAt, m_finishedAt, m_reason, m_message, m_terminationLog;
    int m_exitCode = 0;
    Json m_lastState = Json::object();

    std::unique_ptr<Container> m_container;
    std::shared_ptr<LogFile> m_log, m_previousLog;
    SteadyTime m_startTime{};
    std::optional<SteadyTime> m_retryAt, m_killAt;
    SteadyTime m_earliestKill{}; // what listens gets some time even after a long preStop hook
    ContainerProbes m_probes;
    std::map<Purpose, std::unique_ptr<ContainerAction>> m_actions; // that run now
    std::chrono::seconds m_backoff{0}, m_pullBackoff{0};
    SteadyTime m_nextPull{};
};

} // namespace podwright::sandbox
