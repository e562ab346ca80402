#include "models/task/argument_rows.h"

namespace podwright::task {

namespace {

using enum ArgumentType;

std::vector<Argument> retryRows()
{
    return {
        {.name = "doc_md",
         .type = Text,
         .section = Section::Airflow,
         .label = "Notes",
         .help = "Description in Markdown, shown on the task's page in Airflow.",
         .defaultJson = "null"},
        {.name = "retries",
         .type = Integer,
         .section = Section::Airflow,
         .label = "Retries",
         .help = "How often a failed task is tried again.",
         .defaultJson = "0"},
        {.name = "retry_delay",
         .type = Number,
         .section = Section::Airflow,
         .label = "Retry delay",
         .help = "Pause before the next try.",
         .defaultJson = "300",
         .unit = "s"},
        {.name = "execution_timeout",
         .type = Number,
         .section = Section::Airflow,
         .label = "Execution timeout",
         .help = "Airflow fails the task after this time. Deferrable tasks ignored it before provider 10.18; add a "
                 "deadline as well.",
         .defaultJson = "null",
         .unit = "s"},
        {.name = "trigger_rule",
         .type = Choice,
         .section = Section::Airflow,
         .label = "Trigger rule",
         .help = "Which outcome of the tasks before this one lets it start.",
         .defaultJson = "\"all_success\"",
         .choices = {"all_success", "all_failed", "all_done", "all_done_min_one_success", "all_done_setup_success",
                     "all_skipped", "always", "none_failed", "none_failed_min_one_success", "none_skipped", "one_done",
                     "one_failed", "one_success"}},
        {.name = "depends_on_past",
         .type = Flag,
         .section = Section::Airflow,
         .label = "Wait for the run before",
         .help = "Starts only when this task succeeded, or was skipped, in the DAG's previous run.",
         .defaultJson = "false"},
    };
}

std::vector<Argument> queueRows()
{
    return {
        {.name = "pool",
         .type = Text,
         .section = Section::Airflow,
         .label = "Pool",
         .help = "Airflow pool whose slots limit how many such tasks run at once.",
         .defaultJson = "\"default_pool\""},
        {.name = "pool_slots",
         .type = Integer,
         .section = Section::Airflow,
         .label = "Pool slots",
         .help = "Slots of the pool this task takes.",
         .defaultJson = "1"},
        {.name = "priority_weight",
         .type = Integer,
         .section = Section::Airflow,
         .label = "Priority weight",
         .help = "Tasks with a larger weight leave Airflow's queue first.",
         .defaultJson = "1"},
        {.name = "queue",
         .type = Text,
         .section = Section::Airflow,
         .label = "Queue",
         .help = "Queue of the executor, where it has several.",
         .defaultJson = "\"default\""},
        {.name = "executor",
         .type = Text,
         .section = Section::Airflow,
         .label = "Executor",
         .help = "Executor that runs the task, where Airflow has several.",
         .defaultJson = "null"},
        {.name = "executor_config",
         .type = Object,
         .section = Section::Airflow,
         .label = "Executor settings",
         .help = "Settings for the executor: they shape Airflow's worker, not the pod of this task.",
         .defaultJson = "null"},
        {.name = "max_active_tis_per_dag",
         .type = Integer,
         .section = Section::Airflow,
         .label = "Most at once",
         .help = "How many runs of this task may be active at once over all runs of the DAG.",
         .defaultJson = "null"},
    };
}

std::vector<Argument> callbackRows()
{
    return {
        {.name = "on_failure_callback",
         .type = Code,
         .section = Section::Airflow,
         .label = "Call on failure",
         .help = "Python function that Airflow calls when the task failed. Only an exported DAG can use it.",
         .defaultJson = "null"},
        {.name = "on_success_callback",
         .type = Code,
         .section = Section::Airflow,
         .label = "Call on success",
         .help = "Python function that Airflow calls when the task succeeded. Only an exported DAG can use it.",
         .defaultJson = "null"},
        {.name = "on_retry_callback",
         .type = Code,
         .section = Section::Airflow,
         .label = "Call on retry",
         .help = "Python function that Airflow calls before another try. Only an exported DAG can use it.",
         .defaultJson = "null"},
    };
}

// They shape the whole pod: the JSON pointer of a whole document is the empty text.
std::vector<Argument> templateRows()
{
    return {
        {.name = "pod_template_file",
         .type = Text,
         .section = Section::Template,
         .label = "Template file",
         .help =
             "Path, on the worker, of a pod manifest that lies below all arguments. Jinja renders the path but never "
             "the file's content.",
         .defaultJson = "null",
         .isTemplated = true},
        {.name = "pod_template_dict",
         .type = Object,
         .section = Section::Template,
         .label = "Template",
         .help = "Pod manifest that lies below all arguments. Ignored when a template file is given.",
         .defaultJson = "null",
         .isTemplated = true,
         .since = "7.12.0",
         .schema = "V1Pod"},
        {.name = "full_pod_spec",
         .type = Object,
         .section = Section::Template,
         .label = "Full pod",
         .help = "A whole pod, despite its name, laid over the template and under the arguments.",
         .defaultJson = "null",
         .schema = "V1Pod"},
    };
}

} // namespace

std::vector<Argument> airflowRows()
{
    std::vector<Argument> rows = retryRows();
    for (const auto &part : {queueRows(), callbackRows(), templateRows()})
        rows.insert(rows.end(), part.begin(), part.end());
    return rows;
}

} // namespace podwright::task
