#include "models/core/strings.h"
#include "models/preflight/checks.h"
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

// What keeps the pod off the nodes that are nearest to taking it.
const Misfit &blame(const Fits &fits, bool areForEver)
{
    const NodeFit *nearest = nullptr;
    for (const NodeFit &fit : fits) {
        if (fit.couldEverFit() == areForEver)
            continue;
        if (!nearest || fit.misfits.size() < nearest->misfits.size())
            nearest = &fit;
    }
    const auto worst = std::ranges::find(nearest->misfits, true, &Misfit::isForEver);
    return worst == nearest->misfits.end() ? nearest->misfits.front() : *worst;
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

void offerSize(Finding &finding, const Subject &subject, const Json &pod, const std::string &resource,
               const Quantity &room)
{
    const std::string place = "/spec/containers/0", target = subject.resourcePointer(place, "requests", resource);
    const Json &limit = at(subject.task.arguments, {"container_resources", "limits", resource});
    finding.pointer = target.empty() ? subject.pointerFor(place + "/resources/requests") : target;
    const auto most = askable(subject, pod, resource, room);
    if (target.empty() || !most)
        return;
    finding.editText = QStringLiteral("Ask for %1").arg(qt(*most));
    finding.edits = {{target, *most}};
    const auto wanted = Quantity::parse(*most), given = Quantity::fromJson(limit);
    if (given && wanted && *given < *wanted)
        finding.edits.push_back({subject.resourcePointer(place, "limits", resource), *most});
}

void tellTooLarge(Finding &finding, const Subject &subject, const Json &pod, const ClusterFacts &facts,
                  const Fits &fits, const Misfit &misfit)
{
    const std::string &resource = misfit.resource;
    const Quantity wanted = amountOf(podAmounts(pod, Bound::Requests), resource);
    const auto largest = largestFor(fits, *known(facts.nodes), resource);
    const Quantity whole = largest ? amountOf(largest->whole, resource) : Quantity();
    const QString asks = QStringLiteral("it asks for %1 %2").arg(amountText(resource, wanted), resourceLabel(resource));
    finding.sentence = whole.isZero()
                           ? QStringLiteral("No node that takes the pod has %1: %2").arg(resourceLabel(resource), asks)
                           : QStringLiteral("The pod is larger than the largest node: %1, and %2 has %3")
                                 .arg(asks, qt(largest->node), amountText(resource, whole));
    finding.fix = whole.isZero()
                      ? QStringLiteral("Use a cluster or a node pool that has it, or do without it")
                      : QStringLiteral("Ask for at most %1, or add larger nodes").arg(amountText(resource, whole));
    offerSize(finding, subject, pod, resource, whole);
}

void tellNoRoom(Finding &finding, const Subject &subject, const Json &pod, const ClusterFacts &facts, const Fits &fits,
                const Misfit &misfit)
{
    const std::string &resource = misfit.resource;
    Quantity free;
    if (const auto largest = largestFor(fits, *known(facts.nodes), resource))
        free = std::max(amountOf(largest->free, resource), free);
    finding.sentence = QStringLiteral("No node has room now: the pod asks for %1 %2, and the most that is free is %3")
                           .arg(amountText(resource, amountOf(podAmounts(pod, Bound::Requests), resource)),
                                resourceLabel(resource), amountText(resource, free));
    finding.fix = QStringLiteral("Ask for less, or wait until other pods end or a node is added");
    offerSize(finding, subject, pod, resource, free);
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
    finding.pointer = "/task/tolerations";
    finding.fix = QStringLiteral("Tolerate the taint, if this pod belongs on that node");
    finding.editText = QStringLiteral("Tolerate %1").arg(qt(taint.key));
    finding.edits = {{"/task/tolerations", std::move(all)}};
}

void tellOther(Finding &finding, const Subject &subject, const Fits &fits, const Misfit &misfit)
{
    finding.sentence =
        fits.size() == 1
            ? QStringLiteral("The only node does not take the pod: %1").arg(misfit.text)
            : QStringLiteral("None of %1 nodes takes the pod; the nearest one: %2").arg(fits.size()).arg(misfit.text);
    finding.pointer = misfit.podPointer.empty() ? std::string() : subject.pointerFor(misfit.podPointer);
    finding.fix = misfit.kind == Misfit::Kind::Pods || misfit.kind == Misfit::Kind::Ports
                      ? QStringLiteral("Wait until other pods end")
                      : QStringLiteral("Change what the pod wants of its node");
    if (misfit.kind == Misfit::Kind::Unschedulable)
        finding.fix = QStringLiteral("Wait until the node takes pods again");
    if (misfit.kind == Misfit::Kind::Taint)
        offerToleration(finding, subject, misfit.taint);
}

Finding noNode(const Subject &subject, const Json &pod, const ClusterFacts &facts, const Fits &fits)
{
    const bool isNever = std::ranges::none_of(fits, &NodeFit::couldEverFit);
    Finding finding{.severity = isNever ? Severity::Blocks : Severity::MayFail,
                    .gate = Gate::Scheduling,
                    .id = isNever ? "node-never" : "node-now",
                    .evidence = perNode(fits)};
    const Misfit &misfit = blame(fits, isNever);
    if (misfit.kind != Misfit::Kind::Resource)
        tellOther(finding, subject, fits, misfit);
    else if (isNever)
        tellTooLarge(finding, subject, pod, facts, fits, misfit);
    else
        tellNoRoom(finding, subject, pod, facts, fits, misfit);
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
    const auto rooms = largestNow(fits, *known(facts.nodes));
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
        findings.push_back(noNode(subject, pod, facts, fits));
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
