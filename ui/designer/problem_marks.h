#pragma once

#include "models/manifest/preview.h"
#include "models/task/task.h"

#include <vector>

namespace podwright::ui::designer {

// A problem of the task where the pod's text shows it.
struct ProblemMark
{
    core::Position position;
    int length = 0; // in characters
    QString message = {};
    bool isError = false;
};

// Worst first; problems of what shapes no line are left out. One of a whole block is marked at the block's first line.
std::vector<ProblemMark> problemMarks(const task::Problems &problems, const manifest::Preview &preview);

} // namespace podwright::ui::designer
