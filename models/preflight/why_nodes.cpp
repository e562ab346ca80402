// Why a pod waits for a node, by the nodes themselves.

#include "models/core/strings.h"
#include "models/preflight/checks.h"
#include "models/preflight/why_parts.h"

#include <algorithm>

namespace podwright::preflight {
namespace {

using core::qt;

constexpr size_t mostNodesInEvidence = 12;

QString placeText(const NodeFit &fit, const Observation &seen)
{
    if (fit.fits())
        return seen.areLoadsKnown ? QStringLiteral("has room now")
                                  : QStringLiteral("takes it unless others fill it, which may not be seen");
    QStringList reasons;
    for (const Misfit &misfit : fit.misfits)
        reasons.append(misfit.text);
    return reasons.join(QStringLiteral("; "));
}

// A node takes it by all that can be told of nodes, and yet it waits.
Explanation overlooked(const NodeFit &roomy)
{
    return {.id = "unschedulable",
            .sentence =
                QStringLiteral("The pod waits for the scheduler to try again: %1 takes it now.").arg(qt(roomy.node))};
}

Explanation refused(const Observation &seen)
{
    Finding finding = noNodeFinding(seen.subject, seen.pod, seen.nodes);
    Explanation why{.id = "unschedulable",
                    .sentence = QStringLiteral("The pod waits: %1.").arg(finding.sentence),
                    .pointer = std::move(finding.pointer)};
    if (!seen.subject.pod.is_null() && !finding.edits.empty()) {
        finding.editText[0] = finding.editText[0].toLower();
        why.editText = QStringLiteral("Rerun and %1").arg(finding.editText);
        why.edits = std::move(finding.edits);
    }
    return why;
}

} // namespace

std::optional<Explanation> explainByNodes(const Observation &seen)
{
    if (seen.nodes.empty())
        return std::nullopt;
    const auto roomy = std::ranges::find_if(seen.nodes, &NodeFit::fits);
    if (roomy == seen.nodes.end())
        return refused(seen);
    return seen.areLoadsKnown ? std::optional(overlooked(*roomy)) : std::nullopt;
}

void addNodes(Explanation &why, const Observation &seen)
{
    for (const NodeFit &fit : seen.nodes) {
        if (size_t(&fit - seen.nodes.data()) == mostNodesInEvidence) {
            why.evidence.append(QStringLiteral("and %1 more nodes").arg(seen.nodes.size() - mostNodesInEvidence));
            return;
        }
        why.evidence.append(QStringLiteral("%1: %2").arg(qt(fit.node), placeText(fit, seen)));
    }
}

} // namespace podwright::preflight
