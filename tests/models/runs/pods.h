#pragma once

#include "models/runs/reconciler.h"

namespace podwright::runs::test {

// Pods as a cluster shows them, in few words.
struct PodBuilder
{
    Json pod = {{"metadata", {{"name", "p"}, {"namespace", "default"}, {"uid", "u1"}, {"labels", Json::object()}}},
                {"spec", {{"containers", Json::array({{{"name", "base"}}})}}},
                {"status", {{"phase", "Pending"}, {"containerStatuses", Json::array()}}}};

    PodBuilder &uid(const char *uid)
    {
        pod["metadata"]["uid"] = uid;
        return *this;
    }
    PodBuilder &name(const char *name)
    {
        pod["metadata"]["name"] = name;
        return *this;
    }
    PodBuilder &label(const char *key, const char *value)
    {
        pod["metadata"]["labels"][key] = value;
        return *this;
    }
    PodBuilder &phase(const char *phase, const char *reason = nullptr)
    {
        pod["status"]["phase"] = phase;
        if (reason)
            pod["status"]["reason"] = reason;
        return *this;
    }
    PodBuilder &scheduled()
    {
        pod["status"]["conditions"] = Json::array({{{"type", "PodScheduled"}, {"status", "True"}}});
        return *this;
    }
    PodBuilder &container(const char *name)
    {
        pod["spec"]["containers"].push_back({{"name", name}});
        return *this;
    }
    PodBuilder &init(const char *name)
    {
        pod["spec"]["initContainers"].push_back({{"name", name}});
        return *this;
    }
    PodBuilder &state(const char *name, const char *state, Json content = Json::object())
    {
        const bool isInit = core::at(pod, {"spec", "initContainers"}).dump().find(name) != std::string::npos;
        Json &list = pod["status"][isInit ? "initContainerStatuses" : "containerStatuses"];
        list.push_back({{"name", name}, {"state", {{state, std::move(content)}}}});
        return *this;
    }
    PodBuilder &running(const char *name = "base") { return phase("Running").state(name, "running"); }
    PodBuilder &ended(int code, const char *name = "base")
    {
        return state(name, "terminated", {{"exitCode", code}, {"reason", code == 0 ? "Completed" : "Error"}});
    }
    PodBuilder &waiting(const char *reason, const char *message = "")
    {
        return scheduled().state("base", "waiting", {{"reason", reason}, {"message", message}});
    }
    operator Json() const { return pod; }
};

inline PodBuilder aPod()
{
    return {};
}
inline PodBuilder withSidecar()
{
    return aPod().container("airflow-xcom-sidecar");
}

// A short word for each command, so that tables can name what is expected.
inline std::string wordOf(const Command &command)
{
    struct Words
    {
        std::string operator()(const act::Find &) const { return "find"; }
        std::string operator()(const act::FindByName &) const { return "find-by-name"; }
        std::string operator()(const act::Create &) const { return "create"; }
        std::string operator()(const act::Watch &) const { return "watch"; }
        std::string operator()(const act::FollowLog &log) const { return "log:" + log.container; }
        std::string operator()(const act::EndLog &log) const { return "end-log:" + log.container; }
        std::string operator()(const act::ReadXcom &) const { return "read-xcom"; }
        std::string operator()(const act::StopSidecar &) const { return "stop-sidecar"; }
        std::string operator()(const act::ReadEvents &) const { return "events"; }
        std::string operator()(const act::Patch &) const { return "patch"; }
        std::string operator()(const act::Delete &pod) const
        {
            return "delete:" + pod.uid + (pod.gracePeriod ? ":" + std::to_string(*pod.gracePeriod) : "");
        }
        std::string operator()(const act::Finish &) const { return "finish"; }
    };
    return std::visit(Words{}, command);
}

// Plays a run: gives observations, answers what needs no thought, and keeps the list of commands.
class Play
{
public:
    explicit Play(RunPlan plan = aPlan())
        : state(newRun(std::move(plan), QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC)))
        , now(state.started)
    {}

    static RunPlan aPlan()
    {
        RunPlan plan;
        plan.id = "run1";
        plan.ns = "default";
        plan.podName = "p";
        plan.selector = "podwright.io/run=run1";
        plan.logs.names = {"base"};
        plan.manifest = Json::object();
        return plan;
    }

    std::string see(const Observation &observation)
    {
        std::string words;
        for (const Command &command : reconcile(state, observation, now))
            words += (words.empty() ? "" : " ") + wordOf(command);
        all += (all.empty() || words.empty() ? "" : " ") + words;
        return words;
    }
    std::string pod(const Json &json) { return see(seen::Pod{json}); }
    std::string wait(int seconds)
    {
        now = now.addSecs(seconds);
        return see(seen::Tick{});
    }
    // Up to the running base container.
    Play &toRunning(PodBuilder pod = aPod())
    {
        see(seen::Started{});
        see(seen::Pods{});
        see(seen::Created{pod});
        this->pod(pod.scheduled().running());
        return *this;
    }
    // Answers everything that follows the end of the containers, as a willing cluster would.
    Play &settle()
    {
        for (const auto &[container, hasEnded] : std::map(state.logs)) {
            if (!hasEnded)
                see(seen::LogEnded{container, {}});
        }
        for (int turn = 0; turn < 10 && !state.isDone(); ++turn)
            answerPending();
        return *this;
    }
    bool did(const std::string &word) const { return (" " + all + " ").find(" " + word + " ") != std::string::npos; }

    RunState state;
    QDateTime now;
    std::string all;

private:
    void answerPending()
    {
        switch (state.pending) {
        case RunState::Pending::Patch:
            see(seen::Patched{});
            break;
        case RunState::Pending::ReadEvents:
            see(seen::Events{});
            break;
        case RunState::Pending::Delete:
            see(seen::Deleted{{}});
            see(seen::PodGone{});
            break;
        case RunState::Pending::StopSidecar:
            see(seen::SidecarStopped{});
            break;
        default:
            wait(1);
        }
    }
};

} // namespace podwright::runs::test
