#pragma once

#include "models/preflight/node_fit.h"
#include "models/preflight/subject.h"

namespace podwright::preflight {

// Why no node takes a pod: what holds for every node that could, or else for the nearest one.
struct NoNode
{
    QString sentence = {};  // without a stop: "no node has 4 CPU free now; the most is 1.5, on node-a"
    Misfit misfit = {};     // what it is about
    Quantity room = {};     // of a resource: the most there is, now or, if that is not enough, on an empty node
    bool isForEver = false; // waiting does not help
};

// None of `fits` fits.
NoNode noNodeFor(const Json &pod, const std::vector<NodeFit> &fits);

// The field of the task that a misfit comes from; empty: none.
std::string fieldOf(const Misfit &misfit, const Subject &subject);

} // namespace podwright::preflight
