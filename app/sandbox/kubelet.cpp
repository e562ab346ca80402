#include "app/sandbox/kubelet.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/node_object.h"

#include <algorithm>
#include <filesystem>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;
using namespace std::chrono_literals;

constexpr auto followWait = 60s;
constexpr auto beatEvery = 5min;
constexpr std::chrono::milliseconds longestSleep = 100ms; // while something is due: a clock can be set, a machine sleep

std::string uidOf(const Json &pod)
{
    return textAt(pod, {"metadata", "uid"});
}

} // namespace

Kubelet::Kubelet(Store &store, const ServiceTokens &tokens, NodeOptions options, const core::Clock &clock)
    : m_clock(clock)
    , m_store(store)
    , m_runtime(Runtime::make(options.runtime, options.stateFolder))
    , m_events(store, sandboxNodeName, clock)
    , m_services{store,
                 tokens,
                 m_events,
                 *m_runtime,
                 m_spawner,
                 clock,
                 sandboxNodeName,
                 std::move(options.stateFolder),
                 options.apiPort,
                 [this](Notice notice) {
                     const std::scoped_lock lock(m_newsMutex);
                     m_notices.push_back(std::move(notice));
                     m_newsArrived.notify_one();
                 },
                 {}}
    , m_scheduler(store, m_events, clock, sandboxNodeName)
{}

Kubelet::~Kubelet()
{
    stop();
}

void Kubelet::start()
{
    std::error_code error;
    for (const char *folder : {"/logs", "/pods"}) { // of an earlier run that was killed
        std::filesystem::remove_all(m_services.stateFolder + folder, error);
        std::filesystem::create_directories(m_services.stateFolder + folder, error);
        std::filesystem::permissions(m_services.stateFolder + folder, std::filesystem::perms::owner_all, error);
    }
    beat();
    m_follower = std::jthread([this](std::stop_token stop) { follow(std::move(stop)); });
    m_thread = std::jthread([this](std::stop_token stop) { work(std::move(stop)); });
}

void Kubelet::stop()
{
    m_follower = {};
    m_thread = {};
    {
        const std::scoped_lock lock(m_mutex);
        m_workers.clear();
    }
    std::error_code error;
    for (const char *folder : {"/logs", "/pods"})
        std::filesystem::remove_all(m_services.stateFolder + folder, error);
}

void Kubelet::beat()
{
    m_nextBeat = m_clock.now() + beatEvery;
    writeNode(m_store, m_clock);
}

void Kubelet::follow(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        std::uint64_t version = 0;
        for (const ObjectPtr &pod : m_store.list("pods", {}, &version))
            post({Change::Type::Added, pod, nullptr, version});
        try {
            followFrom(version, stop);
        } catch (const ApiError &) { // too far behind: list again
        }
    }
}

void Kubelet::followFrom(std::uint64_t version, std::stop_token stop)
{
    while (!stop.stop_requested()) {
        const auto deadline = std::chrono::steady_clock::now() + followWait;
        for (Change &change : m_store.changesAfter("pods", version, deadline, stop, &version))
            post(std::move(change));
    }
}

void Kubelet::post(Change change)
{
    const std::scoped_lock lock(m_newsMutex);
    m_changes.push_back(std::move(change));
    m_newsArrived.notify_one();
}

void Kubelet::work(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_newsMutex);
            const auto hasNews = [this] { return !m_notices.empty() || !m_changes.empty(); };
            const SteadyTime next = std::min(m_next.value_or(m_nextBeat), m_nextBeat);
            const auto wait = std::clamp<std::chrono::nanoseconds>(next - m_clock.now(), 0ms, longestSleep);
            if (m_next)
                m_newsArrived.wait_for(lock, stop, wait, hasNews);
            else
                m_newsArrived.wait_for(lock, stop, followWait, hasNews);
        }
        const std::scoped_lock lock(m_mutex);
        takeNews();
        stepAll();
        if (std::exchange(m_mustSchedule, false))
            m_scheduler.scheduleAll();
        if (m_clock.now() >= m_nextBeat)
            beat();
    }
}

void Kubelet::takeNews()
{
    std::deque<Notice> notices;
    std::deque<Change> changes;
    {
        const std::scoped_lock lock(m_newsMutex);
        notices.swap(m_notices);
        changes.swap(m_changes);
    }
    for (const Change &change : changes)
        takeChange(change);
    for (const Notice &notice : notices) {
        if (const auto known = m_workers.find(notice.uid); known != m_workers.end())
            known->second->take(notice);
    }
}

void Kubelet::takeChange(const Change &change)
{
    m_mustSchedule = true;
    const std::string uid = uidOf(*change.object);
    const auto known = m_workers.find(uid);
    if (change.type == Change::Type::Deleted) {
        if (known != m_workers.end())
            known->second->noteRemoved();
        return;
    }
    const std::string phase = textAt(*change.object, {"status", "phase"});
    if (known != m_workers.end())
        known->second->update(change.object);
    else if (textAt(*change.object, {"spec", "nodeName"}) == m_services.nodeName && phase != "Succeeded" &&
             phase != "Failed")
        m_workers[uid] = std::make_unique<PodWorker>(m_services, change.object);
}

void Kubelet::stepAll()
{
    m_next.reset();
    for (const auto &[uid, worker] : m_workers) {
        const auto time = worker->step();
        if (time && (!m_next || *time < *m_next))
            m_next = time;
    }
    std::erase_if(m_workers, [](const auto &entry) { return entry.second->isDone(); });
}

PodWorker *Kubelet::worker(const std::string &ns, const std::string &pod) const
{
    const ObjectPtr object = m_store.get("pods", ns, pod);
    const auto known = object ? m_workers.find(uidOf(*object)) : m_workers.end();
    return known == m_workers.end() ? nullptr : known->second.get();
}

ContainerSlot &Kubelet::slot(const std::string &ns, const std::string &pod, const std::string &container) const
{
    PodWorker *found = worker(ns, pod);
    ContainerSlot *slot = found ? found->container(container) : nullptr;
    if (!slot)
        throw badRequest("container " + container + " is not valid for pod " + pod);
    return *slot;
}

std::shared_ptr<LogFile> Kubelet::log(const std::string &ns, const std::string &pod, const std::string &container,
                                      bool previous) const
{
    const std::scoped_lock lock(m_mutex);
    if (PodWorker *found = worker(ns, pod); found && found->wasRejected())
        throw badRequest("container \"" + container + "\" in pod \"" + pod + "\" is not available");
    const ContainerSlot &asked = slot(ns, pod, container);
    if (auto log = asked.log(previous))
        return log;
    if (previous)
        throw badRequest("previous terminated container \"" + container + "\" in pod \"" + pod + "\" not found");
    std::string reason = asked.waitingReason();
    if (reason == "ErrImagePull")
        reason = "image can't be pulled";
    else if (reason == "ImagePullBackOff")
        reason = "trying and failing to pull image";
    throw badRequest("container \"" + container + "\" in pod \"" + pod + "\" is waiting to start: " + reason);
}

std::unique_ptr<ExecSession> Kubelet::exec(const std::string &ns, const std::string &pod, const std::string &container,
                                           const ExecOptions &options)
{
    auto prepared = [&]() -> core::Result<SpawnOptions> {
        const std::scoped_lock lock(m_mutex);
        if (Container *running = slot(ns, pod, container).running())
            return running->exec(options);
        throw internalError("error executing command in container: container not found (\"" + container + "\")");
    }();
    auto process = prepared ? m_spawner.spawn(*prepared) : prepared.error();
    if (!process)
        throw internalError(
            "error executing command in container: failed to exec in container: OCI runtime exec failed: "
            "exec failed: unable to start container process: " +
            process.error().message.toStdString());
    return makeExecSession(std::move(*process));
}

std::vector<std::pair<std::string, ContainerUse>> Kubelet::use(const std::string &uid)
{
    const std::scoped_lock lock(m_mutex);
    const auto known = m_workers.find(uid);
    return known == m_workers.end() ? std::vector<std::pair<std::string, ContainerUse>>() : known->second->use();
}

std::unique_ptr<ExecSession> Kubelet::attach(const std::string &ns, const std::string &pod,
                                             const std::string &container)
{
    const std::scoped_lock lock(m_mutex);
    if (Container *running = slot(ns, pod, container).running())
        return running->attach();
    throw internalError("error attaching to container: container not found (\"" + container + "\")");
}

} // namespace podwright::sandbox
