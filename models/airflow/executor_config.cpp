#include "models/airflow/pod_documents.h"

#include "models/airflow/kubernetes_models.h"
#include "models/airflow/python_text.h"
#include "models/core/strings.h"

#include <QStringList>

#include <set>

namespace podwright::airflow {

namespace {

using core::Json;

// The executor's pod runs Airflow itself: it keeps its image, command and name, and gets everything around them.
Json overridePod(const task::Task &task, const ExportOptions &options, Draft &draft)
{
    task::Task rest = task;
    QStringList left;
    for (const char *name : {"name", "namespace", "image", "cmds", "arguments", "do_xcom_push", "base_container_name",
                             "termination_message_policy", "random_name_suffix"})
        if (rest.arguments.erase(name) > 0)
            left += QLatin1String(name);
    for (const QString &name : runArguments(task))
        left += name;
    draft.note(
        QStringLiteral("KubernetesExecutor's pod runs Airflow itself: this is the surroundings of the task's pod "
                       "without %1")
            .arg(left.join(QStringLiteral(", "))));
    rest.arguments["name"] = "base"; // whatever a template says, the name goes
    Json pod = podDocument(rest, options, draft);
    if (draft.error())
        return pod;
    pod["metadata"].erase("name");
    pod["metadata"].erase("namespace");
    if (pod["metadata"].empty())
        pod.erase("metadata");
    Json &spec = pod["spec"];
    spec.erase("restartPolicy");
    if (spec.contains("hostNetwork") && spec["hostNetwork"] == false)
        spec.erase("hostNetwork");
    for (const char *key : {"terminationMessagePolicy", "image", "command", "args"})
        if (spec["containers"][0].erase(key) > 0 && std::string_view(key) != "terminationMessagePolicy")
            draft.note(QStringLiteral("%1 of the template's first container is left out").arg(QLatin1String(key)));
    pod.erase("apiVersion");
    pod.erase("kind");
    return pod;
}

} // namespace

core::Result<Exported> executorConfigText(std::span<const task::Task> tasks, const ExportOptions &options)
{
    Draft draft(tasks.size() > 1);
    std::set<std::string> taken = importedNames();
    std::string text;
    for (const task::Task &task : tasks) {
        draft.begin(task);
        const Json pod = overridePod(task, options, draft);
        if (draft.error())
            return *draft.error();
        Expression config{.opening = "{", .closing = "}"};
        config.items.push_back({"\"pod_override\": ", kubernetesObject(pod, "Pod", "", draft)});
        config.isSpread = true;
        const std::string wish =
            tasks.size() == 1 ? std::string("executor_config") : pythonName(task.taskId()) + "_executor_config";
        text += "\n" + layout(config, 0, uniqueName(wish, taken) + " = ") + "\n";
    }
    if (draft.error())
        return *draft.error();
    return Exported{
        .text = draft.moduleStart() + text, .fileName = QStringLiteral("executor_config.py"), .notes = draft.notes()};
}

} // namespace podwright::airflow
