#include "models/airflow/pod_sources.h"

#include "models/manifest/pod_builder.h"
#include "models/task/text.h"

#include <QRegularExpression>

#include <algorithm>
#include <functional>
#include <span>

namespace podwright::airflow {

namespace {

using core::Json;

constexpr auto sidecarName = "airflow-xcom-sidecar";

struct Default
{
    const char *key;
    const char *value; // JSON
};
// What the API server fills in where a manifest says nothing.
constexpr Default specDefaults[] = {{"dnsPolicy", "\"ClusterFirst\""},
                                    {"schedulerName", "\"default-scheduler\""},
                                    {"terminationGracePeriodSeconds", "30"},
                                    {"serviceAccountName", "\"default\""},
                                    {"enableServiceLinks", "true"},
                                    {"preemptionPolicy", "\"PreemptLowerPriority\""},
                                    {"priority", "0"}};
constexpr Default containerDefaults[] = {{"terminationMessagePath", "\"/dev/termination-log\""},
                                         {"terminationMessagePolicy", "\"File\""}};

void eraseDefaults(Json &object, std::span<const Default> defaults)
{
    for (const auto &[key, value] : defaults)
        if (core::at(object, {key}) == core::parseJson(value))
            object.erase(key);
}

void eraseItems(Json &object, const char *list, const std::function<bool(const Json &)> &isUnwanted)
{
    const auto found = object.find(list);
    if (found != object.end() && found->is_array())
        std::erase_if(found->get_ref<Json::array_t &>(), isUnwanted);
}

bool isAccessVolume(const Json &item)
{
    return core::textAt(item, {"name"}).starts_with("kube-api-access-");
}

bool isAddedToleration(const Json &toleration)
{
    const std::string key = core::textAt(toleration, {"key"});
    return (key == "node.kubernetes.io/not-ready" || key == "node.kubernetes.io/unreachable") &&
           core::intAt(toleration, {"tolerationSeconds"}) == 300;
}

void cleanMetadata(Json &metadata)
{
    for (const char *key : {"uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink",
                            "deletionTimestamp", "deletionGracePeriodSeconds", "ownerReferences"})
        metadata.erase(key);
    if (core::at(metadata, {"annotations"}).is_object())
        metadata["annotations"].erase("kubectl.kubernetes.io/last-applied-configuration");
}

void cleanSpec(Json &spec)
{
    eraseDefaults(spec, specDefaults);
    for (const char *key : {"nodeName", "serviceAccount"})
        spec.erase(key);
    if (spec.contains("priorityClassName"))
        spec.erase("priority");
    eraseItems(spec, "volumes", isAccessVolume);
    eraseItems(spec, "tolerations", isAddedToleration);
    for (const char *list : {"containers", "initContainers"}) {
        if (!core::at(spec, {list}).is_array())
            continue;
        for (Json &container : spec[list]) {
            eraseDefaults(container, containerDefaults);
            eraseItems(container, "volumeMounts", isAccessVolume);
        }
    }
}

// The task a pod of Airflow was made from: its labels know it.
void readAirflowLabels(PodSource &source)
{
    Json &metadata = source.pod["metadata"];
    Json &labels = metadata["labels"];
    source.taskId = core::at(labels, {"task_id"});
    if (const Json &dag = core::at(labels, {"dag_id"}); !dag.is_null())
        source.airflow["dag_id"] = dag;
    for (const char *key : {"dag_id", "task_id", "run_id", "kubernetes_pod_operator", "map_index", "try_number",
                            "airflow_version", "airflow_kpo_in_cluster", "already_checked", "parent_dag_id"})
        labels.erase(key);
    static const QRegularExpression suffix(QStringLiteral("-[a-z0-9]{8}\\z"));
    QString name = QString::fromStdString(core::textAt(metadata, {"name"}));
    if (name.contains(suffix))
        metadata["name"] =
            name.replace(suffix, QLatin1Char('-') + QLatin1StringView(manifest::previewSuffix)).toStdString();
    source.notes.push_back(QStringLiteral("a pod of Airflow: its labels were read, and the name's random part is one"));
}

// Any image of the sidecar is the one that Airflow chooses.
void settleSidecar(PodSource &source)
{
    Json &containers = source.pod["spec"]["containers"];
    if (!containers.is_array() || containers.size() < 2 || core::textAt(containers.back(), {"name"}) != sidecarName)
        return;
    Json &sidecar = containers.back();
    sidecar["image"] = manifest::xcomSidecarImage;
    sidecar["resources"] = {{"requests", {{"cpu", "1m"}, {"memory", "10Mi"}}}};
    sidecar.erase("imagePullPolicy");
}

} // namespace

void cleanLivePod(PodSource &source)
{
    const Json &metadata = core::at(source.pod, {"metadata"});
    const bool isLive = !core::at(metadata, {"uid"}).is_null() || !core::at(source.pod, {"status"}).empty();
    if (!metadata.is_object() || !core::at(source.pod, {"spec"}).is_object())
        return;
    if (isLive) {
        source.pod.erase("status");
        cleanMetadata(source.pod["metadata"]);
        cleanSpec(source.pod["spec"]);
        source.notes.push_back(QStringLiteral("what the cluster had added to the pod was left out"));
    }
    if (core::textAt(source.pod, {"metadata", "labels", "kubernetes_pod_operator"}) == "True") {
        readAirflowLabels(source);
        settleSidecar(source);
    }
}

} // namespace podwright::airflow
