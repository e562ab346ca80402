#pragma once

#include "models/task/task.h"

namespace podwright::task {

// Everything that can be said about a task without a cluster, in the order of the form. Pure and fast (called on every
// keystroke). Rules and texts: KPO's constructor, the API server's pod validation.
Problems validate(const Task &task);

} // namespace podwright::task
