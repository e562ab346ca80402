#include "models/manifest/airflow_identity.h"

#include "models/task/names.h"

namespace podwright::manifest {

namespace {

const std::string placeholderRunId = std::string("manual__") + previewSuffix;

std::string dagIdOf(const task::Task &task)
{
    const std::string given = core::textAt(task.airflow, {"dag_id"});
    return given.empty() ? task.taskId() : given;
}

} // namespace

bool wantsAirflowLabels(const task::Task &task)
{
    return core::textAt(task.airflow, {"labels"}) == "airflow";
}

std::string manualRunId(const QDateTime &now)
{
    const QDateTime utc = now.toUTC();
    const QString fraction = utc.time().msec() == 0 ? QString() : utc.toString(QStringLiteral("'.'zzz'000'"));
    return (QStringLiteral("manual__") + utc.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")) + fraction +
            QStringLiteral("+00:00"))
        .toStdString();
}

BuildOptions withIdentityOf(const task::Task &task, BuildOptions options)
{
    if (options.identity || !wantsAirflowLabels(task))
        return options;
    options.identity = {.dagId = dagIdOf(task),
                        .taskId = task.taskId(),
                        .runId = options.runId.empty() ? placeholderRunId : options.runId};
    if (options.airflowVersion.empty())
        options.airflowVersion = core::textAt(task.airflow, {"airflow_version"}, std::string(targetAirflowVersion));
    if (!options.inCluster)
        options.inCluster = core::boolAt(task.arguments, {"in_cluster"});
    return options;
}

Json airflowSearchLabels(const task::Task &task)
{
    if (!wantsAirflowLabels(task))
        return Json::object();
    return {{"dag_id", task::labelSafe(dagIdOf(task))},
            {"kubernetes_pod_operator", "True"},
            {"task_id", task::labelSafe(task.taskId())}};
}

} // namespace podwright::manifest
