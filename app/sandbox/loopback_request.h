#pragma once

#include "app/sandbox/container_action.h"

namespace podwright::sandbox {

struct LoopbackRequest
{
    std::string host = {}; // as the pod names it; empty: the pod's own address
    int port = 0;
    std::string scheme = {}, path = {};    // of HTTP
    std::vector<std::string> headers = {}; // "Name: value"
};

// A GET request; a status below 400 is a success.
ActionResult requestHttp(const LoopbackRequest &request, std::chrono::milliseconds timeout,
                         const std::stop_token &stop);
// A connection that is closed at once.
ActionResult connectTcp(const LoopbackRequest &request, std::chrono::milliseconds timeout, const std::stop_token &stop);

} // namespace podwright::sandbox
