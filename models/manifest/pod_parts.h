#pragma once

#include "models/core/result.h"
#include "models/manifest/pod_builder.h"

#include <set>

namespace podwright::manifest {

// Internal to the task reader: a pod taken apart.
struct PodParts
{
    Json arguments = Json::object(); // that shape the pod, in the form's order
    Json rest = Json::object();      // what only a template can give
    std::vector<QString> notes;
};

// The pod as KPO's client reads it and people see it, without what no task gives. Errors: Invalid with a place in the
// pod.
core::Result<Json> readablePod(const Json &pod, std::vector<QString> &notes);

// Takes the XCom sidecar out of a readable pod, with its volume and mount, if it is KPO's own: the arguments that give
// it, else none.
Json takeXcomSidecar(Json &pod, const BuildOptions &options);

// The arguments and the rest of a readable pod without a sidecar. `suffix`: what stands for a random one.
PodParts partsOf(Json pod, const std::string &suffix);

// Names of the arguments that shape the pod otherwise than as a template, task_id not among them.
const std::set<std::string_view> &podArguments();

// In the order of the form; names that are no argument last.
Json inFormOrder(const Json &arguments);

} // namespace podwright::manifest
