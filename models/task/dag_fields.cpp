#include "models/task/arguments.h"

#include <algorithm>

namespace podwright::task {

namespace {

using enum ArgumentType;

std::vector<Argument> dagRows()
{
    return {
        {.name = "dag_id",
         .type = Text,
         .section = Section::Airflow,
         .label = "DAG id",
         .help = "Name of the DAG the task belongs to; tasks of one DAG are listed and exported together.",
         .defaultJson = "null"},
        {.name = "description",
         .type = Text,
         .section = Section::Airflow,
         .label = "DAG description",
         .help = "One line about the DAG.",
         .defaultJson = "null"},
        {.name = "schedule",
         .type = Text,
         .section = Section::Airflow,
         .label = "Schedule",
         .help = "Cron expression or preset such as @daily; empty for runs by hand only.",
         .defaultJson = "null"},
        {.name = "start_date",
         .type = Text,
         .section = Section::Airflow,
         .label = "Start date",
         .help = "First day of the schedule, as YEAR-MONTH-DAY.",
         .defaultJson = "null"},
        {.name = "catchup",
         .type = Flag,
         .section = Section::Airflow,
         .label = "Catch up",
         .help = "Also runs the periods between the start date and today.",
         .defaultJson = "false"},
        {.name = "tags",
         .type = StringList,
         .section = Section::Airflow,
         .label = "Tags",
         .help = "Words to find the DAG by.",
         .defaultJson = "[]"},
        {.name = "owner",
         .type = Text,
         .section = Section::Airflow,
         .label = "Owner",
         .help = "Who is responsible for the DAG.",
         .defaultJson = "null"},
        {.name = "connection",
         .type = Text,
         .section = Section::Airflow,
         .label = "Connection id",
         .help = "Airflow connection of exported tasks that name none.",
         .defaultJson = "null"},
        {.name = "kubeconfig",
         .type = Text,
         .section = Section::Airflow,
         .label = "Kubeconfig of the workers",
         .help = "Where the kubeconfig stands on the Airflow workers.",
         .defaultJson = "null"},
        {.name = "airflow_version",
         .type = Text,
         .section = Section::Airflow,
         .label = "Airflow version",
         .help = "Version of Airflow that exported code is written for.",
         .defaultJson = "null"},
        {.name = "provider_version",
         .type = Text,
         .section = Section::Airflow,
         .label = "Provider version",
         .help = "Version of the Kubernetes provider that exported code is written for.",
         .defaultJson = "null"},
        {.name = "labels",
         .type = Choice,
         .section = Section::Airflow,
         .label = "Labels of launches",
         .help =
             "plain: the task's own. airflow: with those that Airflow adds (dag_id, task_id, run_id, try_number and "
             "more), so that dashboards and selectors made for Airflow work.",
         .defaultJson = "\"plain\"",
         .choices = {"plain", "airflow"}},
    };
}

std::vector<Argument> orderRows()
{
    return {
        {.name = "upstream",
         .type = StringList,
         .section = Section::Airflow,
         .label = "After",
         .help = "Ids of the tasks of the same DAG that come before this one.",
         .defaultJson = "[]"},
    };
}

std::vector<Argument> cloudRows()
{
    return {
        {.name = "cluster_name",
         .type = Text,
         .section = Section::Airflow,
         .label = "Cloud cluster",
         .help = "Name of the EKS or GKE cluster, for exports to those operators.",
         .defaultJson = "null"},
        {.name = "region",
         .type = Text,
         .section = Section::Airflow,
         .label = "AWS region",
         .help = "Region of the EKS cluster; otherwise the connection's.",
         .defaultJson = "null"},
        {.name = "aws_conn_id",
         .type = Text,
         .section = Section::Airflow,
         .label = "AWS connection",
         .help = "Airflow connection to AWS.",
         .defaultJson = "\"aws_default\""},
        {.name = "nodegroup_name",
         .type = Text,
         .section = Section::Airflow,
         .label = "Node group",
         .help = "Name of the EKS node group that an exported chain creates and deletes.",
         .defaultJson = "\"nodegroup\""},
        {.name = "nodegroup_role_arn",
         .type = Text,
         .section = Section::Airflow,
         .label = "Node group role",
         .help = "ARN of the IAM role of that node group's machines.",
         .defaultJson = "null"},
        {.name = "nodegroup_subnets",
         .type = StringList,
         .section = Section::Airflow,
         .label = "Node group subnets",
         .help = "Ids of the subnets that node group's machines are in.",
         .defaultJson = "[]"},
        {.name = "project_id",
         .type = Text,
         .section = Section::Airflow,
         .label = "Google project",
         .help = "Project of the GKE cluster; otherwise the connection's.",
         .defaultJson = "null"},
        {.name = "location",
         .type = Text,
         .section = Section::Airflow,
         .label = "Google location",
         .help = "Zone or region of the GKE cluster.",
         .defaultJson = "null"},
        {.name = "gcp_conn_id",
         .type = Text,
         .section = Section::Airflow,
         .label = "Google connection",
         .help = "Airflow connection to Google Cloud.",
         .defaultJson = "\"google_cloud_default\""},
    };
}

std::vector<Argument> jobRows()
{
    return {
        {.name = "parallelism",
         .type = Integer,
         .section = Section::Airflow,
         .label = "Job parallelism",
         .help = "How many pods an exported Job runs at once.",
         .defaultJson = "1"},
        {.name = "completions",
         .type = Integer,
         .section = Section::Airflow,
         .label = "Job completions",
         .help = "How many pods of an exported Job must succeed.",
         .defaultJson = "null"},
        {.name = "completion_mode",
         .type = Choice,
         .section = Section::Airflow,
         .label = "Job completion",
         .help = "Whether the pods of an exported Job are alike or each has an index.",
         .defaultJson = "null",
         .choices = {"NonIndexed", "Indexed"}},
        {.name = "backoff_limit",
         .type = Integer,
         .section = Section::Airflow,
         .label = "Job retries",
         .help = "How often the cluster itself tries the pod of an exported Job again.",
         .defaultJson = "null"},
        {.name = "ttl_seconds_after_finished",
         .type = Integer,
         .section = Section::Airflow,
         .label = "Job kept for",
         .help = "How long the cluster keeps an exported Job that has ended.",
         .defaultJson = "null",
         .unit = "s"},
    };
}

} // namespace

std::span<const Argument> dagFields()
{
    static const std::vector<Argument> rows = [] {
        std::vector<Argument> all = dagRows();
        for (const auto &part : {orderRows(), cloudRows(), jobRows()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return rows;
}

const Argument *findDagField(std::string_view name)
{
    const auto found = std::ranges::find(dagFields(), name, &Argument::name);
    return found == dagFields().end() ? nullptr : &*found;
}

} // namespace podwright::task
