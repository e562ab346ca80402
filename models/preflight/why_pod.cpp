#include "models/core/strings.h"
#include "models/preflight/why_parts.h"

#include <QRegularExpression>

namespace podwright::preflight {
namespace {

using core::at;
using core::intAt;
using core::qt;
using core::textAt;

std::optional<Quantity> baseLimit(const Observation &seen, const char *resource)
{
    std::optional<Quantity> limit;
    eachContainer(seen.pod, [&](const std::string &, size_t, const Json &container) {
        const auto given = Quantity::fromJson(at(container, {"resources", "limits", resource}));
        if (given && textAt(container, {"name"}) == seen.baseContainer)
            limit = *given;
    });
    return limit;
}

Explanation evicted(const Observation &seen, const QString &message)
{
    static const QRegularExpression low(QStringLiteral("low on resource: ([a-z-]+)")),
        condition(QStringLiteral("The node had condition: \\[([A-Za-z, ]+)\\]")),
        folder(QStringLiteral("EmptyDir volume \"([^\"]+)\" exceeds the limit"));
    Explanation why{.id = "evicted", .pointer = "/task/container_resources"};
    const auto resource = low.match(message), state = condition.match(message), volume = folder.match(message);
    if (volume.hasMatch()) {
        why.sentence = QStringLiteral("The pod was evicted: volume %1 outgrew its limit.").arg(volume.captured(1));
        why.pointer = "/task/volumes";
    } else if (message.contains(QLatin1String("ephemeral"))) {
        why.sentence = QStringLiteral("The pod was evicted: it wrote more to disk than it may.");
        why.pointer = "/task/container_resources/limits/ephemeral-storage";
        if (const auto limit = baseLimit(seen, "ephemeral-storage"))
            offerTwice(why, *limit);
    } else if (resource.hasMatch()) {
        why.sentence = QStringLiteral("The pod was evicted: %1 ran low on %2.").arg(nodeOf(seen), resource.captured(1));
        why.pointer = "/task/container_resources/requests/" + resource.captured(1).toStdString();
    } else if (state.hasMatch()) {
        why.sentence = QStringLiteral("The pod was evicted: %1 had %2.").arg(nodeOf(seen), state.captured(1));
    } else {
        why.sentence = QStringLiteral("The pod was evicted from %1.").arg(nodeOf(seen));
        why.pointer.clear();
    }
    return why;
}

Explanation tooLate(const Observation &seen)
{
    const auto seconds = intAt(seen.pod, {"spec", "activeDeadlineSeconds"});
    Explanation why{.id = "deadline", .pointer = "/task/active_deadline_seconds"};
    why.sentence = QStringLiteral("The pod was ended because it ran longer than its deadline of %1 s.").arg(seconds);
    if (seconds > 0 && seconds < 1'000'000'000) {
        why.editText = QStringLiteral("Rerun with %1 s").arg(2 * seconds);
        why.edits = {{"/task/active_deadline_seconds", 2 * seconds}};
    }
    return why;
}

QString silenceText(const Observation &seen)
{
    const QString trouble = nodeTrouble(seen);
    if (!trouble.isEmpty())
        return QStringLiteral("%1 %2; what the pod did there is not known.").arg(nodeOf(seen), trouble);
    return known(seen.node)
               ? QStringLiteral(
                     "%1 did not answer for a while, and does again; what the pod did meanwhile is not known.")
                     .arg(nodeOf(seen))
               : QStringLiteral("%1 no longer answers; what the pod did there is not known.").arg(nodeOf(seen));
}

// Others have taken its place, or its node is going.
std::optional<Explanation> displaced(const Observation &seen, const std::string &reason)
{
    const auto say = [](const char *id, const QString &sentence, const char *pointer = "") {
        return Explanation{.id = id, .sentence = sentence, .pointer = pointer};
    };
    if (reason == "Preempting" || reason == "PreemptionByScheduler")
        return say("preempted", QStringLiteral("The pod had to make room for one of higher priority."),
                   "/task/priority_class_name");
    if (reason.starts_with("OutOf"))
        return say("raced",
                   QStringLiteral("%1 had no %2 left when the pod arrived; others came first.")
                       .arg(nodeOf(seen), qt(reason.substr(5))),
                   "/task/container_resources");
    if (reason == "NodeAffinity" || reason == "NodeSelectorMismatching")
        return say("node-affinity",
                   QStringLiteral("%1 did not take the pod: its labels are not what the pod wants.").arg(nodeOf(seen)),
                   "/task/node_selector");
    if (reason == "NodeLost" || reason == "DeletionByTaintManager")
        return say("node-lost", silenceText(seen));
    if (reason == "NodeShutdown" || reason == "Terminated" || reason == "TerminationByKubelet")
        return say("node-shutdown", QStringLiteral("%1 was shut down and took the pod with it.").arg(nodeOf(seen)));
    if (reason == "UnexpectedAdmissionError")
        return say("node-refused",
                   QStringLiteral("%1 did not take the pod: a device could not be given to it.").arg(nodeOf(seen)),
                   "/task/container_resources");
    if (reason == "EvictionByEvictionAPI")
        return say("evicted", QStringLiteral("Somebody evicted the pod, as when a node is drained."));
    return std::nullopt;
}

std::string disruptionOf(const Json &pod)
{
    const Json &conditions = at(pod, {"status", "conditions"});
    for (size_t i = 0; conditions.is_array() && i < conditions.size(); ++i) {
        if (textAt(conditions[i], {"type"}) == "DisruptionTarget" && textAt(conditions[i], {"status"}) == "True")
            return textAt(conditions[i], {"reason"});
    }
    return {};
}

// What the node controller wrote of a pod when its node fell silent; a kubelet that is back writes the condition anew.
const kube::EventSummary *silenceOf(const Observation &seen)
{
    constexpr qint64 sameMoment = 5; // seconds
    const auto *event = findEvent(seen, "NodeNotReady");
    if (!event || textAt(seen.pod, {"status", "phase"}) != "Running")
        return nullptr;
    for (const Json &condition : Json(at(seen.pod, {"status", "conditions"}))) {
        const QDateTime since = QDateTime::fromString(qt(textAt(condition, {"lastTransitionTime"})), Qt::ISODate);
        if (textAt(condition, {"type"}) == "Ready" && textAt(condition, {"status"}) == "False" &&
            std::abs(since.secsTo(event->last)) <= sameMoment)
            return event;
    }
    return nullptr;
}

// The newest event of a reason, but for those of a kubelet that has just begun to look after the pod.
const kube::EventSummary *mountTrouble(const Observation &seen, std::string_view reason)
{
    const kube::EventSummary *found = nullptr;
    for (const kube::EventSummary &event : seen.events) {
        const bool isPassing = event.message.find("failed to sync") != std::string::npos;
        if (event.reason == reason && !isPassing && (!found || found->last <= event.last))
            found = &event;
    }
    return found;
}

} // namespace

std::optional<Explanation> explainPodReason(const Observation &seen)
{
    std::string reason = textAt(seen.pod, {"status", "reason"});
    if (reason.empty())
        reason = disruptionOf(seen.pod);
    const kube::EventSummary *silence = reason.empty() ? silenceOf(seen) : nullptr;
    if (silence || (reason.empty() && textAt(seen.pod, {"status", "phase"}) == "Unknown"))
        reason = "NodeLost";
    const QString message = qt(silence ? silence->message : textAt(seen.pod, {"status", "message"})).trimmed();
    std::optional<Explanation> why;
    if (reason == "Evicted")
        why = evicted(seen, message);
    else if (reason == "DeadlineExceeded")
        why = tooLate(seen);
    else
        why = displaced(seen, reason);
    if (!why)
        return std::nullopt;
    why->evidence.append(message.isEmpty() ? qt(reason) : QStringLiteral("%1: %2").arg(qt(reason), message));
    if (isAboutNode(*why))
        addNode(*why, seen);
    return why;
}

std::optional<Explanation> explainDeletion(const Observation &seen)
{
    constexpr int patience = 10; // seconds beyond what the pod was given
    const QDateTime due = QDateTime::fromString(qt(textAt(seen.pod, {"metadata", "deletionTimestamp"})), Qt::ISODate);
    if (!due.isValid() || !seen.now.isValid() || due.secsTo(seen.now) < patience)
        return std::nullopt;
    Explanation why{.id = "terminating"};
    const QString late = qt(kube::humanDuration(due.secsTo(seen.now)));
    const QString trouble = nodeTrouble(seen);
    QStringList finalizers;
    for (const Json &finalizer : Json(at(seen.pod, {"metadata", "finalizers"})))
        finalizers.append(finalizer.is_string() ? qt(finalizer.get<std::string>()) : QString());
    if (!finalizers.isEmpty())
        why.sentence = QStringLiteral("The pod should have been gone %1 ago: it waits for finalizer %2.")
                           .arg(late, finalizers.join(QStringLiteral(", ")));
    else
        why.sentence = QStringLiteral("The pod should have been gone %1 ago: %2 %3.")
                           .arg(late, nodeOf(seen),
                                trouble.isEmpty() ? QStringLiteral("does not say that it has ended") : trouble);
    why.evidence.append(QStringLiteral("deletionTimestamp %1").arg(due.toString(Qt::ISODate)));
    if (const auto *event = findEvent(seen, "NodeNotReady"))
        why.evidence.append(qt(event->message));
    else if (const auto *kill = findEvent(seen, "FailedKillPod"))
        why.evidence.append(qt(kill->message));
    addNode(why, seen);
    return why;
}

std::optional<Explanation> explainMounts(const Observation &seen)
{
    if (textAt(seen.pod, {"status", "phase"}) != "Pending")
        return std::nullopt;
    for (const char *reason : {"FailedMount", "FailedAttachVolume", "FailedMapVolume"}) {
        const auto *event = mountTrouble(seen, reason);
        if (!event)
            continue;
        static const QRegularExpression volume(QStringLiteral("volume \"([^\"]+)\"")),
            object(QStringLiteral("(secret|configmap) \"([^\"]+)\" not found"));
        const QString message = qt(event->message);
        const auto name = volume.match(message), missing = object.match(message);
        Explanation why{.id = "mount", .pointer = "/task/volumes"};
        why.sentence = missing.hasMatch()
                           ? QStringLiteral("The pod waits for volume %1: %2 %3 is not in its namespace.")
                                 .arg(name.captured(1), missing.captured(1), missing.captured(2))
                           : QStringLiteral("The pod waits for its volumes: %1 cannot be mounted.")
                                 .arg(name.hasMatch() ? name.captured(1) : QStringLiteral("one of them"));
        why.evidence.append(QStringLiteral("%1: %2").arg(QLatin1String(reason), message));
        return why;
    }
    if (const auto *event = findEvent(seen, "FailedCreatePodSandBox"))
        return Explanation{.id = "node-network",
                           .sentence = QStringLiteral("%1 cannot give the pod a network.").arg(nodeOf(seen)),
                           .evidence = {qt(event->message)}};
    return std::nullopt;
}

} // namespace podwright::preflight
