#include "app/sandbox/kubelet_pod.h"

#include "app/sandbox/times.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::intAt;
using core::textAt;
using namespace std::chrono_literals;
using Role = ContainerSlot::Role;
using State = ContainerSlot::State;

constexpr std::chrono::milliseconds longestPrepareBackoff = 2min;
constexpr const char *deadlineText = "Pod was active on the node longer than the specified deadline";

} // namespace

PodWorker::PodWorker(NodeServices &services, ObjectPtr pod)
    : m_context{services, pod, PodVolumes(services.stateFolder + "/pods/" + textAt(*pod, {"metadata", "uid"}))}
    , m_startTime(stampText(services.clock))
    , m_begin(services.clock.now())
{
    makeSlots();
    writeStatus();
}

PodWorker::~PodWorker() = default;

void PodWorker::makeSlots()
{
    const Json &init = at(*m_context.pod, {"spec", "initContainers"});
    for (const Json &spec : init) {
        const Role role = textAt(spec, {"restartPolicy"}) == "Always" ? Role::Sidecar : Role::Init;
        m_init.push_back(std::make_unique<ContainerSlot>(m_context, spec, role, true));
    }
    for (const Json &spec : at(*m_context.pod, {"spec", "containers"}))
        m_regular.push_back(std::make_unique<ContainerSlot>(m_context, spec, Role::Regular, !init.empty()));
}

std::string PodWorker::policy() const
{
    return m_context.text({"spec", "restartPolicy"}).empty() ? "Always" : m_context.text({"spec", "restartPolicy"});
}

void PodWorker::update(ObjectPtr pod)
{
    m_context.pod = std::move(pod);
    addEphemeral();
}

void PodWorker::addEphemeral()
{
    for (const Json &spec : at(*m_context.pod, {"spec", "ephemeralContainers"})) {
        if (!container(textAt(spec, {"name"})))
            m_ephemeral.push_back(std::make_unique<ContainerSlot>(m_context, spec, Role::Ephemeral, false));
    }
}

// Each runs once, beside what runs already.
void PodWorker::runEphemeral(SteadyTime now)
{
    for (const Json &spec : at(*m_context.pod, {"spec", "ephemeralContainers"})) {
        ContainerSlot *slot = container(textAt(spec, {"name"}));
        if (!slot || slot->hasEnded())
            continue;
        ContainerSlot *target = container(textAt(spec, {"targetContainerName"}));
        slot->tryStart(now, target ? target->running() : nullptr);
    }
}

void PodWorker::noteRemoved()
{
    m_removed = true;
    for (const Slots *slots : {&m_init, &m_regular, &m_ephemeral}) {
        for (const auto &slot : *slots)
            slot->kill();
    }
}

bool PodWorker::somethingRuns() const
{
    const auto runs = [](const Slots &slots) {
        return std::any_of(slots.begin(), slots.end(), [](const auto &slot) { return slot->isActive(); });
    };
    return runs(m_init) || runs(m_regular) || runs(m_ephemeral);
}

bool PodWorker::isDone() const
{
    return m_removed && !somethingRuns();
}

ContainerSlot *PodWorker::container(const std::string &name) const
{
    for (const Slots *slots : {&m_init, &m_regular, &m_ephemeral}) {
        for (const auto &slot : *slots) {
            if (slot->name() == name)
                return slot.get();
        }
    }
    return nullptr;
}

std::vector<std::pair<std::string, ContainerUse>> PodWorker::use() const
{
    std::vector<std::pair<std::string, ContainerUse>> result;
    for (const Slots *slots : {&m_init, &m_regular, &m_ephemeral}) {
        for (const auto &slot : *slots) {
            if (Container *running = slot->running())
                result.emplace_back(slot->name(), running->use());
        }
    }
    return result;
}

void PodWorker::take(const Notice &notice)
{
    if (ContainerSlot *slot = container(notice.container))
        slot->take(notice);
    if (!m_removed)
        writeStatus(); // each step is seen on a watch, also of a container that ends at once
}

void PodWorker::noteTime(std::optional<SteadyTime> time)
{
    if (time && (!m_next || *time < *m_next))
        m_next = time;
}

std::optional<SteadyTime> PodWorker::step()
{
    m_next.reset();
    if (m_removed)
        return m_next;
    const SteadyTime now = m_context.services.clock.now();
    for (const Slots *slots : {&m_init, &m_regular, &m_ephemeral}) {
        for (const auto &slot : *slots)
            slot->advance(now);
    }
    checkDeletion(now);
    checkDeadline(now);
    if (!m_stopping && prepare(now) && runInit(now))
        runRegular(now);
    if (!m_stopping && m_prepared)
        runEphemeral(now);
    if (m_stopping)
        continueStop();
    writeStatus();
    if (m_deleting && !somethingRuns())
        finishDeletion();
    for (const Slots *slots : {&m_init, &m_regular, &m_ephemeral}) {
        for (const auto &slot : *slots)
            noteTime(m_stopping && !slot->isActive() ? std::nullopt : slot->nextTime());
    }
    return m_next;
}

bool PodWorker::usesVolumes() const
{
    for (const char *list : {"containers", "initContainers"}) {
        for (const Json &container : at(*m_context.pod, {"spec", list})) {
            if (!at(container, {"volumeMounts"}).empty())
                return true;
        }
    }
    return false;
}

void PodWorker::tellMissingPullSecrets()
{
    std::string names;
    for (const Json &entry : at(*m_context.pod, {"spec", "imagePullSecrets"})) {
        const std::string name = textAt(entry, {"name"});
        if (!m_context.services.store.get("secrets", m_context.text({"metadata", "namespace"}), name))
            names += (names.empty() ? "" : ", ") + name;
    }
    if (!names.empty())
        m_context.services.events.kubelet(*m_context.pod, "Warning", "FailedToRetrieveImagePullSecret",
                                          "Unable to retrieve some image pull secrets (" + names +
                                              "); attempting to pull the image may not succeed.");
}

bool PodWorker::prepare(SteadyTime now)
{
    if (m_prepared)
        return true;
    if (m_nextPrepare && now < *m_nextPrepare) {
        noteTime(m_nextPrepare);
        return false;
    }
    NodeServices &services = m_context.services;
    if (!services.runtime.hasVolumes() && usesVolumes()) {
        m_reason = "VolumesUnavailable";
        m_message =
            "this machine allows no user namespaces, so the sandbox runs plain processes and cannot mount volumes";
        services.events.kubelet(*m_context.pod, "Warning", "FailedMount", m_message);
        m_stopping = true;
        return false;
    }
    const ObjectPtr node = services.store.get("nodes", {}, services.nodeName);
    const auto done =
        m_context.volumes.prepare({services.store, services.tokens, *m_context.pod, node ? *node : Json()});
    if (!done) {
        services.events.kubelet(*m_context.pod, "Warning", "FailedMount", done.error().message.toStdString());
        m_nextPrepare = now + m_prepareBackoff;
        m_prepareBackoff = std::min(2 * m_prepareBackoff, longestPrepareBackoff);
        noteTime(m_nextPrepare);
        return false;
    }
    m_prepared = true;
    tellMissingPullSecrets();
    writeStatus(); // variables of containers may name the pod's address
    return true;
}

// Init containers one after another; true when the regular ones may run.
bool PodWorker::runInit(SteadyTime now)
{
    const bool began = std::any_of(m_regular.begin(), m_regular.end(),
                                   [](const auto &slot) { return slot->isActive() || slot->hasEnded(); });
    for (const auto &slot : m_init) {
        if (slot->role() == Role::Sidecar) {
            if (!slot->isActive() && !(began && regularFinished()))
                slot->tryStart(now);
            if (!slot->isStarted() && !began)
                return false;
            continue;
        }
        if (began || (slot->state() == State::Ended && slot->exitCode() == 0))
            continue;
        if (slot->state() == State::Waiting || slot->wantsRestart(policy()))
            slot->tryStart(now);
        else if (slot->state() == State::Ended)
            beginStop(now + std::chrono::seconds(intAt(*m_context.pod, {"spec", "terminationGracePeriodSeconds"}, 30)));
        return false;
    }
    return true;
}

bool PodWorker::regularFinished() const
{
    return std::all_of(m_regular.begin(), m_regular.end(), [this](const auto &slot) {
        return slot->state() == State::Ended && !slot->wantsRestart(policy());
    });
}

void PodWorker::runRegular(SteadyTime now)
{
    for (const auto &slot : m_regular) {
        if (slot->state() != State::Ended || slot->wantsRestart(policy()))
            slot->tryStart(now);
    }
    if (regularFinished())
        beginStop(now + std::chrono::seconds(intAt(*m_context.pod, {"spec", "terminationGracePeriodSeconds"}, 30)));
}

void PodWorker::checkDeletion(SteadyTime now)
{
    if (!at(*m_context.pod, {"metadata", "deletionTimestamp"}).is_string())
        return;
    m_deleting = true;
    const long long grace = intAt(*m_context.pod, {"metadata", "deletionGracePeriodSeconds"}, 30);
    if (m_grace >= 0 && grace >= m_grace)
        return;
    m_grace = grace;
    beginStop(now + std::chrono::seconds(grace));
}

void PodWorker::checkDeadline(SteadyTime now)
{
    const long long seconds = intAt(*m_context.pod, {"spec", "activeDeadlineSeconds"}, 0);
    if (seconds <= 0 || m_stopping)
        return;
    const SteadyTime deadline = m_begin + std::chrono::seconds(seconds);
    if (now < deadline) {
        noteTime(deadline);
        return;
    }
    m_reason = "DeadlineExceeded";
    m_message = deadlineText;
    m_context.services.events.kubelet(*m_context.pod, "Normal", m_reason, m_message);
    beginStop(now + std::chrono::seconds(intAt(*m_context.pod, {"spec", "terminationGracePeriodSeconds"}, 30)));
}

void PodWorker::beginStop(SteadyTime killAt)
{
    m_killAt = m_stopping ? std::min(m_killAt, killAt) : killAt;
    m_stopping = true;
}

void PodWorker::stopSlots(const Slots &slots, Role role)
{
    for (const auto &slot : slots) {
        if (slot->role() == role)
            slot->stop(m_killAt);
    }
}

// Sidecars end after the containers they serve.
void PodWorker::continueStop()
{
    stopSlots(m_regular, Role::Regular);
    stopSlots(m_ephemeral, Role::Ephemeral);
    stopSlots(m_init, Role::Init);
    if (std::none_of(m_regular.begin(), m_regular.end(), [](const auto &slot) { return slot->isActive(); }))
        stopSlots(m_init, Role::Sidecar);
}

void PodWorker::writeStatus()
{
    const PodFacts facts{.pod = *m_context.pod,
                         .init = m_init,
                         .regular = m_regular,
                         .ephemeral = m_ephemeral,
                         .isTerminal = m_stopping && !somethingRuns(),
                         .isPrepared = m_prepared,
                         .reason = m_reason,
                         .message = m_message,
                         .startTime = m_startTime};
    try {
        m_context.pod = m_context.services.store.update(
            "pods", m_context.text({"metadata", "namespace"}), m_context.text({"metadata", "name"}), [&](Json &pod) {
                if (textAt(pod, {"metadata", "uid"}) != m_context.text({"metadata", "uid"}))
                    throw ApiError{.code = 404, .reason = "NotFound", .message = "another pod of this name"};
                sandbox::writeStatus(facts, stampText(m_context.services.clock), pod["status"]);
            });
    } catch (const ApiError &) {
        noteRemoved();
    }
}

// As the API server does on the node's last delete: grace 0 and the time of the request, then the removal. A finalizer
// keeps the pod until it is taken away.
void PodWorker::finishDeletion()
{
    Store &store = m_context.services.store;
    const std::string ns = m_context.text({"metadata", "namespace"}), name = m_context.text({"metadata", "name"});
    try {
        if (!at(*m_context.pod, {"metadata", "finalizers"}).empty())
            return;
        store.update("pods", ns, name, [](Json &pod) {
            Json &metadata = pod["metadata"];
            const long long grace = intAt(metadata, {"deletionGracePeriodSeconds"}, 0);
            const long long requested = secondsOf(textAt(metadata, {"deletionTimestamp"})) - grace;
            metadata["deletionTimestamp"] =
                timeText(std::chrono::system_clock::time_point(std::chrono::seconds(requested)));
            metadata["deletionGracePeriodSeconds"] = 0;
        });
        store.remove("pods", ns, name);
    } catch (const ApiError &) { // somebody else was faster
    }
    noteRemoved();
}

} // namespace podwright::sandbox
