#pragma once

#include "models/manifest/pod_builder.h"

namespace podwright::manifest {

// What only the merged pod shows: lists of the template and of the arguments are put together as they are, and the same
// name may then stand there twice. Pointers lead to the task. Pure.
task::Problems adviseOnPod(const BuiltPod &built);
// The same of the pod that the task becomes; nothing when it becomes none.
task::Problems adviseOnPodOf(const task::Task &task);

} // namespace podwright::manifest
