#include "models/airflow/dag_forms.h"

#include "models/core/strings.h"
#include "models/manifest/reconcile.h"
#include "models/manifest/template_layer.h"
#include "models/task/arguments.h"

#include <QStringList>

namespace podwright::airflow {

namespace {

using core::Json;

const OperatorKind &operatorKind(ExportForm form)
{
    static const OperatorKind pod{.name = "KubernetesPodOperator",
                                  .module = "airflow.providers.cncf.kubernetes.operators.pod"};
    static const OperatorKind job{.name = "KubernetesJobOperator",
                                  .module = "airflow.providers.cncf.kubernetes.operators.job",
                                  .unheeded = {"skip_on_exit_code", "log_events_on_failure", "startup_timeout_seconds",
                                               "schedule_timeout_seconds", "startup_check_interval_seconds",
                                               "reattach_on_restart", "durable", "callbacks", "logging_interval",
                                               "init_container_logs"}};
    static const OperatorKind eks{
        .name = "EksPodOperator",
        .module = "airflow.providers.amazon.aws.operators.eks",
        .nameArgument = "pod_name",
        .left = {"config_file", "cluster_context", "kubernetes_conn_id", "in_cluster", "trigger_kwargs"}};
    static const OperatorKind gke{.name = "GKEStartPodOperator",
                                  .module = "airflow.providers.google.cloud.operators.kubernetes_engine",
                                  .left = {"config_file", "cluster_context", "kubernetes_conn_id", "in_cluster"}};
    switch (form) {
    case ExportForm::Job:
        return job;
    case ExportForm::Eks:
        return eks;
    case ExportForm::Gke:
        return gke;
    default:
        return pod;
    }
}

std::vector<ExpressionItem> jobArguments(const task::Task &task, Draft &draft)
{
    draft.note(QStringLiteral("The Job's name is the task's with \"job-\" before it"));
    std::vector<ExpressionItem> items{keyword("wait_until_job_complete", literal(true))};
    for (const char *field :
         {"parallelism", "completions", "completion_mode", "backoff_limit", "ttl_seconds_after_finished"})
        addField(items, task, field);
    if (core::intAt(task.airflow, {"parallelism"}, 1) < 1)
        draft.fail("/airflow/parallelism", QStringLiteral("a Job that is waited for runs at least one pod at once"));
    return items;
}

// The operator's own default hides the namespace of a template.
void addTemplateNamespace(std::vector<ExpressionItem> &items, const task::Task &task, const ExportOptions &options)
{
    if (!manifest::isFalsy(task.argument("namespace")))
        return;
    const auto layer = manifest::templateLayer(task, {.templateFileText = options.templateFileText(task)});
    if (!layer)
        return;
    if (const Json &name = core::at(layer->pod, {"metadata", "namespace"}); name.is_string())
        items.push_back(keyword("namespace", literal(name)));
}

std::vector<ExpressionItem> eksArguments(const task::Task &task, const ExportOptions &options, Draft &draft)
{
    std::vector<ExpressionItem> items{keyword("cluster_name", literal(requiredField(task, "cluster_name", draft)))};
    addField(items, task, "region");
    addField(items, task, "aws_conn_id");
    addTemplateNamespace(items, task, options);
    return items;
}

std::vector<ExpressionItem> gkeArguments(const task::Task &task, Draft &draft)
{
    std::vector<ExpressionItem> items{keyword("location", literal(requiredField(task, "location", draft))),
                                      keyword("cluster_name", literal(requiredField(task, "cluster_name", draft)))};
    addField(items, task, "project_id");
    addField(items, task, "gcp_conn_id");
    return items;
}

std::vector<ExpressionItem> specificArguments(const task::Task &task, ExportForm form, const ExportOptions &options,
                                              Draft &draft)
{
    switch (form) {
    case ExportForm::Job:
        return jobArguments(task, draft);
    case ExportForm::Eks:
        return eksArguments(task, options, draft);
    case ExportForm::Gke:
        return gkeArguments(task, draft);
    default:
        return {};
    }
}

} // namespace

std::string requiredField(const task::Task &task, std::string_view field, Draft &draft)
{
    const std::string value = core::textAt(task.airflow, {field});
    if (value.empty())
        draft.fail("/airflow/" + std::string(field), QStringLiteral("%1 is not given").arg(core::qt(field)),
                   core::qt(task::findDagField(field)->help));
    return value;
}

void noteMissing(const TaskGraphNode &node, Draft &draft)
{
    QStringList names;
    for (const std::string &name : node.missing)
        names += core::qt(name);
    if (!names.isEmpty())
        draft.note(
            QStringLiteral("It comes after %1, which is not exported here").arg(names.join(QStringLiteral(", "))));
}

core::Result<Exported> operatorDag(std::span<const task::Task> tasks, const TaskGraph &graph, ExportForm form,
                                   const ExportOptions &options)
{
    const OperatorKind &kind = operatorKind(form);
    DagDocument document(tasks, options);
    addSteps(document, tasks, graph, [&](const task::Task &task) {
        std::vector<ExpressionItem> more = document.ownArguments(task);
        for (ExpressionItem &item : specificArguments(task, form, options, document.draft()))
            more.push_back(std::move(item));
        DagStep step{.expression = call(kind.name, operatorArguments(task, kind, document.draft(), std::move(more)))};
        step.expression.isSpread = true;
        return step;
    });
    if (form == ExportForm::Eks && options.withNodegroupChain)
        addNodegroupChain(document, tasks);
    return document.finish();
}

} // namespace podwright::airflow
