#pragma once

#include "models/airflow/dag_document.h"
#include "models/airflow/operator_call.h"
#include "models/airflow/python_text.h"

namespace podwright::airflow {

// Whole DAGs, one operator a task. `form` is Dag, Job, Eks or Gke. The tasks are in `graph`.
core::Result<Exported> operatorDag(std::span<const task::Task> tasks, const TaskGraph &graph, ExportForm form,
                                   const ExportOptions &options);

// A whole DAG of @task.kubernetes_cmd.
core::Result<Exported> taskFlowDag(std::span<const task::Task> tasks, const TaskGraph &graph,
                                   const ExportOptions &options);

// Creates an EKS node group and waits before the steps that `document` has, deletes it and waits after them.
void addNodegroupChain(DagDocument &document, std::span<const task::Task> tasks);

// The text of a required field of the airflow part; fails where it is missing.
std::string requiredField(const task::Task &task, std::string_view field, Draft &draft);

// Says which upstream tasks are not in the graph.
void noteMissing(const TaskGraphNode &node, Draft &draft);

// Adds the steps of the graph in its order; `make` writes one, without upstream.
template<class Make>
void addSteps(DagDocument &document, std::span<const task::Task> tasks, const TaskGraph &graph, const Make &make)
{
    std::vector<size_t> place(tasks.size());
    for (const size_t node : graph.order) {
        place[node] = document.steps().size();
        document.begin(tasks[node]);
        DagStep step = make(tasks[node]);
        if (step.name.empty())
            step.name = pythonName(tasks[node].taskId());
        for (const size_t before : graph.nodes[node].upstream)
            step.upstream.push_back(place[before]);
        noteMissing(graph.nodes[node], document.draft());
        document.addStep(std::move(step));
    }
}

} // namespace podwright::airflow
