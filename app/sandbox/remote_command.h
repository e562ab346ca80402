#pragma once

#include "app/sandbox/exchange.h"
#include "app/sandbox/node.h"

namespace podwright::sandbox {

// The first offered subprotocol the sandbox speaks (v5, v4, v4 in base64 is not among them); "" when there is none.
std::string chosenProtocol(const std::string &offered);

// Carries a session over the channels of v4/v5 until the command has ended or the client has gone.
void serveRemoteCommand(WebSocket &socket, ExecSession &session, const ExecOptions &options);

// The Status of channel 3.
Json exitStatus(int exitCode);

} // namespace podwright::sandbox
