#include "models/preflight/node_fit.h"

#include "models/core/strings.h"

#include <algorithm>

namespace podwright::preflight {
namespace {

using core::at;
using core::qt;
using core::textAt;
using Kind = Misfit::Kind;

constexpr auto cordonKey = "node.kubernetes.io/unschedulable";
constexpr auto affinityPlace = "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution";

void addTaints(std::vector<Misfit> &misfits, const Json &pod, const NodeFacts &node)
{
    for (const Taint &taint : node.taints) {
        const bool isCordon = node.isUnschedulable && taint.key == cordonKey;
        if (isCordon || taint.effect == "PreferNoSchedule" || tolerates(pod, taint))
            continue;
        const std::string text = taint.key + (taint.value.empty() ? "" : "=" + taint.value) + ':' + taint.effect;
        const bool isPassing = taint.key.starts_with(passingTaints); // no field of a pod is to blame for those
        misfits.push_back({.kind = Kind::Taint,
                           .text = QStringLiteral("taint %1 is not tolerated").arg(qt(text)),
                           .taint = taint,
                           .podPointer = isPassing ? "" : "/spec/tolerations",
                           .isForEver = !isPassing});
    }
}

void addSelector(std::vector<Misfit> &misfits, const Json &pod, const NodeFacts &node)
{
    const Json &selector = at(pod, {"spec", "nodeSelector"});
    if (!selector.is_object())
        return;
    for (const auto &[key, wanted] : selector.items()) {
        const std::string value = wanted.is_string() ? wanted.get<std::string>() : std::string();
        const auto found = node.labels.find(key);
        if (found != node.labels.end() && found->second == value)
            continue;
        const QString has = found == node.labels.end() ? QStringLiteral("it has no such label")
                                                       : QStringLiteral("it has %1").arg(qt(found->second));
        misfits.push_back({.kind = Kind::Selector,
                           .text = QStringLiteral("label %1=%2 is wanted; %3").arg(qt(key), qt(value), has),
                           .label = qt(key + '=' + value),
                           .podPointer = "/spec/nodeSelector",
                           .isForEver = true});
    }
}

void addAffinity(std::vector<Misfit> &misfits, const Json &pod, const NodeFacts &node)
{
    const Json &required =
        at(pod, {"spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"});
    const Json &terms = at(required, {"nodeSelectorTerms"});
    if (!required.is_object() ||
        (terms.is_array() && std::ranges::any_of(terms, [&](const Json &term) { return acceptsLabels(term, node); })))
        return;
    misfits.push_back({.kind = Kind::Affinity,
                       .text = QStringLiteral("the required node affinity does not accept its labels"),
                       .podPointer = affinityPlace,
                       .isForEver = true});
}

void addPorts(std::vector<Misfit> &misfits, const Json &pod, const std::vector<const PodLoad *> &there)
{
    for (const std::string &port : hostPortsOf(pod)) {
        const auto holder =
            std::ranges::find_if(there, [&](const PodLoad *other) { return other->hostPorts.contains(port); });
        if (holder != there.end())
            misfits.push_back({.kind = Kind::Ports,
                               .text = QStringLiteral("port %1 of the node belongs to %2")
                                           .arg(qt(port), qt((*holder)->ns + '/' + (*holder)->name)),
                               .podPointer = "/spec/containers/0/ports"});
    }
}

void addResources(NodeFit &fit, const Json &pod, const NodeFacts &node)
{
    for (const auto &[name, wanted] : podAmounts(pod, Bound::Requests)) {
        const Quantity whole = amountOf(node.allocatable, name), free = amountOf(fit.free, name);
        if (wanted.isZero() || wanted <= free)
            continue;
        const QString has = node.allocatable.contains(name)
                                ? QStringLiteral("%1 of %2 free")
                                      .arg(amountText(name, std::max(free, Quantity())), amountText(name, whole))
                                : QStringLiteral("the node has none");
        fit.misfits.push_back(
            {.kind = Kind::Resource,
             .text = QStringLiteral("%1: asks for %2; %3").arg(resourceLabel(name), amountText(name, wanted), has),
             .resource = name,
             .podPointer = "/spec/containers/0/resources",
             .isForEver = wanted > whole});
    }
}

Amounts freeOf(const NodeFacts &node, const std::vector<const PodLoad *> &there)
{
    Amounts free = node.allocatable;
    for (const PodLoad *other : there) {
        for (const auto &[name, amount] : other->requests)
            free[name] = amountOf(free, name) - amount;
        free["pods"] = amountOf(free, "pods") - wholeAmount(1);
    }
    return free;
}

} // namespace

bool NodeFit::couldEverFit() const
{
    return std::ranges::none_of(misfits, &Misfit::isForEver);
}

NodeFit fitOf(const Json &pod, const NodeFacts &node, const std::vector<const PodLoad *> &there)
{
    NodeFit fit{.node = node.name, .misfits = {}, .free = freeOf(node, there), .whole = node.allocatable};
    if (node.isUnschedulable && !tolerates(pod, {cordonKey, {}, "NoSchedule"}))
        fit.misfits.push_back({.kind = Kind::Unschedulable, .text = QStringLiteral("the node is cordoned")});
    const std::string name = textAt(pod, {"spec", "nodeName"});
    if (!name.empty() && name != node.name)
        fit.misfits.push_back({.kind = Kind::Name,
                               .text = QStringLiteral("the pod names node %1").arg(qt(name)),
                               .podPointer = "/spec/nodeName",
                               .isForEver = true});
    addTaints(fit.misfits, pod, node);
    addSelector(fit.misfits, pod, node);
    addAffinity(fit.misfits, pod, node);
    addPorts(fit.misfits, pod, there);
    if (amountOf(fit.free, "pods") < wholeAmount(1))
        fit.misfits.push_back({.kind = Kind::Pods,
                               .text = QStringLiteral("it holds all the %1 pods it takes")
                                           .arg(amountText("pods", amountOf(node.allocatable, "pods"))),
                               .isForEver = amountOf(node.allocatable, "pods").isZero()});
    addResources(fit, pod, node);
    return fit;
}

std::vector<NodeFit> fitOf(const Json &pod, const std::vector<NodeFacts> &nodes, const std::vector<PodLoad> &loads)
{
    std::map<std::string, std::vector<const PodLoad *>> byNode;
    for (const PodLoad &load : loads)
        byNode[load.node].push_back(&load);
    std::vector<NodeFit> fits;
    for (const NodeFacts &node : nodes)
        fits.push_back(fitOf(pod, node, byNode[node.name]));
    return fits;
}

std::set<std::string> hostPortsOf(const Json &pod)
{
    std::set<std::string> found;
    const bool isHosts = core::boolAt(pod, {"spec", "hostNetwork"}); // every port is the node's then
    eachContainer(pod, [&](const std::string &, size_t, const Json &container) {
        const Json &ports = at(container, {"ports"});
        for (size_t i = 0; ports.is_array() && i < ports.size(); ++i) {
            const long long port = core::intAt(ports[i], {isHosts ? "containerPort" : "hostPort"});
            if (port > 0)
                found.insert(textAt(ports[i], {"protocol"}, "TCP") + '/' + std::to_string(port));
        }
    });
    return found;
}

} // namespace podwright::preflight
