#pragma once

#include "app/sandbox/process.h"

namespace podwright::sandbox {

// The namespaces a process of this user or its containers lives in, where they are not our own, in the order in which
// to enter them. Error: it has ended.
core::Result<std::vector<std::shared_ptr<Descriptor>>> namespacesOf(pid_t pid);

} // namespace podwright::sandbox
