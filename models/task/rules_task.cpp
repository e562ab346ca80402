#include "models/task/nearest.h"
#include "models/task/pointers.h"
#include "models/task/python_source.h"
#include "models/task/rules.h"
#include "models/task/silence.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace podwright::task {

std::vector<Layer> layersOf(const Task &task)
{
    return {{task.argument("full_pod_spec"), "/task/full_pod_spec"},
            {task.argument("pod_template_dict"), "/task/pod_template_dict"},
            {task.podTemplate, "/template"}};
}

const Json &firstContainer(const Json &pod)
{
    static const Json none;
    const Json &containers = core::at(pod, {"spec", "containers"});
    return containers.is_array() && !containers.empty() ? containers[0] : none;
}

bool isOn(const Task &task, std::string_view flag)
{
    return core::boolAt(task.arguments, {flag});
}

bool isGiven(const Task &task, std::string_view argument)
{
    const Json &value = task.argument(argument);
    return !value.is_null() && value != false && value != 0 && value != "" && !(value.is_structured() && value.empty());
}

namespace {

void checkImageGiven(const Task &task, Report &report)
{
    const auto hasImage = [](const Layer &layer) {
        return !core::textAt(firstContainer(layer.pod), {"image"}).empty();
    };
    const bool mayBeElsewhere = !core::textAt(task.arguments, {"pod_template_file"}).empty();
    if (!isGiven(task, "image") && !mayBeElsewhere && std::ranges::none_of(layersOf(task), hasImage))
        report.error("image-required", "/task/image", QStringLiteral("The container has no image"),
                     QStringLiteral("Give an image, or a template whose first container has one."));
}

void checkTaskIdGiven(const Task &task, Report &report)
{
    if (task.taskId().empty())
        report.error("task-id-required", "/task/task_id", QStringLiteral("The task has no id"),
                     QStringLiteral("Give it the id it has in Airflow."));
}

void checkMountsHaveVolumes(const Task &task, Report &report)
{
    if (!core::textAt(task.arguments, {"pod_template_file"}).empty() || holdsPython(task.argument("volumes")))
        return;
    std::set<std::string> volumes;
    std::vector<const Json *> lists = {&task.argument("volumes")};
    for (const Layer &layer : layersOf(task))
        lists.push_back(&core::at(layer.pod, {"spec", "volumes"}));
    for (const Json *list : lists) {
        for (size_t i = 0; list->is_array() && i < list->size(); ++i)
            volumes.insert(core::textAt((*list)[i], {"name"}));
    }
    if (isOn(task, "do_xcom_push"))
        volumes.insert("xcom");
    const Json &mounts = task.argument("volume_mounts");
    for (size_t i = 0; mounts.is_array() && i < mounts.size(); ++i) {
        const std::string name = core::textAt(mounts[i], {"name"});
        if (!name.empty() && !hasJinja(name) && !volumes.contains(name))
            report.error("mount-volume", pointerTo(pointerTo("/task/volume_mounts", i), "name"),
                         QStringLiteral("There is no volume \"%1\" to mount").arg(toQString(name)),
                         QStringLiteral("Add a volume of this name, or name one that exists."));
    }
}

void checkDns(const Task &task, Report &report)
{
    const std::string policy = core::textAt(task.arguments, {"dnspolicy"});
    const Json &servers = core::at(task.arguments, {"dns_config", "nameservers"});
    if (policy == "None" && (!servers.is_array() || servers.empty()))
        report.error("dns-servers", "/task/dns_config",
                     QStringLiteral("DNS policy None needs at least one name server"),
                     QStringLiteral("Fill in nameservers of the DNS settings."));
    if (isOn(task, "hostnetwork") && (policy.empty() || policy == "ClusterFirst"))
        report.advice("host-dns", "/task/dnspolicy",
                      QStringLiteral("On the host network the pod does not find the cluster's services by name"),
                      QStringLiteral("Set the DNS policy to ClusterFirstWithHostNet."));
}

void checkTemplateFile(const Task &task, Report &report)
{
    if (!core::textAt(task.arguments, {"pod_template_file"}).empty() && !task.argument("pod_template_dict").empty())
        report.warning("template-ignored", "/task/pod_template_dict",
                       QStringLiteral("The template is ignored because a template file is given"),
                       QStringLiteral("Keep one of the two."));
}

void checkTemplateShape(const Task &task, Report &report)
{
    for (const auto &[key, value] : task.podTemplate.items()) {
        constexpr std::array known = {"apiVersion", "kind", "metadata", "spec"};
        if (std::ranges::find(known, key) == known.end())
            report.error("template-key", pointerTo("/template", key),
                         QStringLiteral("A pod has no part \"%1\"").arg(toQString(key)),
                         QStringLiteral("The template is a pod: its parts are metadata and spec."));
    }
}

void checkFixedName(const Task &task, Report &report)
{
    const Json &suffix = task.argument("random_name_suffix");
    if (suffix.is_boolean() && !suffix.get<bool>())
        report.advice("fixed-name", "/task/random_name_suffix",
                      QStringLiteral("With a fixed name a second run is refused while the first pod exists"),
                      QStringLiteral("Turn the suffix on unless runs never overlap."));
}

void checkDeferrable(const Task &task, Report &report)
{
    if (!isOn(task, "deferrable"))
        return;
    for (const char *argument : {"init_container_logs", "container_logs", "log_formatter"}) {
        if (!task.argument(argument).is_null())
            report.warning(
                "not-deferrable", pointerTo("/task", argument),
                QStringLiteral("%1 has no effect in a deferrable task").arg(pointerLabel(pointerTo("/task", argument))),
                QStringLiteral("Remove it, or turn Deferrable off."));
    }
    if (!task.argument("execution_timeout").is_null() && task.argument("active_deadline_seconds").is_null())
        report.advice("deadline", "/task/execution_timeout",
                      QStringLiteral("Before provider 10.18 deferrable tasks ignored the execution timeout"),
                      QStringLiteral("Set a deadline as well; the cluster itself keeps it."));
}

void checkLeftovers(const Task &task, Report &report)
{
    const std::string action = core::textAt(task.arguments, {"on_finish_action"});
    if (action == "delete_succeeded_pod" && task.argument("active_deadline_seconds").is_null())
        report.advice("leftover-pods", "/task/on_finish_action",
                      QStringLiteral("A pod that still waits when the task fails stays and may run later"),
                      QStringLiteral("Set a deadline."));
}

void checkConnectionChoice(const Task &task, Report &report)
{
    if (!isOn(task, "in_cluster"))
        return;
    if (!core::textAt(task.arguments, {"config_file"}).empty())
        report.error("connection-conflict", "/task/in_cluster",
                     QStringLiteral("In cluster and a kubeconfig exclude each other"),
                     QStringLiteral("Remove the kubeconfig, or set In cluster to false."));
    if (!core::textAt(task.arguments, {"cluster_context"}).empty())
        report.warning("context-ignored", "/task/cluster_context",
                       QStringLiteral("The cluster context has no effect while In cluster is on"),
                       QStringLiteral("Remove one of the two."));
}

void checkSilence(const Task &task, Report &report)
{
    for (size_t i = 0; i < task.silence.size(); ++i) {
        const Json &id = task.silence[i];
        const std::string name = id.is_string() ? id.get<std::string>() : id.dump();
        if (std::ranges::binary_search(silenceableIds(), std::string_view(name)))
            continue;
        const QString near = toQString(nearestOf(name, silenceableIds()));
        report.error("unknown-silence", pointerTo("/silence", i),
                     QStringLiteral("There is no advice \"%1\" to silence").arg(toQString(name).left(80)),
                     near.isEmpty() ? QString() : QStringLiteral("Did you mean %1?").arg(near));
    }
}

constexpr std::array<TaskRule, 11> taskRuleTable = {
    checkTaskIdGiven, checkImageGiven, checkMountsHaveVolumes, checkDns,           checkTemplateFile, checkFixedName,
    checkDeferrable,  checkLeftovers,  checkConnectionChoice,  checkTemplateShape, checkSilence,
};

} // namespace

std::span<const TaskRule> taskRules()
{
    return taskRuleTable;
}

} // namespace podwright::task
