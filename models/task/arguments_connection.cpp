#include "models/task/argument_rows.h"

namespace podwright::task {

namespace {

using enum ArgumentType;

std::vector<Argument> xcomRows()
{
    return {
        {.name = "do_xcom_push",
         .type = Flag,
         .section = Section::XCom,
         .label = "Return a value",
         .help = "Adds a sidecar that hands over what the task writes as JSON to /airflow/xcom/return.json.",
         .defaultJson = "false",
         .podPath = "/spec/volumes",
         .replaces = "xcom_push"},
        {.name = "multiple_outputs",
         .type = Flag,
         .section = Section::XCom,
         .label = "One value per key",
         .help = "Stores each key of a returned object as a value of its own. All keys must be texts.",
         .defaultJson = "false"},
        {.name = "xcom_sidecar_container_security_context",
         .type = Object,
         .section = Section::XCom,
         .label = "Sidecar security",
         .help = "User and privileges of the XCom sidecar, for clusters whose policy checks every container.",
         .defaultJson = "null",
         .podPath = "/spec/containers/1/securityContext",
         .since = "10.21.0",
         .schema = "V1SecurityContext"},
    };
}

} // namespace

std::vector<Argument> connectionRows()
{
    std::vector<Argument> rows = xcomRows();
    const std::vector<Argument> connection = {
        {.name = "kubernetes_conn_id",
         .type = Text,
         .section = Section::Connection,
         .label = "Airflow connection",
         .help = "Airflow connection that tells the worker how to reach the cluster.",
         .defaultJson = "\"kubernetes_default\"",
         .isTemplated = true,
         .since = "4.1.0"},
        {.name = "cluster_context",
         .type = Text,
         .section = Section::Connection,
         .label = "Cluster context",
         .help = "Context of the kubeconfig to use. Without effect when the worker uses its own service account.",
         .defaultJson = "null",
         .isTemplated = true},
        {.name = "config_file",
         .type = Text,
         .section = Section::Connection,
         .label = "Kubeconfig on the worker",
         .help = "Path of the kubeconfig as the Airflow worker sees it, not as this machine does.",
         .defaultJson = "null",
         .isTemplated = true},
        {.name = "in_cluster",
         .type = Flag,
         .section = Section::Connection,
         .label = "In cluster",
         .help = "Yes: the worker uses its own service account. If not given, that is tried first and the kubeconfig "
                 "second.",
         .defaultJson = "null"},
    };
    rows.insert(rows.end(), connection.begin(), connection.end());
    return rows;
}

} // namespace podwright::task
