#pragma once

#include "app/sandbox/store.h"

namespace podwright::sandbox {

// What the server writes into a new pod where the client wrote nothing, and its first status.
void setPodDefaults(Json &pod);
void setSpecDefaults(Json &pod);      // of the spec alone: what an update needs
void setEphemeralDefaults(Json &pod); // of its ephemeral containers

} // namespace podwright::sandbox
