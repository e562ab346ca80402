#pragma once

#include "models/core/result.h"
#include "models/manifest/pod_builder.h"

#include <vector>

namespace podwright::manifest {

// One source of template values and the task pointer it stands at.
struct TemplateSource
{
    Json pod;
    std::string pointer; // "/template", "/task/full_pod_spec", ...
};

struct TemplateLayer
{
    Json pod;                            // what the arguments are merged over
    std::vector<TemplateSource> sources; // strongest first
    std::vector<QString> notes;
};

// pod_template_file's text (or the task file's own template), else pod_template_dict, under full_pod_spec. Errors:
// Invalid naming the argument when a template is no pod, or has a spec without containers.
core::Result<TemplateLayer> templateLayer(const task::Task &task, const BuildOptions &options);

} // namespace podwright::manifest
