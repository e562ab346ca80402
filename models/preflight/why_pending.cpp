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
    bool isOfNodes = false; // and told by the nodes, too
};
constexpr std::array schedulerReasons{
    SchedulerReason{"Insufficient cpu", "no node has that much CPU free", "/task/container_resources/requests/cpu",
                    true},
    SchedulerReason{"Insufficient memory", "no node has that much memory free",
                    "/task/container_resources/requests/memory", true},
    SchedulerReason{"Insufficient ephemeral-storage", "no node has that much disk free",
                    "/task/container_resources/requests/ephemeral-storage", true},
    SchedulerReason{"Insufficient ", "no node has what it asks for free", "/task/container_resources", true},
    SchedulerReason{"Too many pods", "the nodes hold as many pods as they take", "", true},
    SchedulerReason{"taint", "it does not tolerate a taint of the nodes", "/task/tolerations", true},
    SchedulerReason{"Pod's node affinity", "no node has the labels it wants", "/task/node_selector", true},
    SchedulerReason{"node selector", "no node has the labels it wants", "/task/node_selector", true},
    SchedulerReason{"were unschedulable", "the nodes are cordoned", "", true},
    SchedulerReason{"free ports", "the port it wants of a node is taken", "/task/ports", true},
    SchedulerReason{"pod affinity", "its rules about other pods are not met", "/task/affinity"},
    SchedulerReason{"anti-affinity", "its rules about other pods are not met", "/task/affinity"},
    SchedulerReason{"topology spread", "it cannot be spread as it wants", "/template/spec/topologySpreadConstraints"},
    SchedulerReason{"persistentvolumeclaim", "a claim it mounts does not exist", "/task/volumes"},
    SchedulerReason{"PersistentVolumeClaims", "a claim it mounts is not bound", "/task/volumes"},
    SchedulerReason{"volume", "its volumes and the nodes do not go together", "/task/volumes"},
    SchedulerReason{"no nodes available", "the cluster has no node", "", true},
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

// The one that holds for most nodes, of those that are of nodes or of the others.
const SchedulerReason *mainReason(const QString &message, std::initializer_list<bool> kinds)
{
    const SchedulerReason *main = nullptr;
    int most = -1;
    for (const SchedulerReason &reason : schedulerReasons) {
        if (std::ranges::find(kinds, reason.isOfNodes) == kinds.end() || !message.contains(QLatin1String(reason.words)))
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

Explanation gated()
{
    return {.id = "gated",
            .sentence = QStringLiteral("The pod waits: a scheduling gate holds it."),
            .pointer = "/template/spec/schedulingGates"};
}

// By what the scheduler said.
Explanation told(const Observation &seen, const SchedulerReason *reason)
{
    if (!reason)
        return {.id = "unschedulable", .sentence = QStringLiteral("The pod has no node.")};
    const bool isLabels = std::string_view(reason->argument) == "/task/node_selector";
    const bool hasSelector = !at(seen.pod, {"spec", "nodeSelector"}).empty();
    return {.id = "unschedulable",
            .sentence = QStringLiteral("The pod has no node: %1%2.")
                            .arg(QLatin1String(reason->meaning), askedFor(seen.pod, *reason)),
            .pointer = isLabels && !hasSelector ? "/task/affinity" : reason->argument};
}

// What the nodes tell, unless the scheduler has a reason that they know nothing of.
Explanation unschedulable(const Observation &seen, const QString &message)
{
    const QString reasons = ownReasons(message);
    const SchedulerReason *ofNodes = mainReason(reasons, {true}), *other = mainReason(reasons, {false});
    const bool isRoomy = seen.areLoadsKnown && std::ranges::any_of(seen.nodes, &NodeFit::fits);
    if (other && (!ofNodes || isRoomy))
        return told(seen, other);
    if (auto why = explainByNodes(seen))
        return std::move(*why);
    return told(seen, mainReason(reasons, {true, false}));
}

// The condition's message is that of the last event.
QString schedulerMessage(const Observation &seen, const Json &condition)
{
    const std::string message = textAt(condition, {"message"});
    const auto *event = message.empty() ? findEvent(seen, "FailedScheduling") : nullptr;
    return qt(event ? event->message : message);
}

// Schedulers write the condition at once.
std::optional<Explanation> unseen(const Observation &seen)
{
    constexpr int patience = 30; // seconds
    const QDateTime made = QDateTime::fromString(qt(textAt(seen.pod, {"metadata", "creationTimestamp"})), Qt::ISODate);
    const bool hasNode = !textAt(seen.pod, {"spec", "nodeName"}).empty();
    if (hasNode || !at(seen.pod, {"status", "conditions"}).empty() || !made.isValid() || !seen.now.isValid() ||
        made.secsTo(seen.now) < patience)
        return std::nullopt;
    const std::string name = textAt(seen.pod, {"spec", "schedulerName"}, "default-scheduler");
    return Explanation{
        .id = "no-scheduler",
        .sentence = QStringLiteral("The pod waits: no scheduler has looked at it; it is left to %1.").arg(qt(name)),
        .evidence = {QStringLiteral("schedulerName %1, no condition PodScheduled").arg(qt(name))},
        .pointer = name == "default-scheduler" ? "" : fieldOf(seen, "/spec/schedulerName")};
}

} // namespace

std::optional<Explanation> explainPending(const Observation &seen)
{
    if (textAt(seen.pod, {"status", "phase"}) != "Pending")
        return std::nullopt;
    const Json &condition = unscheduled(seen.pod);
    const bool isTold = findEvent(seen, "FailedScheduling") && textAt(seen.pod, {"spec", "nodeName"}).empty();
    if (!condition.is_object() && !isTold)
        return unseen(seen);
    const QString message = schedulerMessage(seen, condition);
    const bool isGated = textAt(condition, {"reason"}) == "SchedulingGated";
    Explanation why = isGated ? gated() : unschedulable(seen, message);
    if (!message.isEmpty())
        why.evidence.append(message);
    if (const auto *scaling = findEvent(seen, "TriggeredScaleUp"))
        why.evidence.append(QStringLiteral("a node is on its way: %1").arg(qt(scaling->message)));
    addNodes(why, seen);
    return why;
}

} // namespace podwright::preflight
