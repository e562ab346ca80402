#pragma once

#include "app/sandbox/api_errors.h"
#include "app/sandbox/resources.h"

#include <vector>

namespace podwright::sandbox {

// Everything that is wrong with an object that is no pod.
std::vector<Cause> validateObject(const ResourceType &type, const Json &object);
std::vector<Cause> validateObjectUpdate(const ResourceType &type, const Json &previous, const Json &object);

std::vector<Cause> validateMetadata(const ResourceType &type, const Json &object);

} // namespace podwright::sandbox
