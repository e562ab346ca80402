#include "models/runs/pod_facts.h"
#include "models/runs/step.h"

#include <QStringList>

#include <algorithm>

namespace podwright::runs {
namespace {

using core::textAt;

bool isOver(const Json &pod)
{
    return facts::isFinal(pod) || facts::isEvicted(pod);
}

std::string nameOfPod(const Json &pod)
{
    return textAt(pod, {"metadata", "name"});
}

bool belongsTo(const Json &pod, const std::string &runId)
{
    return textAt(pod, {"metadata", "labels", runLabel}) == runId;
}

QString namesOfPods(const std::vector<Json> &pods)
{
    QStringList names;
    for (const Json &pod : pods)
        names += QStringLiteral("%1 (%2)").arg(QString::fromStdString(nameOfPod(pod)),
                                               QString::fromStdString(facts::phase(pod)));
    return names.join(QStringLiteral(", "));
}

// By start; by creation when one has not started.
const Json &newest(const std::vector<Json> &pods)
{
    const auto start = [](const Json &pod) { return textAt(pod, {"status", "startTime"}); };
    const bool haveAllStarted = std::ranges::none_of(pods, [&](const Json &pod) { return start(pod).empty(); });
    return *std::ranges::max_element(pods, {}, [&](const Json &pod) {
        return haveAllStarted ? start(pod) : textAt(pod, {"metadata", "creationTimestamp"});
    });
}

} // namespace

void Step::note(const seen::Pods &found)
{
    if (!answers(Pending::Find))
        return;
    s.mayBeCreated = s.mayBeCreated && !found.pods.empty();
    if (s.stage == Stage::Creating)
        resolveConflict(found.pods);
    else
        choose(found.pods);
}

void Step::note(const seen::FindFailed &failed)
{
    if (!answers(Pending::Find))
        return;
    s.pending = Pending::Find;
    if (!retries(failed.error))
        conclude(Outcome::Refused, failed.error.text());
}

void Step::choose(const std::vector<Json> &pods)
{
    const auto own = std::ranges::find_if(pods, [this](const Json &pod) { return belongsTo(pod, s.id()); });
    if (own != pods.end())
        return adopt(*own);
    if (s.plan.mode == Mode::Attach)
        return chooseForAttach(pods);
    if (pods.empty())
        return enter(Stage::Creating);
    if (pods.size() == 1)
        return replaceOrTake(pods.front());
    if (!s.plan.reattach)
        return replaceOrTake(newest(pods));
    conclude(Outcome::Failed, QStringLiteral("More than one pod has the labels of this task: %1. Delete those that are "
                                             "over, or label them already_checked=True.")
                                  .arg(namesOfPods(pods)));
}

void Step::chooseForAttach(const std::vector<Json> &pods)
{
    if (s.plan.selector.empty() && !pods.empty())
        return adopt(pods.front());
    std::vector<Json> alive;
    std::ranges::remove_copy_if(pods, std::back_inserter(alive), isOver);
    if (alive.empty()) {
        const QString what =
            s.plan.selector.empty() ? QString::fromStdString(s.plan.podName) : QString::fromStdString(s.plan.selector);
        return conclude(Outcome::Refused, pods.empty()
                                              ? QStringLiteral("There is no such pod in namespace %1: %2")
                                                    .arg(QString::fromStdString(s.plan.ns), what)
                                              : QStringLiteral("The task's pods are over: %1").arg(namesOfPods(pods)));
    }
    if (alive.size() > 1 && s.plan.reattach)
        return conclude(Outcome::Refused,
                        QStringLiteral("More than one pod of the task is there: %1. Name the one that is meant.")
                            .arg(namesOfPods(alive)));
    adopt(newest(alive));
}

// Relaunch: an unfinished pod of the task is taken up; a finished one is replaced, or, if the task keeps its pods,
// taken as the run's. What Airflow has left is not ours to replace.
void Step::replaceOrTake(const Json &pod)
{
    if (isOver(pod) && facts::isAirflows(pod))
        return enter(Stage::Creating);
    if (!isOver(pod) || !deletesPod(s.plan.onFinish, pod, s.plan.baseContainer))
        return adopt(pod);
    tell(Kind::Info, QStringLiteral("Replacing the finished pod %1").arg(QString::fromStdString(nameOfPod(pod))));
    m_out.push_back(act::Delete{nameOfPod(pod), textAt(pod, {"metadata", "uid"}), {}});
    enter(Stage::Creating);
}

// The name is taken: by our own pod, when an earlier create got through without our hearing of it, or by another's.
void Step::resolveConflict(const std::vector<Json> &pods)
{
    if (pods.empty() || core::at(pods.front(), {"metadata", "deletionTimestamp"}).is_string()) {
        s.pending = Pending::Create;
        const core::Error busy{
            .kind = core::Error::Kind::Conflict,
            .message = QStringLiteral("the name %1 is not free yet").arg(QString::fromStdString(s.plan.podName))};
        if (!retries(busy))
            conclude(Outcome::Refused, busy.text());
        return;
    }
    if (belongsTo(pods.front(), s.id()))
        return adopt(pods.front());
    conclude(
        Outcome::Refused,
        QStringLiteral("A pod named %1 exists already and was not made by this run. Give the task another name, or "
                       "leave random_name_suffix on.")
            .arg(QString::fromStdString(s.plan.podName)));
}

void Step::note(const seen::Created &created)
{
    if (answers(Pending::Create))
        adopt(created.pod);
}

void Step::note(const seen::CreateFailed &failed)
{
    if (!answers(Pending::Create))
        return;
    if (failed.error.kind == core::Error::Kind::Conflict) {
        s.pending = Pending::Find; // attempts go on counting
        m_out.push_back(act::FindByName{});
        return;
    }
    s.pending = Pending::Create;
    if (!retries(failed.error))
        conclude(Outcome::Refused, failed.error.text());
}

void Step::adopt(const Json &pod)
{
    s.podUid = textAt(pod, {"metadata", "uid"});
    s.plan.podName = nameOfPod(pod);
    s.plan.ownsPod = s.plan.ownsPod && !facts::isAirflows(pod);
    s.plan.pushXcom = s.plan.pushXcom || (!s.plan.ownsPod && facts::hasContainer(pod, facts::xcomSidecar));
    s.plan.ns = textAt(pod, {"metadata", "namespace"}, s.plan.ns);
    if (s.plan.baseContainer.empty() || !facts::hasContainer(pod, s.plan.baseContainer)) {
        const auto names = facts::containerNames(pod, false);
        s.plan.baseContainer = names.empty() ? "base" : names.front();
        if (s.plan.logs.names.empty() && !s.plan.logs.all)
            s.plan.logs.all = true;
    }
    s.created = m_now;
    s.isFresh = true;
    enter(Stage::Scheduling);
    note(seen::Pod{pod});
}

} // namespace podwright::runs
