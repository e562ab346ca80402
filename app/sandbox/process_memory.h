#pragma once

#include <sys/types.h>

namespace podwright::sandbox {

// Bytes of memory that a process and all below it hold for themselves; 0 when there is no such process.
long long memoryOfTree(pid_t root);

} // namespace podwright::sandbox
