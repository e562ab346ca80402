#include "models/manifest/pod_builder.h"

#include "models/core/random.h"
#include "models/manifest/airflow_identity.h"
#include "models/manifest/argument_pod.h"
#include "models/manifest/attachments.h"
#include "models/manifest/origins.h"
#include "models/manifest/reconcile.h"
#include "models/manifest/template_layer.h"
#include "models/task/names.h"
#include "models/task/pointers.h"
#include "models/task/python_source.h"

#include <algorithm>

namespace podwright::manifest {

namespace {

// The argument's name, else the template's, else one made of the task's id.
core::Result<void> settleName(Json &pod, const task::Task &task, const BuildOptions &options)
{
    const Json &given = core::at(pod, {"metadata", "name"});
    const Json &wantsSuffix = task.argument("random_name_suffix");
    if (!isFalsy(given) && !given.is_string() && !task::isPython(given))
        return core::Error{.message = QStringLiteral("must be a text"),
                           .where = QStringLiteral("/task/full_pod_spec/metadata/name")};
    const bool isGiven = !isFalsy(given) && given.is_string();
    std::string name = isGiven ? given.get<std::string>() : task::nameFromTaskId(task.taskId());
    if (wantsSuffix.is_null() || !isFalsy(wantsSuffix)) {
        constexpr int length = static_cast<int>(task::nameSuffixLength);
        name = task::withNameSuffix(name, options.nameSuffix.empty() ? core::randomText(length) : options.nameSuffix);
    }
    pod["metadata"]["name"] = name;
    return {};
}

void settleNamespace(Json &pod, const BuildOptions &options)
{
    if (isFalsy(core::at(pod, {"metadata", "namespace"})))
        pod["metadata"]["namespace"] = options.connectionNamespace.empty() ? "default" : options.connectionNamespace;
}

// As the client writes a model.
void sortKeys(Json &object)
{
    std::map<std::string, Json> sorted;
    for (const auto &[key, value] : object.items())
        sorted.emplace(key, value);
    object = sorted;
}

// Empty maps that KPO sends where nothing is given; in the merge they lose against everything.
void settleEmptyMaps(Json &pod, const task::Task &task)
{
    Json &spec = pod["spec"];
    for (const char *key : {"affinity", "securityContext"})
        if (!spec.contains(key))
            spec[key] = Json::object();
    Json &container = spec["containers"][0];
    if (!task.argument("container_security_context").is_null() && !container.contains("securityContext"))
        container["securityContext"] = Json::object();
    sortKeys(container);
    sortKeys(spec);
}

core::Error pythonRefusal(const task::Task &task, const std::string &place)
{
    return core::Error{.message = QStringLiteral("the value is Python code (%1), which only an exported DAG can run")
                                      .arg(QString::fromStdString(task::pythonText(*task::valueAt(task, place)))),
                       .where = QString::fromStdString(place),
                       .hint = QStringLiteral("Give a value to launch it from here.")};
}

} // namespace

core::Result<BuiltPod> buildPod(const task::Task &task, const BuildOptions &given)
{
    if (const auto places = task::pythonPlaces(task); !given.keepsPython && !places.empty())
        return pythonRefusal(task, places.front());
    const BuildOptions options = withIdentityOf(task, given);
    const auto layer = templateLayer(task, options);
    if (!layer)
        return layer.error();
    const auto arguments = argumentPod(task);
    if (!arguments)
        return arguments.error();
    BuiltPod built{.pod = reconciledPods(layer->pod, arguments->pod), .origins = {}, .notes = layer->notes};
    OriginMap origins(task, *layer, *arguments);
    if (auto named = settleName(built.pod, task, options); !named)
        return named.error();
    settleNamespace(built.pod, options);
    sortKeys(built.pod["metadata"]);
    settleEmptyMaps(built.pod, task);
    if (auto attached = attachSecrets(built.pod, origins.items(), task, options); !attached)
        return attached.error();
    attachXcomSidecar(built.pod, origins.items(), task, options);
    const Json automatic = automaticLabels(options);
    built.pod["metadata"]["labels"].update(automatic);
    built.origins = origins.of(built.pod, automatic);
    std::ranges::copy(origins.losses(built.pod), std::back_inserter(built.notes));
    return built;
}

} // namespace podwright::manifest
