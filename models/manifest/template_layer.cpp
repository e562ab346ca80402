#include "models/manifest/template_layer.h"

#include "models/core/strings.h"
#include "models/core/yaml.h"
#include "models/manifest/pod_schema.h"
#include "models/manifest/reconcile.h"
#include "models/task/python_source.h"

#include <algorithm>
#include <optional>

namespace podwright::manifest {

namespace {

core::Error invalid(const std::string &pointer, const QString &message)
{
    return core::Error{.message = message, .where = QString::fromStdString(pointer)};
}

bool isMap(const Json &value)
{
    return value.is_null() || value.is_object();
}

bool isListOfMaps(const Json &value)
{
    return value.is_null() ||
           (value.is_array() && std::ranges::all_of(value, [](const Json &item) { return item.is_object(); }));
}

std::optional<core::Error> listFault(const Json &object, std::initializer_list<const char *> lists,
                                     const std::string &place)
{
    for (const char *list : lists)
        if (const Json &value = core::at(object, {list}); !value.is_null() && !value.is_array())
            return invalid(place + "/" + list, QStringLiteral("must be a list"));
    return {};
}

std::optional<core::Error> containerFault(const Json &spec, const char *list, const std::string &place)
{
    const Json &containers = core::at(spec, {list});
    for (size_t i = 0; i < containers.size(); ++i)
        if (auto fault = listFault(containers[i], {"env", "envFrom", "ports", "volumeMounts", "volumeDevices"},
                                   place + "/" + list + "/" + std::to_string(i)))
            return fault;
    return {};
}

// What the merge relies on.
std::optional<core::Error> formFault(const Json &pod, const std::string &part, const std::string &pointer)
{
    const std::string place = pointer + "/" + part;
    const Json &value = core::at(pod, {part});
    if (!isMap(value))
        return invalid(place, QStringLiteral("must be a map"));
    for (const char *map : {"labels", "annotations"})
        if (!isMap(core::at(value, {map})))
            return invalid(place + "/" + map, QStringLiteral("must be a map"));
    for (const char *list : {"containers", "initContainers"}) {
        if (!isListOfMaps(core::at(value, {list})))
            return invalid(place + "/" + list, QStringLiteral("must be a list of maps"));
        if (auto fault = containerFault(value, list, place))
            return fault;
    }
    return listFault(value, {"volumes"}, place);
}

// The task file's own template may leave them out, and the first one's name; KPO's templates may not.
Json withContainers(Json pod)
{
    if (!core::at(pod, {"spec"}).is_object())
        return pod;
    Json &containers = pod["spec"]["containers"];
    if (containers.is_null())
        containers = Json::array();
    const bool isNameless = containers.is_array() && !containers.empty() && containers[0].is_object() &&
                            core::at(containers[0], {"name"}).is_null();
    if (isNameless)
        containers[0]["name"] = "base";
    return pod;
}

core::Result<TemplateSource> podOf(const Json &value, const std::string &pointer, ModelSource kind)
{
    if (!value.is_object())
        return invalid(pointer, QStringLiteral("a template must be a map with the keys of a Pod"));
    const Json &spec = core::at(value, {"spec"});
    if (spec.is_object() && core::at(spec, {"containers"}).is_null())
        return invalid(pointer + "/spec", QStringLiteral("the template has a spec without a list of containers"));
    if (const auto fault = modelFault(value, "Pod", kind))
        return invalid(pointer + fault->where.toStdString(), fault->message);
    Json pod = podModel(value, "Pod", kind);
    for (const auto &part : {"metadata", "spec"})
        if (const auto fault = formFault(pod, part, pointer); fault)
            return *fault;
    return TemplateSource{std::move(pod), pointer};
}

// Where in the file, which has no field.
core::Error inTheFile(const task::Task &task, core::Error error)
{
    error.message = QStringLiteral("The pod template is no YAML: %1:%2:%3: %4")
                        .arg(core::qt(core::textAt(task.arguments, {"pod_template_file"})))
                        .arg(error.position.line)
                        .arg(error.position.column)
                        .arg(error.message);
    error.where = QStringLiteral("/task/pod_template_file");
    return error;
}

core::Result<TemplateSource> fileSource(const task::Task &task, const BuildOptions &options,
                                        std::vector<QString> &notes)
{
    constexpr auto pointer = "/task/pod_template_file";
    const auto read =
        core::readYaml(options.templateFileText, {.dialect = core::YamlDialect::PyYaml, .isStrictlyPython = true});
    if (!read)
        return inTheFile(task, read.error());
    if (!read->value.is_object() && !read->value.is_null())
        notes.push_back(QStringLiteral("pod_template_file holds no map: it counts as an empty template"));
    return podOf(read->value.is_object() ? read->value : Json::object(), pointer, ModelSource::Manifest);
}

// The source below full_pod_spec; a null pod if there is none.
core::Result<TemplateSource> lowerSource(const task::Task &task, const BuildOptions &options,
                                         std::vector<QString> &notes)
{
    const Json &file = task.argument("pod_template_file");
    if (!options.templateFileText.empty())
        return fileSource(task, options, notes);
    if (!isFalsy(file) && !file.is_string() && !task::isPython(file))
        return invalid("/task/pod_template_file", QStringLiteral("must be a path"));
    if (file.is_string() && !isFalsy(file))
        notes.push_back(QStringLiteral("pod_template_file: %1 could not be read; the task runs without it")
                            .arg(QString::fromStdString(file.get<std::string>())));
    if (!isFalsy(task.podTemplate))
        return podOf(withContainers(task.podTemplate), "/template", ModelSource::Manifest);
    const Json &dict = task.argument("pod_template_dict");
    if (isFalsy(file) && !isFalsy(dict) && !task::isPython(dict))
        return podOf(dict, "/task/pod_template_dict", ModelSource::Manifest);
    return TemplateSource{};
}

} // namespace

core::Result<TemplateLayer> templateLayer(const task::Task &task, const BuildOptions &options)
{
    TemplateLayer layer;
    auto lower = lowerSource(task, options, layer.notes);
    if (!lower)
        return lower.error();
    if (lower->pointer != "/task/pod_template_dict" && !isFalsy(task.argument("pod_template_dict")))
        layer.notes.push_back(QStringLiteral("pod_template_dict is ignored: a template file is given"));
    const Json &full = task.argument("full_pod_spec");
    if (!isFalsy(full) && !task::isPython(full)) {
        auto upper = podOf(full, "/task/full_pod_spec", ModelSource::Object);
        if (!upper)
            return upper.error();
        layer.sources.push_back(std::move(*upper));
    }
    if (!lower->pod.is_null())
        layer.sources.push_back(std::move(*lower));
    layer.pod = Json::object();
    for (auto source = layer.sources.rbegin(); source != layer.sources.rend(); ++source)
        layer.pod = reconciledPods(layer.pod, source->pod);
    return layer;
}

} // namespace podwright::manifest
