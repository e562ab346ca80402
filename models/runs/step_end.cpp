#include "models/runs/pod_facts.h"
#include "models/runs/step.h"

#include <algorithm>

namespace podwright::runs {
namespace {

using facts::ContainerState;

constexpr int sidecarStartLimit = 900; // seconds
constexpr int settleLimit = 15;        // seconds for the last log lines
constexpr int goneLimit = 10;          // seconds for a deleted pod to go once its containers have ended
constexpr auto emptyXcom = "__airflow_xcom_result_empty__";

std::string_view trimmed(std::string_view text)
{
    constexpr auto blanks = " \t\r\n";
    const size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace

bool deletesPod(FinishAction action, const Json &pod, const std::string &baseContainer)
{
    switch (action) {
    case FinishAction::DeletePod:
        return true;
    case FinishAction::KeepPod:
        return false;
    case FinishAction::DeleteSucceededPod:
        return facts::phase(pod) == "Succeeded" || facts::exitCode(pod, baseContainer) == 0;
    case FinishAction::DeleteActivePod:
        return facts::phase(pod) == "Pending" || facts::phase(pod) == "Running";
    }
    return false;
}

void Step::note(const seen::Xcom &xcom)
{
    if (!answers(Pending::ReadXcom))
        return;
    s.hasReadXcom = true;
    const std::string_view text = trimmed(xcom.output);
    if (text == emptyXcom) {
        s.xcom = Json();
        return tell(Kind::Info, QStringLiteral("The XCom file is empty"));
    }
    Json value = core::parseJson(text);
    if (value.is_discarded())
        s.xcomError = QStringLiteral("/airflow/xcom/return.json does not hold JSON (%1 bytes)").arg(text.size());
    else
        s.xcom = std::move(value);
}

void Step::note(const seen::XcomFailed &failed)
{
    if (!answers(Pending::ReadXcom))
        return;
    s.pending = Pending::ReadXcom;
    if (retries(failed.error))
        return;
    s.pending = Pending::None;
    s.hasReadXcom = true;
    s.xcomError = failed.error.text();
}

void Step::note(const seen::SidecarStopped &stopped)
{
    if (!answers(Pending::StopSidecar))
        return;
    s.isSidecarStopped = true;
    if (!stopped.trouble.isEmpty())
        tell(Kind::Warning, QStringLiteral("Stopping the XCom sidecar: %1").arg(stopped.trouble));
}

void Step::decideXcom()
{
    if (s.pending != Pending::None)
        return;
    if (!s.hasReadXcom)
        return decideXcomStart();
    const bool isSidecarUp = !s.podGone && facts::containerState(s.pod, facts::xcomSidecar) == ContainerState::Running;
    if (isSidecarUp && !s.isSidecarStopped && s.plan.ownsPod)
        return request(Pending::StopSidecar);
    enter(Stage::Settling);
}

void Step::decideXcomStart()
{
    if (s.podGone)
        return leaveXcom(QStringLiteral("the pod was gone before its XCom could be read"));
    switch (facts::containerState(s.pod, facts::xcomSidecar)) {
    case ContainerState::Running:
        return request(Pending::ReadXcom);
    case ContainerState::Absent:
        return leaveXcom(QStringLiteral("the pod has no container %1").arg(QLatin1String(facts::xcomSidecar)));
    case ContainerState::Terminated:
        return leaveXcom(QStringLiteral("the XCom sidecar had ended already"));
    case ContainerState::Waiting:
        break;
    }
    if (facts::isFinal(s.pod))
        leaveXcom(QStringLiteral("the XCom sidecar never started"));
    else if (s.ended.secsTo(m_now) >= sidecarStartLimit)
        leaveXcom(QStringLiteral("the XCom sidecar did not start within %1 minutes").arg(sidecarStartLimit / 60));
}

void Step::leaveXcom(const QString &error)
{
    s.hasReadXcom = true;
    s.xcomError = error;
    enter(Stage::Settling);
}

void Step::judge()
{
    const QString xcomTrouble =
        s.xcomError.isEmpty() ? QString() : QStringLiteral("XCom could not be read: %1").arg(s.xcomError);
    if (s.exitCode && s.plan.skipExitCodes.contains(*s.exitCode))
        return conclude(Outcome::Skipped, QStringLiteral("Exit code %1 means skipped").arg(*s.exitCode));
    const bool isGood = endsWithBase() ? s.exitCode == 0 : facts::phase(s.pod) == "Succeeded";
    const bool isXcomGood = xcomTrouble.isEmpty() || !s.plan.ownsPod; // its owner may have been first
    if (isGood)
        return conclude(isXcomGood ? Outcome::Succeeded : Outcome::Failed, xcomTrouble);
    QString text = facts::failureText(s.pod, s.plan.baseContainer);
    if (!xcomTrouble.isEmpty())
        text += QStringLiteral("; ") + xcomTrouble;
    conclude(Outcome::Failed, text);
}

bool Step::areLogsOpen() const
{
    return std::ranges::any_of(s.logs, [this](const auto &log) {
        return !log.second && facts::containerState(s.pod, log.first) == ContainerState::Terminated;
    });
}

bool Step::needsPatch() const
{
    const bool isKept = s.plan.onFinish == FinishAction::KeepPod || s.plan.onFinish == FinishAction::DeleteActivePod;
    return s.plan.ownsPod && !s.isPatched && !s.podGone && (isKept || facts::phase(s.pod) != "Succeeded");
}

void Step::decideSettling()
{
    if (s.outcome == Outcome::None)
        judge();
    if (s.pending != Pending::None)
        return;
    if (!s.settleUntil.isValid())
        s.settleUntil = m_now.addSecs(settleLimit);
    if (areLogsOpen() && m_now < s.settleUntil)
        return;
    if (needsPatch())
        return request(Pending::Patch);
    if (!s.hasReadEvents)
        return request(Pending::ReadEvents);
    s.settleUntil = {};
    enter(Stage::CleaningUp);
}

// However long the rest of a log is, it is waited for while it comes.
void Step::note(const seen::Tick &tick)
{
    if (tick.areLogsComing && s.stage == Stage::Settling && s.settleUntil.isValid() && areLogsOpen())
        s.settleUntil = m_now.addSecs(settleLimit);
}

void Step::note(const seen::Patched &patched)
{
    if (!answers(Pending::Patch))
        return;
    s.isPatched = true;
    if (!patched.trouble.isEmpty())
        tell(Kind::Warning, QStringLiteral("Labelling the pod already_checked: %1").arg(patched.trouble));
}

void Step::note(const seen::Events &events)
{
    if (!answers(Pending::ReadEvents))
        return;
    s.hasReadEvents = true;
    const bool hasFailed = s.outcome != Outcome::Succeeded && s.outcome != Outcome::Skipped;
    if (!s.plan.eventsOnFailure || !hasFailed)
        return;
    for (const QString &line : facts::stateLines(s.pod))
        tell(Kind::Info, line);
    for (const kube::EventSummary &event : events.events)
        tell(event.type == "Warning" ? Kind::Warning : Kind::Info,
             QStringLiteral("Event %1: %2")
                 .arg(QString::fromStdString(event.reason), QString::fromStdString(event.message)));
}

bool Step::wantsDeletion() const
{
    if (!s.plan.ownsPod || s.podGone || s.podDeleted || s.isDeletionGivenUp)
        return false;
    return s.cancelAs == Outcome::None ? deletesPod(s.plan.onFinish, s.pod, s.plan.baseContainer) : s.plan.deleteOnKill;
}

void Step::decideCleaning()
{
    if (s.pending != Pending::None)
        return;
    if (wantsDeletion())
        return request(Pending::Delete);
    if (!s.podDeleted || s.podGone)
        return finish();
    if (!s.settleUntil.isValid())
        awaitEnd();
    if (m_now >= s.settleUntil)
        finish();
}

// A deleted pod stays until its containers have ended, at the latest after its grace period.
void Step::awaitEnd()
{
    int grace = 0;
    if (facts::isRunning(s.pod)) {
        const bool isOurs = s.cancelAs != Outcome::None && s.plan.terminationGracePeriod;
        grace = isOurs ? *s.plan.terminationGracePeriod : facts::gracePeriod(s.pod);
        tell(Kind::Info, QStringLiteral("Waiting for the containers to end; the grace period is %1 s").arg(grace));
    }
    s.settleUntil = m_now.addSecs(grace + goneLimit);
}

void Step::note(const seen::Deleted &deleted)
{
    if (!answers(Pending::Delete))
        return;
    if (deleted.result) {
        s.podDeleted = true;
        return tell(Kind::Info, QStringLiteral("Pod deleted"));
    }
    const core::Error &error = deleted.result.error();
    const bool isGone = error.kind == core::Error::Kind::NotFound || error.kind == core::Error::Kind::Conflict;
    if (isGone) {
        s.podGone = true;
        return;
    }
    s.pending = Pending::Delete;
    if (retries(error))
        return;
    s.pending = Pending::None;
    s.isDeletionGivenUp = true;
    tell(Kind::Error, QStringLiteral("The pod could not be deleted: %1").arg(error.text()));
}

} // namespace podwright::runs
