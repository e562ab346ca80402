#pragma once

#include "app/sandbox/call.h"

#include <optional>

namespace podwright::sandbox {

void checkWriteOptions(const Call &call, const char *optionsKind); // dryRun, fieldManager: ApiError 422

struct DeleteOptions
{
    std::optional<long long> graceSeconds;
    std::string uid, resourceVersion; // preconditions
    bool isDryRun = false;
};

DeleteOptions deleteOptions(const Call &call); // of the body, else of the query
DeleteOptions deleteOptions(const Json &options);

} // namespace podwright::sandbox
