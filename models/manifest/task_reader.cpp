#include "models/manifest/task_reader.h"

#include "models/manifest/attachments.h"
#include "models/manifest/layer_cut.h"
#include "models/manifest/pod_parts.h"
#include "models/task/arguments.h"

#include <algorithm>

namespace podwright::manifest {

namespace {

// Nothing random: two builds of one task are equal.
BuildOptions steady(BuildOptions options)
{
    if (options.nameSuffix.empty())
        options.nameSuffix = previewSuffix;
    if (options.secretVolumeUuid.empty())
        options.secretVolumeUuid = "00000000-0000-0000-0000-000000000000";
    options.keepsPython = true;
    return options;
}

// The labels that Airflow adds are not the task's.
void removeAutomaticLabels(Json &pod, BuildOptions &options)
{
    const Json automatic = automaticLabels(options);
    options.identity.reset();
    options.airflowVersion.clear();
    options.inCluster.reset();
    if (!core::at(pod, {"metadata", "labels"}).is_object())
        return;
    Json &labels = pod["metadata"]["labels"];
    for (const auto &[key, value] : automatic.items())
        if (core::at(labels, {key}) == value)
            labels.erase(key);
    if (labels.empty())
        pod["metadata"].erase("labels");
}

// The place in the pod of what is wrong with the task read from it.
core::Error inThePod(core::Error error)
{
    for (const std::string_view name : podArguments()) {
        const QString pointer = QStringLiteral("/task/") + QString::fromUtf8(name.data(), qsizetype(name.size()));
        if (error.where != pointer && !error.where.startsWith(pointer + QLatin1Char('/')))
            continue;
        const std::string_view place = task::findArgument(name)->podPath;
        error.where = QString::fromUtf8(place.data(), qsizetype(place.size()));
        return error;
    }
    if (error.where.startsWith(QLatin1String("/template")))
        error.where = error.where.sliced(9);
    return error;
}

// A task of nothing but the pod.
core::Result<ReadTask> freshTask(Json pod, std::vector<QString> notes, const BuildOptions &shown)
{
    const Json sidecar = takeXcomSidecar(pod, shown);
    PodParts parts = partsOf(std::move(pod), shown.nameSuffix);
    parts.arguments.update(sidecar);
    std::ranges::move(parts.notes, std::back_inserter(notes));
    ReadTask read{.task = {.arguments = inFormOrder(parts.arguments), .podTemplate = std::move(parts.rest)},
                  .notes = std::move(notes)};
    if (const auto built = buildPod(read.task, shown); !built)
        return inThePod(built.error());
    return read;
}

bool builds(const task::Task &task, const Json &pod, const BuildOptions &shown)
{
    const auto built = shownPod(task, shown);
    return built && isSamePod(*built, pod);
}

// The pod's own arguments and template in the task's place for them, everything else of the task.
task::Task withoutLayers(const task::Task &task, const ReadTask &fresh, std::vector<QString> &notes)
{
    task::Task result = task;
    for (const std::string_view name : podArguments())
        result.arguments.erase(std::string(name));
    for (const char *name : {"pod_template_file", "pod_template_dict", "full_pod_spec"}) {
        if (result.argument(name).is_null())
            continue;
        result.arguments.erase(name);
        notes.push_back(QStringLiteral("%1 was left out: it does not give this pod").arg(QString::fromLatin1(name)));
    }
    for (const auto &[name, value] : fresh.task.arguments.items())
        if (name != "task_id" || task.taskId().empty())
            result.arguments[name] = value;
    result.podTemplate = fresh.task.podTemplate;
    return result;
}

} // namespace

core::Result<ReadTask> readTask(const Json &pod)
{
    std::vector<QString> notes;
    auto read = readablePod(pod, notes);
    if (!read)
        return read.error();
    return freshTask(std::move(*read), std::move(notes), steady({}));
}

core::Result<ReadTask> withPod(const task::Task &task, const Json &pod, const BuildOptions &shown)
{
    BuildOptions options = steady(shown);
    std::vector<QString> notes;
    auto wanted = readablePod(pod, notes);
    if (!wanted)
        return wanted.error();
    removeAutomaticLabels(*wanted, options);
    const auto before = shownPod(task, options);
    if (before && isSamePod(*before, *wanted))
        return ReadTask{.task = task, .notes = std::move(notes)};
    if (before) {
        if (auto changed = withLayersKept(task, *before, *wanted, options); builds(changed, *wanted, options))
            return ReadTask{.task = std::move(changed), .notes = std::move(notes)};
    }
    auto fresh = freshTask(std::move(*wanted), std::move(notes), options);
    if (!fresh)
        return fresh;
    fresh->task = withoutLayers(task, *fresh, fresh->notes);
    return fresh;
}

} // namespace podwright::manifest
