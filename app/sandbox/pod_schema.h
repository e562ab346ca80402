#pragma once

#include "app/sandbox/resources.h"

#include <string>
#include <vector>

namespace podwright::sandbox {

struct FieldProblems
{
    std::vector<std::string> unknown;    // `unknown field "spec.foo"`
    std::vector<std::string> wrongTypes; // what the decoder would say: such an object is never accepted
};

// Compares the object with the fields its type has; types without a table pass.
FieldProblems judgeFields(const ResourceType &type, const Json &object);
void dropUnknownFields(const ResourceType &type, Json &object);

} // namespace podwright::sandbox
