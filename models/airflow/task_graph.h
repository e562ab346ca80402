#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <span>
#include <string>
#include <vector>

namespace podwright::airflow {

struct TaskGraphNode
{
    std::string taskId;
    std::vector<size_t> upstream = {};     // indexes of the nodes right before this one
    std::vector<std::string> missing = {}; // ids of `airflow.upstream` that no task of the graph has
    int depth = 0;                         // longest way from a node without upstream: the column to draw it in
};

struct TaskGraph
{
    std::vector<TaskGraphNode> nodes; // as the tasks were given
    std::vector<size_t> order;        // each node after its upstreams, otherwise as the tasks were given
};

// The tasks of one DAG, ordered by `airflow.upstream`. Pure. Errors: Invalid: a task without an id, two with the same
// one, a cycle (naming its tasks).
core::Result<TaskGraph> taskGraph(std::span<const task::Task> tasks);

} // namespace podwright::airflow
