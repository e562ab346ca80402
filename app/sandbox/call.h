#pragma once

#include "app/sandbox/exchange.h"
#include "app/sandbox/resources.h"
#include "app/sandbox/service_tokens.h"

#include <mutex>

namespace podwright::sandbox {

class Node;

struct Services
{
    Store &store;
    Node *node = nullptr;      // null: no pod runs, logs and exec say so
    std::mutex admission = {}; // held from the quota check to the creation
    std::string caCertificate = {};
    ServiceTokens tokens{store};
};

// One request on its way: what it is about and who answers.
struct Call
{
    Request &request;
    Reply &reply;
    Services &services;
    const ResourceType &type;
    std::string ns, name, subresource;
    std::vector<std::string> warnings = {};

    bool isDryRun() const { return request.query.has("dryRun"); }
};

} // namespace podwright::sandbox
