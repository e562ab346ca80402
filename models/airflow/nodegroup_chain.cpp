#include "models/airflow/dag_forms.h"

#include "models/core/strings.h"
#include "models/task/arguments.h"

#include <algorithm>
#include <numeric>

namespace podwright::airflow {

namespace {

// Writes the four tasks around the work on one node group.
class NodegroupChain
{
public:
    NodegroupChain(const task::Task &task, Draft &draft)
        : m_task(task)
        , m_draft(draft)
        , m_cluster(requiredField(task, "cluster_name", draft))
        , m_group(core::textAt(task.airflow, {"nodegroup_name"}, "nodegroup"))
    {}

    DagStep create()
    {
        const core::Json &subnets = core::at(m_task.airflow, {"nodegroup_subnets"});
        if (subnets.empty())
            m_draft.fail("/airflow/nodegroup_subnets", QStringLiteral("nodegroup_subnets is not given"),
                         core::qt(task::findDagField("nodegroup_subnets")->help));
        DagStep step = operatorStep("EksCreateNodegroupOperator", "create_nodegroup");
        add(step, keyword("nodegroup_role_arn", literal(requiredField(m_task, "nodegroup_role_arn", m_draft))));
        add(step, keyword("nodegroup_subnets", literal(subnets)));
        return step;
    }

    DagStep remove()
    {
        DagStep step = operatorStep("EksDeleteNodegroupOperator", "delete_nodegroup");
        add(step, keyword("trigger_rule", literal("all_done")));
        return step;
    }

    DagStep wait(const char *taskId, const char *state)
    {
        m_draft.imports.add("airflow.providers.amazon.aws.sensors.eks", "EksNodegroupStateSensor");
        m_draft.imports.add("airflow.providers.amazon.aws.hooks.eks", "NodegroupStates");
        DagStep step = this->step("EksNodegroupStateSensor", taskId);
        add(step, keyword("target_state", atom(std::string("NodegroupStates.") + state)));
        return step;
    }

private:
    static void add(DagStep &step, ExpressionItem item) { step.expression.items.push_back(std::move(item)); }

    DagStep operatorStep(const char *name, const char *taskId)
    {
        m_draft.imports.add("airflow.providers.amazon.aws.operators.eks", name);
        return step(name, taskId);
    }

    DagStep step(const char *name, const char *taskId)
    {
        DagStep result{.name = taskId, .expression = call(name)};
        result.expression.isSpread = true;
        add(result, keyword("task_id", literal(taskId)));
        add(result, keyword("cluster_name", literal(m_cluster)));
        add(result, keyword("nodegroup_name", literal(m_group)));
        addField(result.expression.items, m_task, "region", "region_name");
        addField(result.expression.items, m_task, "aws_conn_id");
        return result;
    }

    const task::Task &m_task;
    Draft &m_draft;
    std::string m_cluster, m_group;
};

} // namespace

void addNodegroupChain(DagDocument &document, std::span<const task::Task> tasks)
{
    Draft &draft = document.draft();
    draft.begin(tasks.front());
    NodegroupChain chain(tasks.front(), draft);
    draft.beginWhole();
    draft.note(QStringLiteral("A node_selector of eks.amazonaws.com/nodegroup keeps the pods on the new nodes"));
    std::vector<DagStep> work = document.takeSteps();
    std::vector<size_t> last(work.size());
    std::iota(last.begin(), last.end(), 2);
    document.addStep(chain.create());
    DagStep ready = chain.wait("wait_for_nodegroup", "ACTIVE");
    ready.upstream = {0};
    document.addStep(std::move(ready));
    for (DagStep &step : work) {
        for (size_t &before : step.upstream) {
            before += 2;
            std::erase(last, before);
        }
        if (step.upstream.empty())
            step.upstream = {1};
        document.addStep(std::move(step));
    }
    DagStep remove = chain.remove();
    remove.upstream = last;
    document.addStep(std::move(remove));
    DagStep gone = chain.wait("wait_for_deletion", "NONEXISTENT");
    gone.upstream = {document.steps().size() - 1};
    document.addStep(std::move(gone));
}

} // namespace podwright::airflow
