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
    };
}

} // namespace

std::span<const Argument> dagFields()
{
    static const std::vector<Argument> rows = dagRows();
    return rows;
}

const Argument *findDagField(std::string_view name)
{
    const auto found = std::ranges::find(dagFields(), name, &Argument::name);
    return found == dagFields().end() ? nullptr : &*found;
}

} // namespace podwright::task
