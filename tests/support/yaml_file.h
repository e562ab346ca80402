#pragma once

#include "models/core/json.h"

#include <QString>

namespace podwright::support {

// The first document of a YAML file of the tests, read as PyYAML reads it; ends the test program if it cannot be read.
core::Json readYamlFile(const QString &path);

} // namespace podwright::support
