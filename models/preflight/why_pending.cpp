#include "models/core/strings.h"
#include "models/preflight/why_parts.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace podwright::preflight {
namespace {

using core::at;
using core::qt;
using core::textAt;

// A part of the scheduler's message, what it means and the argument it comes from.
struct SchedulerReason
{
    const char *words;
    const char *meaning;
    const char *argument;
};
constexpr std::array schedulerReasons{
    SchedulerReason{"Insufficient cpu", "no node has that much CPU free", "/task/container_resources/requests/cpu"},
    SchedulerReason{"Insufficient memory", "no node has that much memory free",
                    "/task/container_resources/requests/memory"},
    SchedulerReason{"Insufficient ephemeral-storage", "no node has that much disk free",
                    "/task/container_resources/requests/ephemeral-storage"},
    SchedulerReason{"Insufficient ", "no node has what it asks for free", "/task/container_resources"},
    SchedulerReason{"Too many pods", "the nodes hold as many pods as they take", ""},
    SchedulerReason{"taint", "it does not tolerate a taint of the nodes", "/task/tolerations"},
    SchedulerReason{"node affinity", "no node has the labels it wants", "/task/node_selector"},
    SchedulerReason{"node selector", "no node has the labels it wants", "/task/node_selector"},
    SchedulerReason{"were unschedulable", "the nodes are cordoned", ""},
    SchedulerReason{"free ports", "the port it wants of a node is taken", "/task/ports"},
    SchedulerReason{"pod affinity", "its rules about other pods are not met", "/task/affinity"},
    SchedulerReason{"anti-affinity", "its rules about other pods are not met", "/task/affinity"},
    SchedulerReason{"topology spread", "it cannot be spread as it wants", "/template/spec/topologySpreadConstraints"},
    SchedulerReason{"persistentvolumeclaim", "a claim it mounts does not exist", "/task/volumes"},
    SchedulerReason{"PersistentVolumeClaims", "a claim it mounts is not bound", "/task/volumes"},
    SchedulerReason{"volume", "its volumes and the nodes do not go together", "/task/volumes"},
    SchedulerReason{"no nodes available", "the cluster has no node", ""},
};

const Json &unscheduled(const Json &pod)
{
    static const Json none;
    const Json &conditions = at(pod, {"status", "conditions"});
    for (size_t i = 0; conditions.is_array() && i < conditions.size(); ++i) {
        if (textAt(conditions[i], {"type"}) == "PodScheduled" && textAt(conditions[i], {"status"}) == "False")
            return conditions[i];
    }
    return none;
}

// Without what stands behind it about preemption, whose reasons are others.
QString ownReasons(const QString &message)
{
    return message.section(QStringLiteral(" preemption: "), 0, 0);
}

// How many nodes a reason holds for: "2 Insufficient cpu".
int nodesOf(const QString &message, const char *words)
{
    static const QRegularExpression part(QStringLiteral("(?:: |, )(\\d+) ([^,]*)"));
    auto parts = part.globalMatch(message);
    while (parts.hasNext()) {
        const auto match = parts.next();
        if (match.captured(2).contains(QLatin1String(words)))
            return match.captured(1).toInt();
    }
    return 0;
}

const SchedulerReason *mainReason(const QString &message)
{
    const SchedulerReason *main = nullptr;
    int most = -1;
    for (const SchedulerReason &reason : schedulerReasons) {
        if (!message.contains(QLatin1String(reason.words)))
            continue;
        if (const int nodes = nodesOf(message, reason.words); nodes > most) {
            most = nodes;
            main = &reason;
        }
    }
    return main;
}

QString askedFor(const Json &pod, const SchedulerReason &reason)
{
    constexpr std::string_view mark = "Insufficient ";
    const std::string_view words = reason.words;
    if (!words.starts_with(mark) || words == mark)
        return {};
    const std::string_view name = words.substr(mark.size());
    const Quantity amount = amountOf(podAmounts(pod, Bound::Requests), name);
    return QStringLiteral(" (it asks for %1 %2)").arg(amountText(name, amount), resourceLabel(name));
}

void addNodes(Explanation &why, const Observation &seen)
{
    for (const NodeFit &fit : seen.nodes) {
        QStringList reasons;
        for (const Misfit &misfit : fit.misfits)
            reasons.append(misfit.text);
        why.evidence.append(QStringLiteral("%1: %2").arg(
            qt(fit.node), reasons.isEmpty() ? QStringLiteral("has room now") : reasons.join(QStringLiteral("; "))));
    }
}

} // namespace

std::optional<Explanation> explainPending(const Observation &seen)
{
    const Json &condition = unscheduled(seen.pod);
    if (!condition.is_object() || textAt(seen.pod, {"status", "phase"}) != "Pending")
        return std::nullopt;
    const QString message = qt(textAt(condition, {"message"}));
    Explanation why{.id = "unschedulable"};
    if (textAt(condition, {"reason"}) == "SchedulingGated") {
        why.id = "gated";
        why.sentence = QStringLiteral("The pod waits: a scheduling gate holds it.");
        why.pointer = "/template/spec/schedulingGates";
    } else if (const SchedulerReason *reason = mainReason(ownReasons(message))) {
        why.sentence = QStringLiteral("The pod has no node: %1%2.")
                           .arg(QLatin1String(reason->meaning), askedFor(seen.pod, *reason));
        const bool isLabels = std::string_view(reason->argument) == "/task/node_selector";
        const bool hasSelector = !at(seen.pod, {"spec", "nodeSelector"}).empty();
        why.pointer = isLabels && !hasSelector ? "/task/affinity" : reason->argument;
    } else {
        why.sentence = QStringLiteral("The pod has no node.");
    }
    if (!message.isEmpty())
        why.evidence.append(message);
    if (const auto *scaling = findEvent(seen, "TriggeredScaleUp"))
        why.evidence.append(QStringLiteral("a node is on its way: %1").arg(qt(scaling->message)));
    addNodes(why, seen);
    return why;
}

} // namespace podwright::preflight
