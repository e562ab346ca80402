#pragma once

#include "models/airflow/draft.h"
#include "models/airflow/export.h"
#include "models/airflow/python_expression.h"
#include "models/airflow/task_graph.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace podwright::airflow {

// One task of a DAG as its code has it.
struct DagStep
{
    std::string name = {};             // wished for its variable: a Python name
    Expression expression;             // KubernetesPodOperator(...)
    std::string definition = {};       // what stands before it, indented by four: a decorated function
    std::vector<size_t> upstream = {}; // indexes of steps
};

// A whole module with one DAG, and what it was made of.
class DagDocument
{
public:
    // The tasks' airflow parts give the DAG's arguments.
    DagDocument(std::span<const task::Task> tasks, const ExportOptions &options);

    Draft &draft() { return m_draft; }
    // What follows is about this task; fails where the Airflow of the options does not load it.
    void begin(const task::Task &task);
    // What the task's airflow part says and the DAG as a whole does not.
    std::vector<ExpressionItem> ownArguments(const task::Task &task) const;
    void addStep(DagStep step) { m_steps.push_back(std::move(step)); }
    const std::vector<DagStep> &steps() const { return m_steps; }
    std::vector<DagStep> takeSteps() { return std::exchange(m_steps, {}); }
    core::Result<Exported> finish();

private:
    const core::Json &field(const char *name);
    std::string dagId();
    std::vector<ExpressionItem> arguments();
    Expression startDate(bool hasSchedule);
    void addOwner(std::vector<ExpressionItem> &items);
    std::string body();
    void nameSteps();

    std::span<const task::Task> m_tasks;
    const ExportOptions &m_options;
    Draft m_draft;
    std::vector<DagStep> m_steps;
};

// The lines that put steps in order, indented by four: "a >> [b, c] >> d". Empty if there is no order.
std::string orderLines(std::span<const DagStep> steps);

// The Python source inside a task, also of arguments that are code.
std::vector<std::string> sourcesOf(const task::Task &task);

} // namespace podwright::airflow
