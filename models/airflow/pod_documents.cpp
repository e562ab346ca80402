#include "models/airflow/pod_documents.h"

#include "models/airflow/kubernetes_models.h"
#include "models/airflow/operator_call.h"
#include "models/core/strings.h"
#include "models/core/yaml.h"
#include "models/manifest/pod_builder.h"
#include "models/manifest/template_layer.h"
#include "models/task/arguments.h"
#include "models/task/names.h"
#include "models/task/python_source.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <optional>

namespace podwright::airflow {

namespace {

using core::Json;

const std::string suffixMark = std::string("-") + manifest::previewSuffix;
constexpr std::string_view secretVolumePrefix = "secretvol";
constexpr size_t uuidLength = 36;

bool isGivenArgument(const task::Task &task, std::string_view name)
{
    const Json &value = task.argument(name);
    const std::string_view usual = task::findArgument(name)->defaultJson;
    return !value.is_null() && value != core::parseJson(usual) && !(value.is_structured() && value.empty());
}

// The random names of the volumes become numbers.
void nameSecretVolumes(Json &pod)
{
    Json &spec = pod["spec"];
    if (!spec.contains("volumes"))
        return;
    int number = 0;
    for (Json &volume : spec["volumes"]) {
        const std::string name = core::textAt(volume, {"name"});
        if (!name.starts_with(secretVolumePrefix) || name.size() != secretVolumePrefix.size() + uuidLength)
            continue;
        volume["name"] = "secret-volume-" + std::to_string(++number);
        for (Json &mount : spec["containers"][0]["volumeMounts"])
            if (core::textAt(mount, {"name"}) == name)
                mount["name"] = volume["name"];
    }
}

Json builtPod(const task::Task &task, const ExportOptions &options, Draft &draft)
{
    if (task::holdsPython(task.arguments) || task::holdsPython(task.podTemplate))
        draft.fail("/task", QStringLiteral("Values are Python source, which only DAG code can hold"),
                   QStringLiteral("Give the values themselves, or export DAG code."));
    manifest::BuildOptions build{.nameSuffix = manifest::previewSuffix};
    build.templateFileText = options.templateFileText(task);
    const auto built = manifest::buildPod(task, build);
    if (!built) {
        draft.fail(built.error().where.toStdString(), built.error().message, built.error().hint);
        return Json::object();
    }
    for (const QString &note : built->notes)
        draft.note(note);
    if (holdsJinja(built->pod))
        draft.note(QStringLiteral("Jinja stands in the pod as it is written: only Airflow renders it"));
    Json pod = manifest::readable(built->pod);
    nameSecretVolumes(pod);
    return pod;
}

// Nothing if the name has no random part.
std::optional<std::string> nameWithoutSuffix(const Json &pod)
{
    const std::string name = core::textAt(pod, {"metadata", "name"});
    if (!name.ends_with(suffixMark))
        return std::nullopt;
    return name.substr(0, name.size() - suffixMark.size());
}

bool namesNamespace(const task::Task &task, const ExportOptions &options)
{
    const auto layer = manifest::templateLayer(task, {.templateFileText = options.templateFileText(task)});
    return !core::textAt(task.arguments, {"namespace"}).empty() ||
           (layer && !core::textAt(layer->pod, {"metadata", "namespace"}).empty());
}

core::Result<Exported> documents(std::span<const task::Task> tasks, const ExportOptions &options,
                                 Json (*document)(const task::Task &, const ExportOptions &, Draft &),
                                 const char *ending)
{
    Draft draft(tasks.size() > 1);
    std::string text;
    for (const task::Task &task : tasks) {
        draft.begin(task);
        text += (text.empty() ? "" : "---\n") + core::writeYaml(document(task, options, draft)).text;
    }
    if (draft.error())
        return *draft.error();
    const std::string name = tasks.size() == 1 ? task::nameFromTaskId(tasks.front().taskId()) : "tasks";
    return Exported{.text = text,
                    .language = Language::Yaml,
                    .fileName = core::qt(name) + QLatin1String(ending),
                    .notes = draft.notes()};
}

} // namespace

Json podDocument(const task::Task &task, const ExportOptions &options, Draft &draft)
{
    Json pod = builtPod(task, options, draft);
    if (const auto name = nameWithoutSuffix(pod))
        pod["metadata"]["name"] = *name;
    return pod;
}

Json launchDocument(const task::Task &task, const ExportOptions &options, Draft &draft)
{
    const Json &suffix = task.argument("random_name_suffix");
    if (suffix.is_null() || suffix == true)
        draft.note(
            QStringLiteral("The operator ends the name in 8 random characters; here it is the same each time, so "
                           "one pod must be gone before the next"));
    Json pod = podDocument(task, options, draft);
    if (!draft.error() && core::textAt(pod, {"metadata", "name"}).empty())
        pod["metadata"]["name"] = "pod";
    return pod;
}

Json templateDocument(const task::Task &task, const ExportOptions &options, Draft &draft)
{
    constexpr std::array operatorsOwn{"do_xcom_push", "base_container_name", "termination_message_policy",
                                      "random_name_suffix"};
    std::vector<QString> kept = runArguments(task);
    task::Task bare = task;
    for (const char *name : operatorsOwn) {
        if (isGivenArgument(task, name))
            kept.push_back(QLatin1String(name));
    }
    bare.arguments.erase("do_xcom_push");
    Json pod = podDocument(bare, options, draft);
    if (draft.error())
        return pod;
    if (!namesNamespace(task, options))
        pod["metadata"].erase("namespace");
    if (core::textAt(pod, {"metadata", "name"}).empty())
        pod["metadata"].erase("name");
    if (const auto fault = manifestFault(pod, "Pod", "/task")) // KPO sends some arguments unread, but reads templates
        draft.fail("/task", fault->message);
    if (!kept.empty())
        draft.note(QStringLiteral("A template cannot hold these; they stay arguments of the task: %1")
                       .arg(QStringList(kept.begin(), kept.end()).join(QStringLiteral(", "))));
    return pod;
}

std::vector<QString> runArguments(const task::Task &task)
{
    std::vector<QString> names;
    for (const task::Argument &argument : task::arguments()) {
        const bool isRun = argument.podPath.empty() && argument.section != task::Section::Template;
        if (isRun && argument.name != "task_id" && isGivenArgument(task, argument.name))
            names.push_back(core::qt(argument.name));
    }
    return names;
}

core::Result<Exported> manifestText(std::span<const task::Task> tasks, const ExportOptions &options)
{
    return documents(tasks, options, launchDocument, ".yaml");
}

core::Result<Exported> templateText(std::span<const task::Task> tasks, const ExportOptions &options)
{
    auto text = documents(tasks, options, templateDocument, "-template.yaml");
    if (text && tasks.size() > 1)
        text->notes.push_back(QStringLiteral("A template file holds one document: save each as a file of its own"));
    return text;
}

} // namespace podwright::airflow
