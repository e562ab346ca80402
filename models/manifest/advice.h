#pragma once

#include "models/manifest/pod_builder.h"
#include "models/manifest/template_file.h"

namespace podwright::manifest {

// What only the merged pod shows: lists of the template and of the arguments are put together as they are, and the same
// name may then stand there twice. Pointers lead to the task. Pure.
task::Problems adviseOnPod(const BuiltPod &built);
// The same of the pod that the task becomes, and what is wrong with its template file. Nothing else when it becomes
// none.
task::Problems adviseOnPodOf(const task::Task &task, const TemplateTexts &templates = {});

} // namespace podwright::manifest
