#include "app/sandbox/container_slot.h"

#include "models/core/random.h"

#include <algorithm>
#include <csignal>
#include <fstream>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;
using namespace std::chrono_literals;

constexpr auto backoffForgottenAfter = 10min;
constexpr auto longestHook = 24h; // a postStart hook has no limit of its own
constexpr size_t longestTerminationMessage = 4096;

// "10s", "1m20s" as Go prints durations.
std::string durationText(std::chrono::seconds duration)
{
    const auto minutes = std::chrono::floor<std::chrono::minutes>(duration);
    const std::string seconds = std::to_string((duration - minutes).count()) + 's';
    return minutes.count() > 0 ? std::to_string(minutes.count()) + 'm' + seconds : seconds;
}

} // namespace

ContainerSlot::ContainerSlot(PodContext &pod, Json spec, Role role, bool podHasInit)
    : m_pod(pod)
    , m_spec(std::move(spec))
    , m_name(textAt(m_spec, {"name"}))
    , m_image(textAt(m_spec, {"image"}))
    , m_role(role)
    , m_waitingReason(podHasInit ? "PodInitializing" : "ContainerCreating")
    , m_probes(m_spec)
{}

int ContainerSlot::lastExitCode() const
{
    return m_state == State::Ended ? m_exitCode
                                   : static_cast<int>(core::intAt(m_lastState, {"terminated", "exitCode"}));
}

bool ContainerSlot::wantsRestart(const std::string &podPolicy) const
{
    if (m_role == Role::Ephemeral)
        return false;
    if (m_role == Role::Sidecar)
        return true;
    if (m_role == Role::Init)
        return podPolicy != "Never" && m_exitCode != 0;
    return podPolicy == "Always" || (podPolicy == "OnFailure" && m_exitCode != 0);
}

void ContainerSlot::event(const char *type, const std::string &reason, const std::string &message)
{
    const std::string list = m_role == Role::Regular     ? "spec.containers{"
                             : m_role == Role::Ephemeral ? "spec.ephemeralContainers{"
                                                         : "spec.initContainers{";
    m_pod.services.events.kubelet(*m_pod.pod, type, reason, message, list + m_name + '}');
}

std::string ContainerSlot::podText() const
{
    return m_pod.text({"metadata", "name"}) + '_' + m_pod.text({"metadata", "namespace"}) + '(' +
           m_pod.text({"metadata", "uid"}) + ')';
}

void ContainerSlot::wait(const std::string &reason, const std::string &message, SteadyTime until)
{
    m_state = State::Waiting;
    m_waitingReason = reason;
    m_waitingMessage = message;
    m_retryAt = until;
}

void ContainerSlot::tryStart(SteadyTime now, Container *host)
{
    if (m_container || m_killAt)
        return;
    if (m_state == State::Ended)
        planRestart();
    if (m_retryAt && now < *m_retryAt)
        return;
    m_retryAt.reset();
    if (pullImage(now))
        create(now, host);
}

// The first restart comes at once; each further one waits twice as long as the one before, from the end of the
// container on.
void ContainerSlot::planRestart()
{
    const SteadyTime now = m_pod.services.clock.now();
    m_lastState = {{"terminated", terminatedState()}};
    if (now - m_startTime > backoffForgottenAfter)
        m_backoff = 0s;
    if (m_backoff == 0s) {
        m_backoff = firstBackoff;
        wait("", "", now);
        return;
    }
    const std::string pod = podText();
    wait("CrashLoopBackOff",
         "back-off " + durationText(m_backoff) + " restarting failed container=" + m_name + " pod=" + pod,
         now + m_backoff);
    event("Warning", "BackOff", "Back-off restarting failed container " + m_name + " in pod " + pod);
    m_backoff = std::min<std::chrono::seconds>(2 * m_backoff, longestBackoff);
}

// Inside another container when it is to see that one's processes.
core::Result<std::unique_ptr<Launch>> ContainerSlot::prepareLaunch(const ContainerPlan &plan, Container *host)
{
    if (!host)
        return m_pod.services.runtime.prepare(plan);
    auto command = commandWithoutImage(plan);
    if (!command)
        return command.error();
    auto inside = host->exec({.command = std::move(*command), .input = plan.input, .tty = plan.tty});
    if (!inside)
        return inside.error();
    inside->environment = plan.environment;
    return launchOf(std::move(*inside));
}

void ContainerSlot::create(SteadyTime now, Container *host)
{
    auto planned = plan();
    if (!planned) {
        const std::string message = planned.error().message.toStdString();
        wait("CreateContainerConfigError", message, now + firstBackoff);
        event("Warning", "Failed", "Error: " + message);
        return;
    }
    ++m_instance;
    m_id = planned->id;
    m_startTime = now;
    m_killed = false;
    m_earliestKill = {};
    m_previousLog = std::move(m_log);
    m_log = std::make_shared<LogFile>(m_pod.services.stateFolder + "/logs/" + m_id);
    event("Normal", "Created", "Created container " + m_name);
    auto launch = prepareLaunch(*planned, host);
    if (!launch)
        return failStart(launch.error().message.toStdString());
    const Notice base{m_pod.text({"metadata", "uid"}), m_name, m_instance};
    const Container::Callbacks callbacks{[post = m_pod.services.post, base] { post(base); },
                                         [post = m_pod.services.post, base](const Container::Ending &ending) {
                                             Notice notice = base;
                                             notice.ending = ending;
                                             post(std::move(notice));
                                         }};
    const long long limit = m_pod.services.runtime.limitsMemory() ? 0 : planned->memoryLimit;
    auto container = Container::start(m_pod.services.spawner, std::move(*launch), m_log, callbacks, limit);
    if (!container)
        return failStart(container.error().message.toStdString());
    m_container = std::move(*container);
}

void ContainerSlot::take(const Notice &notice)
{
    if (notice.instance != m_instance || !m_container)
        return;
    if (notice.ending)
        noteEnded(*notice.ending);
    else if (notice.action)
        takeAction(notice.action->first, notice.action->second);
    else
        noteStarted();
}

// With a postStart hook it counts as running only when that has ended.
void ContainerSlot::noteStarted()
{
    m_hasProcess = true;
    m_startedAt = stampText(m_pod.services.clock);
    event("Normal", "Started", "Started container " + m_name);
    const Json &hook = at(m_spec, {"lifecycle", "postStart"});
    if (m_killAt || !hook.is_object())
        becomeRunning();
    else
        startAction(Purpose::PostStart, hook, longestHook);
}

void ContainerSlot::becomeRunning()
{
    m_state = State::Running;
    if (m_killAt) {
        terminate();
        return;
    }
    m_probes.begin(m_pod.services.clock.now());
    noteReadiness();
}

void ContainerSlot::noteEnded(const Container::Ending &ending)
{
    m_actions.clear();
    m_probes.end();
    m_container.reset();
    m_hasProcess = false;
    if (!ending.startError.empty())
        return failStart(ending.startError);
    m_state = State::Ended;
    m_started = false;
    m_ready = m_role == Role::Init && ending.exitCode == 0;
    m_killAt.reset();
    m_exitCode = ending.exitCode;
    m_reason = ending.outOfMemory ? "OOMKilled" : ending.exitCode == 0 ? "Completed" : "Error";
    m_finishedAt = stampText(m_pod.services.clock);
    m_message = terminationMessage();
}

void ContainerSlot::failStart(const std::string &reason)
{
    m_log->finish(std::chrono::system_clock::now());
    m_container.reset();
    m_state = State::Ended;
    m_exitCode = 128;
    m_reason = "StartError";
    m_message = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create "
                "failed: unable to start container process: " +
                reason;
    m_startedAt = m_finishedAt = stampText(m_pod.services.clock);
    event("Warning", "Failed", "Error: " + m_message);
}

std::string ContainerSlot::terminationMessage()
{
    std::ifstream file(m_terminationLog, std::ios::binary);
    std::string text(longestTerminationMessage, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (text.empty() && m_exitCode != 0 && textAt(m_spec, {"terminationMessagePolicy"}) == "FallbackToLogsOnError")
        return m_log->tail(80, 2048);
    return text;
}

void ContainerSlot::stop(SteadyTime killAt)
{
    if (!m_container || m_killed)
        return;
    if (m_killAt)
        m_killAt = std::max(std::min(*m_killAt, killAt), m_earliestKill);
    else
        beginKill(killAt, "Stopping container " + m_name);
}

void ContainerSlot::kill()
{
    if (m_container)
        m_container->kill();
    m_killed = true;
}

std::optional<SteadyTime> ContainerSlot::nextTime() const
{
    if (!m_container)
        return m_retryAt;
    if (m_killed)
        return std::nullopt;
    const auto probe = m_state == State::Running ? m_probes.nextTime(m_killAt.has_value()) : std::nullopt;
    return m_killAt && (!probe || *m_killAt < *probe) ? m_killAt : probe;
}

std::shared_ptr<LogFile> ContainerSlot::log(bool previous) const
{
    return previous ? m_previousLog : m_log;
}

Json ContainerSlot::terminatedState() const
{
    Json state = {{"exitCode", m_exitCode}, {"reason", m_reason}};
    if (!m_message.empty())
        state["message"] = m_message;
    state["startedAt"] = m_startedAt;
    state["finishedAt"] = m_finishedAt;
    state["containerID"] = "podwright://" + m_id;
    return state;
}

Json ContainerSlot::status() const
{
    Json state = Json::object();
    if (m_state == State::Running)
        state["running"] = {{"startedAt", m_startedAt}};
    else if (m_state == State::Ended)
        state["terminated"] = terminatedState();
    else {
        state["waiting"] = Json::object();
        if (!m_waitingReason.empty())
            state["waiting"]["reason"] = m_waitingReason;
        if (!m_waitingMessage.empty())
            state["waiting"]["message"] = m_waitingMessage;
    }
    Json status = {{"name", m_name},
                   {"state", std::move(state)},
                   {"lastState", m_lastState},
                   {"ready", m_ready && m_role != Role::Ephemeral},
                   {"restartCount", std::max(m_instance, 0)},
                   {"image", m_image},
                   {"imageID", m_id.empty() ? "" : "podwright://" + m_image}};
    if (!m_id.empty())
        status["containerID"] = "podwright://" + m_id;
    if (m_role != Role::Init && m_role != Role::Ephemeral)
        status["started"] = m_started;
    return status;
}

} // namespace podwright::sandbox
