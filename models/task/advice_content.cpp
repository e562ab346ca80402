#include "models/task/pointers.h"
#include "models/task/rules.h"
#include "models/task/secret_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace podwright::task {

namespace {

void adviseSecretVariable(const std::string &pointer, const std::string &name, const Json &value, Report &report)
{
    if (!value.is_string())
        return;
    const std::string &text = value.get_ref<const std::string &>();
    if (!hasJinja(text) && looksSecret(name, text))
        report.warning("secret-literal", pointer,
                       QStringLiteral("Variable %1 looks like a secret that is written out").arg(toQString(name)),
                       QStringLiteral("Put it into a Kubernetes secret and list that under secrets. Whoever may look "
                                      "at pods can read this one, and so can readers of failure texts."));
}

void adviseSecrets(const Task &task, Report &report)
{
    const Json &variables = task.argument("env_vars");
    if (variables.is_object()) {
        for (const auto &[name, value] : variables.items())
            adviseSecretVariable(pointerTo("/task/env_vars", name), name, value, report);
    }
    for (size_t i = 0; variables.is_array() && i < variables.size(); ++i)
        adviseSecretVariable(pointerTo(pointerTo("/task/env_vars", i), "value"), core::textAt(variables[i], {"name"}),
                             core::at(variables[i], {"value"}), report);
}

void adviseSecretTargets(const Task &task, Report &report)
{
    const Json &secrets = task.argument("secrets");
    for (size_t i = 0; secrets.is_array() && i < secrets.size(); ++i) {
        const std::string target = core::textAt(secrets[i], {"deploy_target"});
        const bool isVariable =
            core::textAt(secrets[i], {"deploy_type"}) == "env" && !core::textAt(secrets[i], {"key"}).empty();
        if (isVariable && std::ranges::any_of(target, [](unsigned char c) { return std::islower(c) != 0; }))
            report.advice("secret-upper", pointerTo(pointerTo("/task/secrets", i), "deploy_target"),
                          QStringLiteral("The variable will be called %1").arg(toQString(target).toUpper()),
                          QStringLiteral("Names of variables from secrets are put into capital letters."));
    }
}

void adviseLabels(const Task &task, Report &report)
{
    constexpr std::array automatic = {"dag_id",          "task_id",
                                      "run_id",          "try_number",
                                      "map_index",       "kubernetes_pod_operator",
                                      "airflow_version", "airflow_kpo_in_cluster",
                                      "already_checked"};
    constexpr std::array changing = {"try_number", "uuid", "random", "now(", "time("};
    const Json &labels = task.argument("labels");
    if (!labels.is_object())
        return;
    for (const auto &[key, value] : labels.items()) {
        const std::string pointer = pointerTo("/task/labels", key);
        const std::string text = value.is_string() ? value.get<std::string>() : std::string();
        if (std::ranges::find(automatic, key) != automatic.end())
            report.warning("label-overwritten", pointer,
                           QStringLiteral("Airflow sets the label %1 itself").arg(toQString(key)),
                           QStringLiteral("Choose another name."));
        else if (hasJinja(text) &&
                 std::ranges::any_of(changing, [&](const char *word) { return text.find(word) != std::string::npos; }))
            report.advice("label-changes", pointer,
                          QStringLiteral("A label that changes between tries keeps Airflow from finding its pod again"),
                          QStringLiteral("Use an annotation."));
    }
}

void adviseMemory(const Task &task, Report &report)
{
    const Json &resources = task.argument("container_resources");
    const bool hasLimit = !core::at(resources, {"limits", "memory"}).is_null();
    if (!core::at(resources, {"requests", "memory"}).is_null() && !hasLimit)
        report.advice("memory-limit", "/task/container_resources",
                      QStringLiteral("Without a memory limit the task can take the memory of its neighbours"),
                      QStringLiteral("Set a limit; equal to the request it is the surest."));
}

void adviseSecurity(const Task &task, Report &report)
{
    if (core::boolAt(task.arguments, {"container_security_context", "privileged"}))
        report.advice("privileged", "/task/container_security_context",
                      QStringLiteral("A privileged container can do on its node what it likes"),
                      QStringLiteral("Add the single capabilities that the task needs instead."));
    const Json &volumes = task.argument("volumes");
    for (size_t i = 0; volumes.is_array() && i < volumes.size(); ++i) {
        if (volumes[i].is_object() && volumes[i].contains("hostPath"))
            report.advice("host-path", pointerTo("/task/volumes", i),
                          QStringLiteral("A folder of the node holds other things on each node, and many clusters "
                                         "refuse it"),
                          QStringLiteral("Use a persistent volume claim, or emptyDir for scratch space."));
    }
}

void addMounted(const Json &mounts, std::set<std::string> &names)
{
    for (size_t i = 0; mounts.is_array() && i < mounts.size(); ++i)
        names.insert(core::textAt(mounts[i], {"name"}));
}

void addMountedBy(const Json &containers, std::set<std::string> &names)
{
    for (size_t i = 0; containers.is_array() && i < containers.size(); ++i)
        addMounted(core::at(containers[i], {"volumeMounts"}), names);
}

void adviseUnusedVolumes(const Task &task, Report &report)
{
    std::set<std::string> mounted;
    addMounted(task.argument("volume_mounts"), mounted);
    addMountedBy(task.argument("init_containers"), mounted);
    for (const Layer &layer : layersOf(task)) {
        addMountedBy(core::at(layer.pod, {"spec", "containers"}), mounted);
        addMountedBy(core::at(layer.pod, {"spec", "initContainers"}), mounted);
    }
    const bool isUnsure = isGiven(task, "pod_template_file") ||
                          std::ranges::any_of(mounted, [](const std::string &name) { return hasJinja(name); });
    const Json &volumes = task.argument("volumes");
    for (size_t i = 0; !isUnsure && volumes.is_array() && i < volumes.size(); ++i) {
        const std::string_view name = plainText(volumes[i], "name");
        if (!name.empty() && !mounted.contains(std::string(name)))
            report.advice("volume-unused", pointerTo("/task/volumes", i),
                          QStringLiteral("No container mounts the volume \"%1\"").arg(toQString(name)),
                          QStringLiteral("Add a mount, or remove the volume."));
    }
}

constexpr std::array<TaskRule, 6> contentAdviceTable = {
    adviseSecrets, adviseSecretTargets, adviseLabels, adviseMemory, adviseSecurity, adviseUnusedVolumes,
};

} // namespace

std::span<const TaskRule> contentAdvice()
{
    return contentAdviceTable;
}

} // namespace podwright::task
