#pragma once

#include "models/preflight/facts.h"

#include <string_view>

namespace podwright::preflight {

// Of a Secret's JSON the type, the names of its keys and, of a pull secret, the hosts it is for. No value of it leaves
// this function. Errors: Invalid when it is no object.
core::Result<SecretFacts> readSecret(std::string_view json);

} // namespace podwright::preflight
