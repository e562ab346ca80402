#pragma once

#include <chrono>
#include <sys/types.h>

namespace podwright::sandbox {

// Of a process and all below it; 0 when there is no such process.
long long memoryOfTree(pid_t root); // bytes that they hold for themselves
// Of the processor until now, children that have ended included.
std::chrono::nanoseconds processorOfTree(pid_t root);

} // namespace podwright::sandbox
