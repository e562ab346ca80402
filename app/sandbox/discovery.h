#pragma once

#include "app/sandbox/exchange.h"
#include "app/sandbox/store.h"

namespace podwright::sandbox {

Json versionInfo();

// /api, /apis, /apis/GROUP, /apis/GROUP/VERSION, /api/v1 and their aggregated form; everything else is 404.
void sendDiscovery(const Request &request, Reply &reply, const std::string &path);

} // namespace podwright::sandbox
