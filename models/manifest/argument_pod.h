#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <map>
#include <string>
#include <vector>

namespace podwright::manifest {

using core::Json;

// The pod that the arguments alone make, before the template and the attachments.
struct ArgumentPod
{
    Json pod; // without the empty maps that lose against everything
    // For a list that is appended to a template's ("/spec/volumes"): where each item comes from ("/task/volumes/0").
    std::map<std::string, std::vector<std::string>> itemOrigins;
};

// Errors: Invalid naming the argument whose value has a form that KPO refuses.
core::Result<ArgumentPod> argumentPod(const task::Task &task);

} // namespace podwright::manifest
