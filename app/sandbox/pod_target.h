#pragma once

#include "app/sandbox/call.h"

#include <string>

namespace podwright::sandbox {

// The container a log, exec or attach request is about; the only one when it names none. ApiError 400 with the server's
// texts when it is unknown or the choice is open.
std::string containerOf(const Call &call, const Json &pod);

bool isScheduled(const Json &pod);
bool isUpgrade(const Request &request); // to a WebSocket

} // namespace podwright::sandbox
