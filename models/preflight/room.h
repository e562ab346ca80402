#pragma once

#include "models/preflight/node_fit.h"

// How large a pod may be for a node to take it now.
namespace podwright::preflight {

struct Largest
{
    std::string node;
    Amounts free;
};
// The largest pods that would fit now, of nodes that take this pod but for its size: on the one with the most memory
// free and, where that is another, on the one with the most CPU free.
std::vector<Largest> largestNow(const std::vector<NodeFit> &fits);

// "1.9 CPU and 3.4Gi memory on node-a, or 4 CPU and 1Gi memory on node-b"; empty for none.
QString roomText(const std::vector<Largest> &rooms);
// "1.9 CPU and 3.4Gi memory free", or why the node takes nothing whatever its size.
QString roomOf(const NodeFit &fit);

} // namespace podwright::preflight
