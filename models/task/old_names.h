#pragma once

#include "models/core/yaml.h"
#include "models/task/report.h"

namespace podwright::task {

// Rewrites arguments of the operator's earlier versions, as older guides show them, to those of today, and says so: one
// warning "old-name" each, at the place of the old name. `document` is the file the arguments come from.
void translateOldNames(Json &arguments, const core::YamlDocument &document, Problems &notes);

} // namespace podwright::task
