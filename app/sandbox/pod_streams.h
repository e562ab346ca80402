#pragma once

#include "app/sandbox/call.h"

namespace podwright::sandbox {

void sendLog(Call &call);
void runExec(Call &call);
void runAttach(Call &call);
void forwardPorts(Call &call);

} // namespace podwright::sandbox
