#pragma once

#include "models/preflight/facts.h"

#include <string>
#include <vector>

namespace podwright::preflight {

// Why a pod does not fit a node; each of them would be enough.
struct Misfit
{
    enum class Kind { Unschedulable, Taint, Selector, Affinity, Name, Ports, Pods, Resource };
    Kind kind = Kind::Resource;
    QString text = {};         // "memory: asks for 16Gi, 12.4Gi of 13.01Gi are free"
    std::string resource = {}; // of Resource
    Taint taint = {};          // of Taint
    QString label = {};        // of Selector: "disk=ssd"
    std::string podPointer = {};
    bool isForEver = false; // an empty node would not do either
};

struct NodeFit
{
    std::string node;
    std::vector<Misfit> misfits; // none: it fits now
    Amounts free;                // by resource; what others have left
    Amounts whole = {};          // and what an empty node has
    bool fits() const { return misfits.empty(); }
    bool couldEverFit() const;
};

// By the scheduler's filters that one node and its pods decide: cordon, name, taints, selector, required affinity, host
// ports, number of pods, resources. Rules between pods (affinity, spreading) are none of it.
NodeFit fitOf(const Json &pod, const NodeFacts &node, const std::vector<const PodLoad *> &there);
std::vector<NodeFit> fitOf(const Json &pod, const std::vector<NodeFacts> &nodes, const std::vector<PodLoad> &loads);

// Taints that nodes are given while they are in trouble, and lose again.
inline constexpr std::string_view passingTaints = "node.kubernetes.io/";

bool tolerates(const Json &pod, const Taint &taint);
bool acceptsLabels(const Json &term, const NodeFacts &node); // one term of a node affinity
std::set<std::string> hostPortsOf(const Json &pod);          // "TCP/80", whatever the address

} // namespace podwright::preflight
