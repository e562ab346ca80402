// What the pod's own node has to do with it.

#include "models/core/strings.h"
#include "models/preflight/why_parts.h"

#include <algorithm>

namespace podwright::preflight {
namespace {

using core::qt;

// That it does not answer counts for more than what it is short of.
const NodeTrouble *mainTrouble(const NodeFacts &node)
{
    const auto found = std::ranges::find(node.troubles, "Ready", &NodeTrouble::type);
    return found == node.troubles.end() ? nullptr : &*found;
}

QString conditionText(const NodeTrouble &trouble)
{
    const QString state = qt(trouble.type + ' ' + trouble.status);
    return trouble.reason.empty() ? state : QStringLiteral("%1, %2").arg(state, qt(trouble.reason));
}

} // namespace

QString nodeOf(const Observation &seen)
{
    return qt(core::textAt(seen.pod, {"spec", "nodeName"}, "its node"));
}

QString nodeTrouble(const Observation &seen)
{
    if (isMissing(seen.node))
        return QStringLiteral("is no longer in the cluster");
    const NodeFacts *node = known(seen.node);
    const NodeTrouble *trouble = node ? mainTrouble(*node) : nullptr;
    if (!trouble)
        return {};
    return (trouble->status == "Unknown" ? QStringLiteral("does not answer (%1)") : QStringLiteral("is not ready (%1)"))
        .arg(conditionText(*trouble));
}

void addNode(Explanation &why, const Observation &seen)
{
    const NodeFacts *node = known(seen.node);
    if (isMissing(seen.node))
        why.evidence.append(QStringLiteral("node %1 not found").arg(nodeOf(seen)));
    else if (node && node->troubles.empty())
        why.evidence.append(QStringLiteral("%1 is ready now").arg(nodeOf(seen)));
    if (!node)
        return;
    for (const NodeTrouble &trouble : node->troubles) {
        QString text = QStringLiteral("%1: %2").arg(nodeOf(seen), conditionText(trouble));
        if (trouble.since.isValid())
            text += QStringLiteral(" since ") + trouble.since.toString(Qt::ISODate);
        why.evidence.append(trouble.message.empty() ? text : QStringLiteral("%1: %2").arg(text, qt(trouble.message)));
    }
}

} // namespace podwright::preflight
