#pragma once

#include "app/sandbox/exchange.h"
#include "app/sandbox/node.h"

#include <initializer_list>

namespace podwright::sandbox {

// The first offered subprotocol that is spoken; "" when there is none.
std::string chosenProtocol(const std::string &offered, std::initializer_list<std::string_view> spoken);

// Carries a session over the channels of v4/v5 until the command has ended or the client has gone.
void serveRemoteCommand(WebSocket &socket, ExecSession &session, const ExecOptions &options);

// The Status of channel 3.
Json exitStatus(int exitCode);

} // namespace podwright::sandbox
