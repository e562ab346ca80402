#include "models/core/strings.h"
#include "models/preflight/checks.h"
#include "models/preflight/no_node.h"
#include "models/preflight/room.h"

#include <QStringList>

#include <algorithm>

namespace podwright::preflight {
namespace {

using core::at;
using core::qt;
using core::textAt;
using Fits = std::vector<NodeFit>;

constexpr qsizetype mostNodesTold = 12;

QString perNode(const Fits &fits)
{
    QStringList lines;
    for (const NodeFit &fit : fits) {
        QStringList reasons;
        for (const Misfit &misfit : fit.misfits)
            reasons.append(misfit.text);
        lines.append(QStringLiteral("%1: %2").arg(qt(fit.node), reasons.join(QStringLiteral("; "))));
        if (lines.size() == mostNodesTold && fits.size() > size_t(mostNodesTold)) {
            lines.append(QStringLiteral("and %1 more").arg(fits.size() - size_t(mostNodesTold)));
            break;
        }
    }
    return lines.join(QStringLiteral(" · "));
}

// The most that the main container may ask for so that the pod has `room`; nothing when that is none.
std::optional<std::string> askable(const Subject &subject, const Json &pod, const std::string &resource,
                                   const Quantity &room)
{
    Quantity own;
    eachContainer(pod, [&](const std::string &list, size_t, const Json &container) {
        if (list == "containers" && textAt(container, {"name"}) == subject.baseContainer)
            own = amountOf(amountsOf(at(container, {"resources", "requests"})), resource);
    });
    const Quantity left = room - (amountOf(podAmounts(pod, Bound::Requests), resource) - own);
    constexpr long long mebibyte = 1024 * 1024;
    if (resource == "cpu")
        return left.milliValue() > 1 ? std::optional(std::to_string(left.milliValue() - (left.milliValue() % 10)) + 'm')
                                     : std::nullopt;
    const bool isBytes = resource == "memory" || resource == "ephemeral-storage";
    return isBytes && left.value() >= mebibyte ? std::optional(std::to_string(left.value() / mebibyte) + "Mi")
                                               : std::nullopt;
}

void offerSize(Finding &finding, const Subject &subject, const Json &pod, const NoNode &no)
{
    const std::string &resource = no.misfit.resource;
    const std::string place = "/spec/containers/0", target = subject.resourcePointer(place, "requests", resource);
    const Json &limit = at(subject.task.arguments, {"container_resources", "limits", resource});
    const auto most = askable(subject, pod, resource, no.room);
    if (target.empty() || !most)
        return;
    finding.editText = QStringLiteral("Ask for %1").arg(qt(*most));
    finding.edits = {{target, *most}};
    const auto wanted = Quantity::parse(*most), given = Quantity::fromJson(limit);
    if (given && wanted && *given < *wanted)
        finding.edits.push_back({subject.resourcePointer(place, "limits", resource), *most});
}

QString sizeFix(const NoNode &no)
{
    if (!no.isForEver)
        return QStringLiteral("Ask for less, or wait until other pods end or a node is added");
    return no.room.isZero()
               ? QStringLiteral("Use a cluster or a node pool that has it, or do without it")
               : QStringLiteral("Ask for at most %1, or add larger nodes").arg(amountText(no.misfit.resource, no.room));
}

void offerToleration(Finding &finding, const Subject &subject, const Taint &taint)
{
    Json toleration{{"key", taint.key}, {"operator", taint.value.empty() ? "Exists" : "Equal"}};
    if (!taint.value.empty())
        toleration["value"] = taint.value;
    toleration["effect"] = taint.effect;
    Json all = subject.task.argument("tolerations");
    if (!all.is_array())
        all = Json::array();
    all.push_back(std::move(toleration));
    finding.editText = QStringLiteral("Tolerate %1").arg(qt(taint.key));
    finding.edits = {{"/task/tolerations", std::move(all)}};
}

QString fixOf(const NoNode &no)
{
    using Kind = Misfit::Kind;
    switch (no.misfit.kind) {
    case Kind::Resource:
        return sizeFix(no);
    case Kind::Unschedulable:
        return QStringLiteral("Wait until the node takes pods again");
    case Kind::Ports:
    case Kind::Pods:
        return QStringLiteral("Wait until other pods end");
    case Kind::Taint:
        return no.misfit.podPointer.empty() ? QStringLiteral("Wait until the node is well again")
                                            : QStringLiteral("Tolerate the taint, if this pod belongs on that node");
    default:
        return QStringLiteral("Change what the pod wants of its node");
    }
}

Finding capitalised(Finding finding)
{
    finding.sentence[0] = finding.sentence[0].toUpper();
    return finding;
}

// What the fit of single nodes does not tell.
void addUncomputed(Findings &findings, const Subject &subject)
{
    const auto add = [&](const char *what, const std::string &place) {
        findings.push_back({.severity = Severity::Unchecked,
                            .gate = Gate::Scheduling,
                            .id = "placement",
                            .sentence = QStringLiteral("%1 is left to the scheduler").arg(QString::fromUtf8(what)),
                            .pointer = subject.pointerFor(place)});
    };
    const Json &affinity = at(subject.pod, {"spec", "affinity"});
    if (!at(affinity, {"podAffinity"}).is_null() || !at(affinity, {"podAntiAffinity"}).is_null())
        add("Affinity between pods", "/spec/affinity");
    if (!at(subject.pod, {"spec", "topologySpreadConstraints"}).empty())
        add("Spreading over topology domains", "/spec/topologySpreadConstraints");
    const std::string scheduler = textAt(subject.pod, {"spec", "schedulerName"}, "default-scheduler");
    if (scheduler != "default-scheduler")
        add("A scheduler of another name decides the node; the fit", "/spec/schedulerName");
}

void addRoom(Findings &findings, const ClusterFacts &facts, const Fits &fits)
{
    const auto rooms = largestNow(fits);
    if (known(facts.loads) && !rooms.empty())
        findings.push_back({.severity = Severity::Passed,
                            .gate = Gate::Scheduling,
                            .id = "node-room",
                            .sentence = QStringLiteral("The largest pod that fits now: %1").arg(roomText(rooms))});
}

void addUnknownLoads(Findings &findings, const ClusterFacts &facts)
{
    const Loads *loads = known(facts.loads);
    if (facts.loads && !facts.loads->ok())
        findings.push_back(notChecked(Gate::Scheduling, "node-loads",
                                      QStringLiteral("What the nodes hold already, and so whether there is room now"),
                                      facts.loads->error()));
    else if (loads && !loads->isWhole)
        findings.push_back({.severity = Severity::Unchecked,
                            .gate = Gate::Scheduling,
                            .id = "node-loads",
                            .sentence = QStringLiteral("The cluster has more pods than were counted (%1): there may be "
                                                       "less room than it seems")
                                            .arg(loads->pods.size())});
}

} // namespace

Finding noNodeFinding(const Subject &subject, const Json &pod, const Fits &fits)
{
    const NoNode no = noNodeFor(pod, fits);
    Finding finding{.severity = no.isForEver ? Severity::Blocks : Severity::MayFail,
                    .gate = Gate::Scheduling,
                    .id = no.isForEver ? "node-never" : "node-now",
                    .sentence = no.sentence,
                    .evidence = perNode(fits),
                    .pointer = fieldOf(no.misfit, subject),
                    .fix = fixOf(no)};
    if (no.misfit.kind == Misfit::Kind::Resource)
        offerSize(finding, subject, pod, no);
    else if (no.misfit.kind == Misfit::Kind::Taint && !finding.pointer.empty())
        offerToleration(finding, subject, no.misfit.taint);
    return finding;
}

Findings checkFit(const Subject &subject, const Json &pod, const ClusterFacts &facts, const Fits &fits)
{
    Findings findings;
    if (facts.nodes && !facts.nodes->ok())
        return {notChecked(Gate::Scheduling, "nodes", QStringLiteral("Whether a node takes the pod"),
                           facts.nodes->error())};
    if (!facts.nodes)
        return findings;
    const auto fitting = std::ranges::count_if(fits, &NodeFit::fits);
    if (fits.empty())
        findings.push_back({.severity = Severity::MayFail,
                            .gate = Gate::Scheduling,
                            .id = "node-now",
                            .sentence = QStringLiteral("The cluster has no node: the pod would stay Pending")});
    else if (fitting == 0)
        findings.push_back(capitalised(noNodeFinding(subject, pod, fits)));
    else
        findings.push_back(
            {.severity = Severity::Passed,
             .gate = Gate::Scheduling,
             .id = "node-now",
             .sentence = QStringLiteral("%1 of %2 nodes take the pod now").arg(fitting).arg(fits.size())});
    addRoom(findings, facts, fits);
    addUnknownLoads(findings, facts);
    addUncomputed(findings, subject);
    return findings;
}

} // namespace podwright::preflight
