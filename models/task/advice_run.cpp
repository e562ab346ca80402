#include "models/task/pointers.h"
#include "models/task/rules.h"

#include <algorithm>
#include <array>
#include <set>

namespace podwright::task {

namespace {

constexpr int shortStart = 30; // s

// Containers beside the first; the first template layer that has any counts.
const Json &sidecarsOf(const Task &task, std::string &pointer)
{
    static const Json none = Json::array();
    for (const Layer &layer : layersOf(task)) {
        const Json &containers = core::at(layer.pod, {"spec", "containers"});
        if (!containers.is_array() || containers.size() < 2)
            continue;
        pointer = layer.pointer + "/spec/containers";
        return containers;
    }
    return none;
}

void adviseSidecars(const Task &task, Report &report)
{
    std::string pointer;
    const Json &containers = sidecarsOf(task, pointer);
    if (containers.empty())
        return;
    const bool isOnFirst = core::textAt(containers[0], {"name"}).empty() || isGiven(task, "base_container_name");
    for (size_t i = 1; i < containers.size(); ++i) {
        if (!isOnFirst && core::textAt(containers[i], {"name"}) == "base")
            return report.warning("base-not-first", pointerTo(pointer, i),
                                  QStringLiteral("The task's arguments go to the first container, whatever its name"),
                                  QStringLiteral("Put the container of the task first."));
    }
    report.advice("sidecar", pointerTo(pointer, 1),
                  QStringLiteral("While this container runs the pod does not end, and neither does the task"),
                  QStringLiteral("Make it an init container with restartPolicy Always: the cluster stops it then."));
    if (task.argument("container_logs") == true)
        report.advice("logs-endless", "/task/container_logs",
                      QStringLiteral("The logs of all containers are followed, those that never end included"),
                      QStringLiteral("Name the containers to follow."));
}

std::set<std::string> containerNames(const Task &task, const char *field)
{
    std::set<std::string> names;
    for (const Layer &layer : layersOf(task)) {
        const Json &containers = core::at(layer.pod, {"spec", field});
        for (size_t i = 0; containers.is_array() && i < containers.size(); ++i)
            names.insert(core::textAt(containers[i], {"name"}));
    }
    return names;
}

void checkLogNames(const Task &task, const char *argument, const std::set<std::string> &known, Report &report)
{
    const Json &given = task.argument(argument);
    const Json names = given.is_string() ? Json::array({given}) : given;
    for (size_t i = 0; names.is_array() && i < names.size(); ++i) {
        const std::string name = names[i].is_string() ? names[i].get<std::string>() : std::string();
        const std::string pointer = pointerTo("/task", argument);
        if (!name.empty() && !known.contains(name))
            report.warning("log-container", given.is_array() ? pointerTo(pointer, i) : pointer,
                           QStringLiteral("There is no container \"%1\" to follow").arg(toQString(name)),
                           QStringLiteral("Name a container of the pod."));
    }
}

void adviseLogNames(const Task &task, Report &report)
{
    if (isGiven(task, "pod_template_file") || hasJinja(core::textAt(task.arguments, {"base_container_name"})))
        return;
    auto containers = containerNames(task, "containers");
    containers.insert(core::textAt(task.arguments, {"base_container_name"}, "base"));
    checkLogNames(task, "container_logs", containers, report);
    auto inits = containerNames(task, "initContainers");
    const Json &own = task.argument("init_containers");
    for (size_t i = 0; own.is_array() && i < own.size(); ++i)
        inits.insert(core::textAt(own[i], {"name"}));
    checkLogNames(task, "init_container_logs", inits, report);
}

void adviseLogSettings(const Task &task, Report &report)
{
    const bool followsLogs = task.argument("get_logs") != false;
    for (const char *argument : {"container_logs", "container_name_log_prefix_enabled", "log_formatter"}) {
        if (!followsLogs && !task.argument(argument).is_null())
            report.warning("logs-off", pointerTo("/task", argument),
                           QStringLiteral("%1 has no effect while logs are not followed")
                               .arg(pointerLabel(pointerTo("/task", argument))),
                           QStringLiteral("Remove it, or turn \"Follow logs\" on."));
    }
    constexpr auto polling = "base_container_status_polling_interval";
    if (followsLogs && !isOn(task, "deferrable") && !task.argument(polling).is_null())
        report.advice("status-poll", pointerTo("/task", polling),
                      QStringLiteral("The status is polled only while logs are not followed"),
                      QStringLiteral("Remove it."));
}

void adviseDeferrable(const Task &task, Report &report)
{
    for (const char *argument : {"poll_interval", "logging_interval", "trigger_kwargs"}) {
        if (task.argument("deferrable") != true && !task.argument(argument).is_null())
            report.advice("only-deferrable", pointerTo("/task", argument),
                          QStringLiteral("%1 has an effect in deferrable tasks only")
                              .arg(pointerLabel(pointerTo("/task", argument))),
                          QStringLiteral("Remove it, or turn Deferrable on."));
    }
    if (!isOn(task, "deferrable"))
        return;
    if (task.argument("get_logs") != false && task.argument("logging_interval").is_null())
        report.advice("deferred-logs", "/task/logging_interval",
                      QStringLiteral("While the task is deferred its log stays empty"),
                      QStringLiteral("Set how often logs are fetched."));
    if (isOn(task, "do_xcom_push") && task.argument("active_deadline_seconds").is_null())
        report.advice("deferred-xcom", "/task/do_xcom_push",
                      QStringLiteral("If the triggerer is lost, the XCom sidecar keeps the pod alive for ever"),
                      QStringLiteral("Set a deadline."));
}

void adviseEnding(const Task &task, Report &report)
{
    if (core::textAt(task.arguments, {"on_finish_action"}) == "keep_pod")
        report.advice("kept-pods", "/task/on_finish_action",
                      QStringLiteral("Every run leaves a pod, and one that still waits when the task fails may run "
                                     "later"),
                      QStringLiteral("Use delete_succeeded_pod or delete_active_pod, or clean up by other means."));
    const Json &start = task.argument("startup_timeout_seconds");
    if (start.is_number() && start >= 0 && start < shortStart)
        report.advice(
            "startup-short", "/task/startup_timeout_seconds",
            QStringLiteral("Pulling the image counts; %1 s are gone soon on a fresh node").arg(toQString(start.dump())),
            QStringLiteral("Allow two minutes or more."));
    if (!task.argument("durable").is_null() && !task.argument("reattach_on_restart").is_null())
        report.advice("durable-wins", "/task/reattach_on_restart",
                      QStringLiteral("From Airflow 3.3 on Durable decides and Reattach is ignored; before it is the "
                                     "other way round"),
                      QStringLiteral("Keep the one that your Airflow reads."));
}

// A first part with a dot or a port is a registry's host.
bool isFromOwnRegistry(std::string_view image)
{
    const size_t slash = image.find('/');
    const std::string_view host = image.substr(0, slash == std::string_view::npos ? 0 : slash);
    return host.find_first_of(".:") != std::string_view::npos && !host.ends_with("docker.io");
}

void adviseXcom(const Task &task, Report &report)
{
    constexpr auto security = "xcom_sidecar_container_security_context";
    const bool isPushed = isOn(task, "do_xcom_push");
    for (const char *argument : {"multiple_outputs", security}) {
        if (!isPushed && isGiven(task, argument))
            report.warning("only-xcom", pointerTo("/task", argument),
                           QStringLiteral("%1 has an effect only if the task returns a value")
                               .arg(pointerLabel(pointerTo("/task", argument))),
                           QStringLiteral("Turn \"Return a value\" on, or remove it."));
    }
    if (isPushed && isFromOwnRegistry(plainText(task.arguments, "image")))
        report.advice("xcom-image", "/task/do_xcom_push",
                      QStringLiteral("The XCom sidecar's image, alpine, comes from Docker Hub, which the cluster must "
                                     "reach"),
                      QStringLiteral("Or set xcom_sidecar_container_image in the Airflow connection."));
    const auto demandsUser = [](const Json &context) {
        return core::boolAt(context, {"runAsNonRoot"}) && core::at(context, {"runAsUser"}).is_null();
    };
    if (isPushed && demandsUser(task.argument("security_context")) && task.argument(security).is_null())
        report.warning("xcom-root", "/task/security_context",
                       QStringLiteral("The XCom sidecar's image runs as root, which runAsNonRoot refuses"),
                       QStringLiteral("Set runAsUser for the pod, or for the sidecar."));
}

constexpr std::array<TaskRule, 6> runAdviceTable = {
    adviseSidecars, adviseLogNames, adviseLogSettings, adviseDeferrable, adviseEnding, adviseXcom,
};

} // namespace

std::span<const TaskRule> runAdvice()
{
    return runAdviceTable;
}

} // namespace podwright::task
