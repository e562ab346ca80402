#include "models/preflight/why.h"

#include "models/core/strings.h"
#include "models/preflight/why_parts.h"

#include <algorithm>
#include <array>

namespace podwright::preflight {
namespace {

using core::at;
using core::textAt;

constexpr auto xcomContainer = "airflow-xcom-sidecar"; // ends as its run has it end

Json statusOf(const Json &pod, const char *list, const std::string &name)
{
    const Json &statuses = at(pod, {"status", list});
    for (size_t i = 0; statuses.is_array() && i < statuses.size(); ++i) {
        if (textAt(statuses[i], {"name"}) == name)
            return statuses[i];
    }
    return {};
}

std::vector<Suspect> suspectsOf(const Observation &seen)
{
    std::vector<Suspect> suspects;
    eachContainer(seen.pod, [&](const std::string &list, size_t index, const Json &container) {
        Suspect suspect{.name = textAt(container, {"name"}),
                        .podPointer = "/spec/" + list + '/' + std::to_string(index),
                        .spec = container,
                        .status = {}};
        const bool isInit = list == "initContainers";
        suspect.status = statusOf(seen.pod, isInit ? "initContainerStatuses" : "containerStatuses", suspect.name);
        suspect.isBase = !isInit && suspect.name == seen.baseContainer;
        if (suspect.name != xcomContainer)
            suspects.push_back(std::move(suspect));
    });
    std::ranges::stable_sort(suspects, {}, [](const Suspect &suspect) { return !suspect.isBase; });
    return suspects;
}

} // namespace

const Json &Suspect::ended() const
{
    const Json &now = at(status, {"state", "terminated"});
    return now.is_object() ? now : at(status, {"lastState", "terminated"});
}

std::string fieldOf(const Observation &seen, const std::string &podPointer)
{
    std::string field = seen.subject.pointerFor(podPointer);
    const bool isContainers = podPointer.starts_with("/spec/containers/");
    return field.empty() && isContainers ? "/template/spec/containers" : field;
}

const kube::EventSummary *findEvent(const Observation &seen, std::string_view reason, std::string_view words)
{
    const kube::EventSummary *found = nullptr;
    for (const kube::EventSummary &event : seen.events) {
        if (event.reason == reason && event.message.find(words) != std::string::npos &&
            (!found || found->last <= event.last))
            found = &event;
    }
    return found;
}

QString signalName(int number)
{
    static const std::map<int, QString> names{
        {1, QStringLiteral("SIGHUP")},   {2, QStringLiteral("SIGINT")},   {6, QStringLiteral("SIGABRT")},
        {9, QStringLiteral("SIGKILL")},  {11, QStringLiteral("SIGSEGV")}, {13, QStringLiteral("SIGPIPE")},
        {15, QStringLiteral("SIGTERM")}, {4, QStringLiteral("SIGILL")},   {8, QStringLiteral("SIGFPE")}};
    const auto found = names.find(number);
    return found == names.end() ? QStringLiteral("signal %1").arg(number) : found->second;
}

void offerTwice(Explanation &why, const Quantity &limit)
{
    const std::string twice = (limit + limit).canonical();
    why.editText = QStringLiteral("Rerun with %1").arg(core::qt(twice));
    why.edits = {{why.pointer, twice}};
}

bool isAboutNode(const Explanation &why)
{
    static constexpr std::array ids{"terminating", "node-lost", "node-shutdown", "evicted"};
    return std::ranges::find(ids, why.id) != ids.end();
}

bool isAboutProgram(const Explanation &why)
{
    static constexpr std::array ids{"oom-killed", "not-started", "probe-failed", "exit-code", "signal", "ends-again"};
    return std::ranges::find(ids, why.id) != ids.end();
}

std::optional<Explanation> explain(const Observation &seen)
{
    static constexpr std::array ofPods{explainPodReason, explainPending};
    static constexpr std::array ofContainers{explainImage, explainConfig, explainEnd};
    if (auto hangs = explainDeletion(seen)) // however it has ended
        return hangs;
    if (textAt(seen.pod, {"status", "phase"}) == "Succeeded")
        return std::nullopt;
    for (const auto look : ofPods) {
        if (auto found = look(seen))
            return found;
    }
    for (const Suspect &suspect : suspectsOf(seen)) {
        for (const auto look : ofContainers) {
            if (auto found = look(seen, suspect))
                return found;
        }
    }
    return explainMounts(seen);
}

} // namespace podwright::preflight
