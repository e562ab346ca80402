#include "models/runs/step.h"

#include <algorithm>

namespace podwright::runs {
namespace {

constexpr int maximumAttempts = 5;
constexpr int longestPause = 15; // seconds

bool isWorthRetrying(const core::Error &error)
{
    using enum core::Error::Kind;
    return error.kind == Conflict || error.kind == Throttled || error.kind == Server || error.kind == Network ||
           error.kind == Timeout;
}

Command commandFor(RunState::Pending pending, const RunState &state)
{
    switch (pending) {
    case RunState::Pending::Create:
        return act::Create{};
    case RunState::Pending::ReadXcom:
        return act::ReadXcom{};
    case RunState::Pending::StopSidecar:
        return act::StopSidecar{};
    case RunState::Pending::ReadEvents:
        return act::ReadEvents{};
    case RunState::Pending::Patch:
        return act::Patch{};
    case RunState::Pending::Delete:
        return act::Delete{state.plan.podName, state.podUid,
                           state.cancelAs == Outcome::None ? std::optional<int>() : state.plan.terminationGracePeriod};
    case RunState::Pending::Find:
    case RunState::Pending::None:
        break;
    }
    if (state.stage == Stage::Creating || state.plan.selector.empty())
        return act::FindByName{};
    return act::Find{};
}

} // namespace

std::vector<Command> Step::take(const Observation &observation)
{
    if (s.isDone())
        return {};
    std::visit([this](const auto &what) { note(what); }, observation);
    decide();
    return std::move(m_out);
}

void Step::tell(Kind kind, const QString &text)
{
    s.timeline.push_back({m_now, kind, text});
}

void Step::enter(Stage stage)
{
    if (s.stage == stage)
        return;
    s.stage = stage;
    tell(Kind::Stage, stage == Stage::Done ? outcomeText(s.outcome) : stageText(stage));
}

void Step::request(Pending what)
{
    s.pending = what;
    s.attempts = 0;
    issue();
}

void Step::issue()
{
    ++s.attempts;
    s.retryAt = {};
    s.mayBeCreated = s.mayBeCreated || s.pending == Pending::Create;
    m_out.push_back(commandFor(s.pending, s));
}

bool Step::answers(Pending what)
{
    if (s.pending != what || s.retryAt.isValid())
        return false;
    s.pending = Pending::None;
    return true;
}

bool Step::retries(const core::Error &error)
{
    if (!isWorthRetrying(error) || s.attempts >= maximumAttempts)
        return false;
    const int pause = std::min(longestPause, 1 << (s.attempts - 1));
    s.retryAt = m_now.addSecs(pause);
    tell(Kind::Warning, QStringLiteral("%1; trying again in %2 s").arg(error.text()).arg(pause));
    return true;
}

void Step::conclude(Outcome outcome, const QString &message)
{
    s.outcome = outcome;
    s.message = message;
    if (!s.ended.isValid())
        s.ended = m_now;
    if (!message.isEmpty())
        tell(outcome == Outcome::Skipped ? Kind::Info : Kind::Error, message);
    s.pending = Pending::None;
    s.retryAt = {};
    s.settleUntil = {};
    if (!hasPod())
        finish();
    else
        enter(s.cancelAs == Outcome::None ? Stage::Settling : Stage::CleaningUp);
}

void Step::finish()
{
    s.finished = m_now;
    s.pending = Pending::None;
    s.retryAt = {};
    enter(Stage::Done);
    m_out.push_back(act::Finish{});
}

void Step::note(const seen::Started &)
{
    if (!s.timeline.empty()) {
        tell(Kind::Info, QStringLiteral("Taken up again"));
        forgetRequests(s);
        if (!hasPod())
            s.stage = Stage::Finding;
        return;
    }
    tell(Kind::Stage, stageText(s.stage));
}

void Step::note(const seen::CancelRequested &cancel)
{
    if (s.stage >= Stage::Settling || s.cancelAs != Outcome::None)
        return;
    s.cancelAs = cancel.as;
    tell(Kind::Info, QStringLiteral("Asked to stop"));
}

void Step::decide()
{
    for (Stage before = s.stage;; before = s.stage) {
        decideStage();
        if (s.stage == before || s.isDone())
            break;
    }
}

bool Step::stops()
{
    if (s.cancelAs == Outcome::None || s.outcome != Outcome::None)
        return false;
    const bool isAsking = !s.retryAt.isValid() && (s.pending == Pending::Create || s.pending == Pending::Find);
    if (isAsking && s.mayBeCreated) // its pod, if there is one, must not be left behind
        return false;
    if (!hasPod() && s.mayBeCreated) {
        s.stage = Stage::Finding;
        request(Pending::Find);
        return false;
    }
    conclude(s.cancelAs, s.cancelAs == Outcome::TimedOut ? QStringLiteral("The run took longer than allowed")
                                                         : QStringLiteral("Stopped by the user"));
    return true;
}

void Step::decideStage()
{
    if (stops())
        return;
    if (hasPod() && !s.isWatching) {
        s.isWatching = true;
        m_out.push_back(act::Watch{});
    }
    decideLogs();
    if (s.pending != Pending::None && isRetryDue())
        issue();
    if (hasPod() && !s.isFresh && s.stage < Stage::Settling)
        return;
    switch (s.stage) {
    case Stage::Finding:
        return s.pending == Pending::None ? request(Pending::Find) : void();
    case Stage::Creating:
        return s.pending == Pending::None ? request(Pending::Create) : void();
    case Stage::Scheduling:
    case Stage::Starting:
        return decideStart();
    case Stage::Running:
        return decideEnd();
    case Stage::ReadingXcom:
        return decideXcom();
    case Stage::Settling:
        return decideSettling();
    case Stage::CleaningUp:
        return decideCleaning();
    case Stage::Done:
        return;
    }
}

RunState newRun(RunPlan plan, const QDateTime &now)
{
    RunState state;
    state.plan = std::move(plan);
    state.started = now;
    return state;
}

std::vector<Command> reconcile(RunState &state, const Observation &observation, const QDateTime &now)
{
    return Step(state, now).take(observation);
}

} // namespace podwright::runs
