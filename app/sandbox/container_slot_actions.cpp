#include "app/sandbox/container_slot.h"

#include <algorithm>
#include <csignal>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;
using namespace std::chrono_literals;

constexpr auto leftAfterPreStop = 2s; // at least, as a kubelet gives

const char *probeName(Purpose purpose)
{
    if (purpose == Purpose::Startup)
        return "Startup";
    return purpose == Purpose::Liveness ? "Liveness" : "Readiness";
}

bool isHook(Purpose purpose)
{
    return purpose == Purpose::PostStart || purpose == Purpose::PreStop;
}

std::string hookKind(const Json &hook)
{
    if (const Json &exec = at(hook, {"exec", "command"}); exec.is_array()) {
        std::string words;
        for (const Json &word : exec)
            words += (words.empty() ? "" : " ") + word.get<std::string>();
        return "Exec lifecycle hook ([" + words + "])";
    }
    if (at(hook, {"httpGet"}).is_object())
        return "HTTP lifecycle hook (" + textAt(hook, {"httpGet", "path"}) + ')';
    return "Lifecycle hook";
}

} // namespace

// Ends the instance softly: the preStop hook, then TERM; KILL when the time is over.
void ContainerSlot::beginKill(SteadyTime killAt, const std::string &message)
{
    const SteadyTime now = m_pod.services.clock.now();
    m_killAt = killAt;
    event("Normal", "Killing", message);
    m_actions.erase(Purpose::PostStart);
    const Json &hook = at(m_spec, {"lifecycle", "preStop"});
    if (m_hasProcess && hook.is_object() && killAt > now)
        startAction(Purpose::PreStop, hook, std::chrono::ceil<std::chrono::milliseconds>(killAt - now));
    else
        terminate();
}

void ContainerSlot::terminate()
{
    const bool hadHook = m_actions.erase(Purpose::PreStop) > 0;
    if (hadHook) {
        m_earliestKill = m_pod.services.clock.now() + leftAfterPreStop;
        m_killAt = std::max(*m_killAt, m_earliestKill);
    }
    m_container->signal(SIGTERM);
}

void ContainerSlot::advance(SteadyTime now)
{
    if (!m_container || m_killed)
        return;
    if (m_killAt && now >= *m_killAt) {
        if (m_actions.contains(Purpose::PreStop))
            terminate();
        else
            kill();
    }
    if (m_state != State::Running || m_killed)
        return;
    for (const Purpose purpose : m_probes.dueAt(now, m_killAt.has_value())) {
        Probe &probe = m_probes.of(purpose);
        probe.noteBegun();
        startAction(purpose, probe.spec(), probe.timeout());
    }
}

void ContainerSlot::startAction(Purpose purpose, const Json &handler, std::chrono::milliseconds timeout)
{
    const Notice base{m_pod.text({"metadata", "uid"}), m_name, m_instance};
    auto done = [post = m_pod.services.post, base, purpose](ActionResult result) {
        Notice notice = base;
        notice.action = {purpose, std::move(result)};
        post(std::move(notice));
    };
    m_actions[purpose] = std::make_unique<ContainerAction>(
        handler, ActionSite{m_pod.services.spawner, *m_container, m_spec}, timeout, std::move(done));
}

void ContainerSlot::takeAction(Purpose purpose, const ActionResult &result)
{
    if (!m_actions.contains(purpose))
        return; // given up meanwhile
    if (purpose != Purpose::PreStop)
        m_actions.erase(purpose);
    if (!isHook(purpose))
        return takeProbe(purpose, result);
    if (!result.hookText.empty())
        failHook(purpose, result);
    else if (purpose == Purpose::PostStart)
        becomeRunning();
    if (purpose == Purpose::PreStop)
        terminate();
}

void ContainerSlot::failHook(Purpose purpose, const ActionResult &result)
{
    const bool isStart = purpose == Purpose::PostStart;
    const Json &hook = at(m_spec, {"lifecycle", isStart ? "postStart" : "preStop"});
    event("Warning", isStart ? "FailedPostStartHook" : "FailedPreStopHook",
          hookKind(hook) + " for Container \"" + m_name + "\" in Pod \"" + podText() +
              "\" failed - error: " + result.hookText);
    if (!isStart)
        return;
    m_state = State::Running; // as the node saw it until now
    const auto grace = std::chrono::seconds(core::intAt(*m_pod.pod, {"spec", "terminationGracePeriodSeconds"}, 30));
    beginKill(m_pod.services.clock.now() + grace, "FailedPostStartHook");
}

void ContainerSlot::takeProbe(Purpose purpose, const ActionResult &result)
{
    Probe &probe = m_probes.of(purpose);
    probe.take(result.outcome, m_pod.services.clock.now());
    if (result.outcome != ActionResult::Outcome::Success) {
        const bool wasPossible = result.outcome == ActionResult::Outcome::Failure;
        event("Warning", "Unhealthy",
              std::string(probeName(purpose)) + (wasPossible ? " probe failed: " : " probe errored: ") +
                  result.probeText);
    }
    noteReadiness();
    if (purpose != Purpose::Readiness && probe.verdict() == Probe::Verdict::Failure && !m_killAt)
        killUnhealthy(purpose);
}

void ContainerSlot::killUnhealthy(Purpose purpose)
{
    const Json &own = at(m_probes.of(purpose).spec(), {"terminationGracePeriodSeconds"});
    const auto grace = std::chrono::seconds(
        own.is_number_integer() ? own.get<long long>()
                                : core::intAt(*m_pod.pod, {"spec", "terminationGracePeriodSeconds"}, 30));
    m_ready = false;
    const char *probe = purpose == Purpose::Startup ? "startup" : "liveness";
    beginKill(m_pod.services.clock.now() + grace,
              "Container " + m_name + " failed " + probe + " probe, will be restarted");
}

void ContainerSlot::noteReadiness()
{
    m_started = m_probes.isStarted();
    m_ready = m_probes.isReady();
}

} // namespace podwright::sandbox
