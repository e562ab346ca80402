#include "models/preflight/facts.h"

#include "models/core/strings.h"
#include "models/preflight/node_fit.h"
#include "models/preflight/subject.h"

namespace podwright::preflight {
namespace {

using core::at;
using core::boolAt;
using core::textAt;

std::vector<NodeTrouble> readTroubles(const Json &node)
{
    std::vector<NodeTrouble> troubles;
    const Json &conditions = at(node, {"status", "conditions"});
    for (size_t i = 0; conditions.is_array() && i < conditions.size(); ++i) {
        const Json &condition = conditions[i];
        const std::string type = textAt(condition, {"type"}), status = textAt(condition, {"status"});
        if ((type == "Ready") == (status == "True"))
            continue;
        troubles.push_back({type, status, textAt(condition, {"reason"}), textAt(condition, {"message"}),
                            QDateTime::fromString(core::qt(textAt(condition, {"lastTransitionTime"})), Qt::ISODate)});
    }
    return troubles;
}

std::set<std::string> textsOf(const Json &list)
{
    std::set<std::string> texts;
    if (list.is_array()) {
        for (const Json &text : list) {
            if (text.is_string())
                texts.insert(text.get<std::string>());
        }
    }
    return texts;
}

} // namespace

Labels readLabels(const Json &object)
{
    Labels labels;
    if (const Json &given = at(object, {"metadata", "labels"}); given.is_object()) {
        for (const auto &[name, value] : given.items())
            labels[name] = value.is_string() ? value.get<std::string>() : std::string();
    }
    return labels;
}

NodeFacts readNode(const Json &node)
{
    NodeFacts facts{.name = textAt(node, {"metadata", "name"}),
                    .labels = readLabels(node),
                    .taints = {},
                    .isUnschedulable = boolAt(node, {"spec", "unschedulable"}),
                    .allocatable = amountsOf(at(node, {"status", "allocatable"})),
                    .troubles = readTroubles(node)};
    if (const Json &taints = at(node, {"spec", "taints"}); taints.is_array()) {
        for (const Json &taint : taints)
            facts.taints.push_back({textAt(taint, {"key"}), textAt(taint, {"value"}), textAt(taint, {"effect"})});
    }
    return facts;
}

PodLoad readLoad(const Json &pod)
{
    PodLoad load{.ns = textAt(pod, {"metadata", "namespace"}),
                 .name = textAt(pod, {"metadata", "name"}),
                 .node = textAt(pod, {"spec", "nodeName"}),
                 .requests = podAmounts(pod, Bound::Requests),
                 .claims = {},
                 .hostPorts = hostPortsOf(pod)};
    for (const ClaimUse &use : claimsOf(pod))
        load.claims.insert(use.name);
    return load;
}

ClaimFacts readClaim(const Json &claim)
{
    return {.phase = textAt(claim, {"status", "phase"}),
            .storageClass = textAt(claim, {"spec", "storageClassName"}),
            .modes = textsOf(at(claim, {"spec", "accessModes"}))};
}

std::set<std::string> readKeys(const Json &configMap)
{
    std::set<std::string> keys;
    for (const char *part : {"data", "binaryData"}) {
        if (const Json &data = at(configMap, {part}); data.is_object()) {
            for (const auto &[key, value] : data.items())
                keys.insert(key);
        }
    }
    return keys;
}

} // namespace podwright::preflight
