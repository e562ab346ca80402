#include "models/manifest/attachments.h"

#include "models/manifest/reconcile.h"

namespace podwright::manifest {

namespace {

constexpr auto sidecarName = "airflow-xcom-sidecar";
constexpr auto sidecarScript = "trap \"exit 0\" INT; while true; do sleep 1; done;";

void insertFirst(Json &list, const Json &item)
{
    if (!list.is_array())
        list = Json::array();
    list.insert(list.begin(), item);
}

Json sidecar(const task::Task &task, const BuildOptions &options, const Json &mount)
{
    const Json ownResources = {{"requests", {{"cpu", "1m"}, {"memory", "10Mi"}}}};
    Json result = {
        {"command", Json::array({"sh", "-c", sidecarScript})},
        {"image", options.xcomSidecarImage.empty() ? std::string(xcomSidecarImage) : options.xcomSidecarImage},
        {"name", sidecarName},
        {"resources", isFalsy(options.xcomSidecarResources) ? ownResources : options.xcomSidecarResources}};
    if (const Json &context = task.argument("xcom_sidecar_container_security_context"); !context.is_null())
        result["securityContext"] = context;
    result["volumeMounts"] = Json::array({mount});
    return result;
}

} // namespace

void attachXcomSidecar(Json &pod, ItemOrigins &origins, const task::Task &task, const BuildOptions &options)
{
    if (isFalsy(task.argument("do_xcom_push")))
        return;
    const Json mount = {{"mountPath", "/airflow/xcom"}, {"name", "xcom"}};
    Json &spec = pod["spec"];
    insertFirst(spec["volumes"], {{"emptyDir", Json::object()}, {"name", "xcom"}});
    insertFirst(spec["containers"][0]["volumeMounts"], mount);
    spec["containers"].push_back(sidecar(task, options, mount));
    for (const char *list : {"/spec/volumes", "/spec/containers/0/volumeMounts"})
        origins[list].insert(origins[list].begin(), "/task/do_xcom_push");
}

} // namespace podwright::manifest
