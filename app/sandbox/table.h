#pragma once

#include "app/sandbox/exchange.h"
#include "app/sandbox/resources.h"

#include <string>
#include <vector>

namespace podwright::sandbox {

enum class IncludeObject { None, Metadata, Object };
IncludeObject includeObject(const Request &request); // ApiError 400

// meta.k8s.io/v1 Table with the columns kubectl prints. `objects` in their stored form.
Json tableOf(const ResourceType &type, const std::vector<const Json *> &objects, const Json &listMetadata,
             IncludeObject include);

} // namespace podwright::sandbox
