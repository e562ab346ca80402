#pragma once

#include "models/runs/reconciler.h"

namespace podwright::runs {

// One turn of the reconciler: notes what was observed, then decides.
class Step
{
public:
    Step(RunState &state, const QDateTime &now)
        : s(state)
        , m_now(now)
    {}
    std::vector<Command> take(const Observation &observation);

private:
    using Pending = RunState::Pending;
    using Kind = TimelineEntry::Kind;

    // step.cpp: noting, requests and the common ends
    void tell(Kind kind, const QString &text);
    void enter(Stage stage);
    void request(Pending what);
    void issue();
    bool retries(const core::Error &error); // the pending request will be tried again
    bool answers(Pending what);             // the observation answers what is under way, which is over then
    void conclude(Outcome outcome, const QString &message); // the outcome is known; on to the cleaning up
    void finish();
    bool isRetryDue() const { return s.retryAt.isValid() && m_now >= s.retryAt; }
    bool hasPod() const { return !s.podUid.empty(); }
    void decide();
    void decideStage();
    bool stops(); // the wish to stop is carried out
    void note(const seen::Started &);
    void note(const seen::Tick &tick);
    void note(const seen::CancelRequested &cancel);

    // step_begin.cpp: finding and creating
    void note(const seen::Pods &found);
    void note(const seen::FindFailed &failed);
    void note(const seen::Created &created);
    void note(const seen::CreateFailed &failed);
    void choose(const std::vector<Json> &pods);
    void chooseForAttach(const std::vector<Json> &pods);
    void replaceOrTake(const Json &pod);
    void resolveConflict(const std::vector<Json> &pods);
    void adopt(const Json &pod);

    // step_watch.cpp: the pod's life and its logs
    void note(const seen::Pod &seenPod);
    void note(const seen::PodGone &);
    void note(const seen::WatchFailed &failed);
    void note(const seen::LogEnded &ended);
    void decideLogs();
    bool wantsLog(const std::string &container, bool init) const;
    void decideStart();
    void checkStartTimes();
    void decideEnd();
    void noteWorkTime();
    bool endsWithBase() const;

    // step_end.cpp: XCom, judgement, cleaning up
    void note(const seen::Events &events);
    void note(const seen::Xcom &xcom);
    void note(const seen::XcomFailed &failed);
    void note(const seen::SidecarStopped &stopped);
    void note(const seen::Patched &patched);
    void note(const seen::Deleted &deleted);
    void decideXcom();
    void decideXcomStart();
    void leaveXcom(const QString &error);
    void judge();
    void decideSettling();
    bool areLogsOpen() const;
    bool needsPatch() const;
    bool wantsDeletion() const;
    void decideCleaning();
    void awaitEnd();

    RunState &s;
    QDateTime m_now;
    std::vector<Command> m_out;
};

// on_finish_action for a pod in this state.
bool deletesPod(FinishAction action, const Json &pod, const std::string &baseContainer);

} // namespace podwright::runs
