#include "models/runs/pod_facts.h"
#include "models/runs/step.h"

#include <algorithm>

namespace podwright::runs {

using namespace std::chrono_literals;

using facts::ContainerState;

void Step::note(const seen::Pod &seenPod)
{
    if (core::textAt(seenPod.pod, {"metadata", "uid"}) != s.podUid)
        return note(seen::PodGone{});
    s.podGone = false;
    s.isFresh = true;
    s.pod = seenPod.pod;
    if (const auto metadata = s.pod.find("metadata"); metadata != s.pod.end())
        metadata->erase("managedFields");
    if (const auto code = facts::exitCode(s.pod, s.plan.baseContainer))
        s.exitCode = code;
}

void Step::note(const seen::PodGone &)
{
    s.isFresh = true;
    if (s.podGone || !hasPod())
        return;
    s.podGone = true;
    tell(s.podDeleted ? Kind::Info : Kind::Warning, QStringLiteral("The pod is gone"));
}

void Step::note(const seen::WatchFailed &failed)
{
    tell(Kind::Error, failed.error.text());
    if (s.outcome == Outcome::None)
        conclude(Outcome::Refused, QStringLiteral("The pod cannot be watched: %1").arg(failed.error.text()));
}

void Step::note(const seen::LogEnded &ended)
{
    const auto log = s.logs.find(ended.container);
    if (log == s.logs.end())
        return;
    log->second = true;
    if (!ended.result)
        tell(Kind::Warning,
             QStringLiteral("Log of %1: %2").arg(QString::fromStdString(ended.container), ended.result.error().text()));
}

bool Step::wantsLog(const std::string &container, bool init) const
{
    const ContainerChoice &choice = init ? s.plan.initLogs : s.plan.logs;
    if (choice.all)
        return container != facts::xcomSidecar;
    return std::ranges::find(choice.names, container) != choice.names.end();
}

void Step::decideLogs()
{
    if (!s.plan.getLogs || !hasPod() || s.stage > Stage::Settling)
        return;
    for (const bool init : {true, false}) {
        for (const std::string &name : facts::containerNames(s.pod, init)) {
            const ContainerState state = facts::containerState(s.pod, name);
            const bool hasBegun = state == ContainerState::Running || state == ContainerState::Terminated;
            if (hasBegun && !s.podGone && wantsLog(name, init) && s.logs.emplace(name, false).second)
                m_out.push_back(act::FollowLog{name});
            const auto log = s.logs.find(name);
            const bool isOver = state == ContainerState::Terminated || s.podGone;
            if (log != s.logs.end() && !log->second && isOver && s.endedContainers.insert(name).second)
                m_out.push_back(act::EndLog{name});
        }
    }
}

void Step::decideStart()
{
    if (s.podGone)
        return conclude(Outcome::Failed, QStringLiteral("The pod disappeared before it started"));
    if (facts::hasStarted(s.pod)) {
        s.running = m_now;
        return enter(Stage::Running);
    }
    if (const QString failure = facts::imageFailure(s.pod); !failure.isEmpty())
        return conclude(Outcome::Failed, QStringLiteral("The image cannot be pulled: %1").arg(failure));
    if (s.stage == Stage::Scheduling && facts::isScheduled(s.pod)) {
        s.scheduled = m_now;
        return enter(Stage::Starting);
    }
    checkStartTimes();
}

void Step::checkStartTimes()
{
    const bool isScheduling = s.stage == Stage::Scheduling;
    const QDateTime since = isScheduling ? s.created : s.scheduled;
    const int limit = isScheduling ? s.plan.scheduleTimeout : s.plan.startupTimeout;
    if (since.secsTo(m_now) < limit)
        return;
    QString text = isScheduling ? QStringLiteral("The pod was not scheduled within %1 s").arg(limit)
                                : QStringLiteral("The pod did not start within %1 s").arg(limit);
    if (const QString reason = facts::waitingText(s.pod); !reason.isEmpty())
        text += QStringLiteral(": ") + reason;
    conclude(Outcome::TimedOut, text);
}

bool Step::endsWithBase() const
{
    return s.plan.pushXcom || facts::hasContainer(s.pod, "istio-proxy") ||
           facts::hasContainer(s.pod, facts::xcomSidecar);
}

void Step::decideEnd()
{
    const bool hasBaseEnded = facts::containerState(s.pod, s.plan.baseContainer) == ContainerState::Terminated;
    if (facts::isFinal(s.pod) || (endsWithBase() && hasBaseEnded)) {
        s.ended = m_now;
        noteWorkTime();
        return enter(s.plan.pushXcom ? Stage::ReadingXcom : Stage::Settling);
    }
    if (s.podGone)
        conclude(Outcome::Failed,
                 QStringLiteral("The pod disappeared while it ran: deleted, preempted, or its node was lost"));
}

// Who was away at the start or at the end of the work has seen it too late; how long it took the node knows, whose
// clock may differ from ours.
void Step::noteWorkTime()
{
    constexpr auto slack = 5s; // from what happens there to our knowing of it
    const auto took = facts::workTime(s.pod, endsWithBase() ? std::vector{s.plan.baseContainer}
                                                            : facts::containerNames(s.pod, false));
    if (!took || !s.running.isValid())
        return;
    const std::chrono::milliseconds seen(s.running.msecsTo(s.ended));
    if (seen > *took + slack)
        s.ended = s.running.addDuration(*took);
    else if (seen + slack < *took)
        s.running = s.ended.addDuration(-*took);
}

} // namespace podwright::runs
