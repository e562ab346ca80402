#pragma once

#include "models/core/yaml.h"

#include <QString>

#include <string>
#include <vector>

namespace podwright::manifest {

// Something in a Pod's YAML that the API server would not understand.
struct PodFinding
{
    std::string pointer;      // JSON pointer into the pod
    core::Position position;  // of the name or value
    int length = 0;           // in characters
    QString message;          // one sentence, with the nearest known name where there is one
    std::string nearest = {}; // to put in its place; may be empty
};

// Unknown and misplaced fields, values of another form than the field's, values that are none of its choices; in the
// order of the text. `status` is not looked at.
std::vector<PodFinding> podFindings(const core::YamlDocument &document);

} // namespace podwright::manifest
