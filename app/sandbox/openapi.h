#pragma once

#include "app/sandbox/exchange.h"

namespace podwright::sandbox {

// What clients ask before they write: an empty v2 document (kubectl 1.20 then skips its own validation) and a v3
// document that says which kinds take dryRun and fieldValidation, so that newer clients leave validation to the server.
void sendOpenApi(Reply &reply, const std::string &path);

} // namespace podwright::sandbox
