#include "models/airflow/connection.h"

#include "models/airflow/python_text.h"
#include "models/airflow/shell_text.h"
#include "models/core/strings.h"

#include <QUrl>

namespace podwright::airflow {

namespace {

using core::Json;

std::string dumped(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json connectionExtra(const ClusterAccess &access, bool withSecrets)
{
    Json extra = Json::object();
    if (access.isInCluster)
        extra["in_cluster"] = true;
    else if (withSecrets)
        extra["kube_config"] = dumped(access.kubeconfig);
    else
        extra["kube_config_path"] = access.kubeconfigPath;
    if (!access.isInCluster && !access.context.empty())
        extra["cluster_context"] = access.context;
    if (!access.defaultNamespace.empty())
        extra["namespace"] = access.defaultNamespace;
    if (access.skipsTlsVerify)
        extra["disable_verify_ssl"] = true;
    return extra;
}

std::string encoded(const std::string &text)
{
    return QUrl::toPercentEncoding(core::qt(text)).toStdString();
}

// A query of texts; values of other kinds need the whole as JSON.
std::string connectionUri(const Json &extra)
{
    bool isAllText = true;
    std::string query;
    for (const auto &[key, value] : extra.items()) {
        isAllText = isAllText && value.is_string();
        if (value.is_string())
            query += (query.empty() ? "" : "&") + encoded(key) + "=" + encoded(value.get<std::string>());
    }
    return "kubernetes://?" + (isAllText ? query : "__extra__=" + encoded(dumped(extra)));
}

std::string variableName(const std::string &connectionId)
{
    return QStringLiteral("AIRFLOW_CONN_").toStdString() + core::qt(pythonName(connectionId)).toUpper().toStdString();
}

std::vector<QString> connectionNotes(const ClusterAccess &access, bool withSecrets)
{
    std::vector<QString> notes;
    if (access.isInCluster)
        notes.push_back(QStringLiteral("The worker uses the service account of its own pod"));
    else if (withSecrets)
        notes.push_back(QStringLiteral("This holds credentials: keep it out of files that others can read"));
    else
        notes.push_back(QStringLiteral("Secrets are left out: the kubeconfig must stand at %1 on the workers")
                            .arg(core::qt(access.kubeconfigPath)));
    return notes;
}

} // namespace

ClusterAccess accessOf(const task::Task &task, ClusterAccess access)
{
    const std::string usual = core::textAt(task.airflow, {"connection"}, access.connectionId);
    access.connectionId = core::textAt(task.arguments, {"kubernetes_conn_id"}, usual);
    access.kubeconfigPath = core::textAt(task.airflow, {"kubeconfig"}, access.kubeconfigPath);
    access.kubeconfigPath = core::textAt(task.arguments, {"config_file"}, access.kubeconfigPath);
    return access;
}

core::Result<Exported> exportConnection(const ClusterAccess &access, bool withSecrets)
{
    if (!access.isInCluster && (withSecrets ? !access.kubeconfig.is_object() : access.kubeconfigPath.empty()))
        return core::Error{
            .message = QStringLiteral("There is no kubeconfig for context \"%1\"").arg(core::qt(access.context))};
    const Json extra = connectionExtra(access, withSecrets);
    const std::string json = dumped(Json{{"conn_type", "kubernetes"}, {"extra", extra}});
    const std::string variable = variableName(access.connectionId);
    const std::string text = "# JSON form, as a variable of Airflow's environment\nexport " + variable + "=" +
                             shellWord(json) + "\n\n# URI form\nexport " + variable + "=" +
                             shellWord(connectionUri(extra)) + "\n\n# In Airflow's database\nairflow connections add " +
                             shellWord(access.connectionId) + " --conn-json " + shellWord(json) + "\n";
    return Exported{.text = text,
                    .language = Language::Shell,
                    .fileName = core::qt(access.connectionId) + QStringLiteral(".sh"),
                    .notes = connectionNotes(access, withSecrets)};
}

} // namespace podwright::airflow
