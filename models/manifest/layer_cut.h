#pragma once

#include "models/manifest/pod_builder.h"

#include <set>

namespace podwright::manifest {

// Internal to the task reader: a changed pod beside the templates of its task.

// What the task builds, as readablePod() gives it.
core::Result<Json> shownPod(const task::Task &task, const BuildOptions &options);

// Is the built pod the wanted one, both readable? A wanted pod that leaves out what KPO settles in every pod, or its
// name or namespace, does not differ by that.
bool isSamePod(const Json &built, const Json &wanted);

// The pod without what the template layer gives to it. `conflicts` gets the pointers of what has to go from the layer,
// because no argument can win against it.
Json withoutLayer(Json pod, const Json &layer, std::set<std::string> &conflicts);

// The task changed from the one that builds `before` (without a random part) so that it builds `wanted`: arguments and
// templates that still say what the pod says stay. The caller checks the result, for templates have limits.
task::Task withLayersKept(const task::Task &task, const Json &before, const Json &wanted, const BuildOptions &options);

} // namespace podwright::manifest
