#include "models/airflow/pod_sources.h"

#include "models/manifest/pod_builder.h"
#include "models/task/text.h"

#include <QStringList>

#include <algorithm>

namespace podwright::airflow {

namespace {

using core::Json;
using task::toQString;

struct JobField
{
    const char *field;
    const char *dagField;
};
constexpr JobField jobFields[] = {{"parallelism", "parallelism"},
                                  {"completions", "completions"},
                                  {"completionMode", "completion_mode"},
                                  {"backoffLimit", "backoff_limit"},
                                  {"ttlSecondsAfterFinished", "ttl_seconds_after_finished"}};

// Where a kind keeps its template.
std::string templatePlace(const std::string &kind, const Json &object)
{
    if (kind == "CronJob")
        return "/spec/jobTemplate/spec/template";
    if (kind == "PodTemplate")
        return "/template";
    return core::at(object, {"spec", "template", "spec"}).is_object() ? "/spec/template" : "";
}

void tellOmitted(PodSource &source, const Json &spec, std::initializer_list<std::string_view> expected)
{
    QStringList omitted;
    for (const auto &[key, value] : spec.items())
        if (std::ranges::find(expected, key) == expected.end() && key != "template" && key != "selector")
            omitted.push_back(toQString(key));
    if (!omitted.isEmpty())
        source.notes.push_back(QStringLiteral("not taken over: spec.%1").arg(omitted.join(QStringLiteral(", spec."))));
}

void readJob(PodSource &source, const Json &spec)
{
    for (const auto &[field, dagField] : jobFields)
        if (const Json &value = core::at(spec, {field}); !value.is_null())
            source.airflow[dagField] = value;
    tellOmitted(source, spec,
                {"parallelism", "completions", "completionMode", "backoffLimit", "ttlSecondsAfterFinished"});
}

void readOwner(PodSource &source, const std::string &kind, const Json &object)
{
    const Json &spec = core::at(object, {"spec"});
    if (kind == "Job") {
        readJob(source, spec);
    } else if (kind == "CronJob") {
        source.airflow["schedule"] = core::at(spec, {"schedule"});
        readJob(source, core::at(spec, {"jobTemplate", "spec"}));
        tellOmitted(source, spec, {"schedule", "jobTemplate"});
    } else if (kind != "PodTemplate") {
        tellOmitted(source, spec, {});
    }
}

// The template's pod with the name and namespace of its owner; such pods get random names.
PodSource fromTemplate(const Json &object, const std::string &kind, const std::string &place)
{
    const Json::json_pointer pointer(place);
    PodSource source{.pod = object.contains(pointer) ? object.at(pointer) : Json::object(), .prefix = place};
    if (!source.pod.is_object())
        source.pod = Json::object();
    Json &metadata = source.pod["metadata"];
    if (!metadata.is_object())
        metadata = Json::object();
    if (const std::string name = core::textAt(object, {"metadata", "name"}); !name.empty())
        metadata["name"] = name + '-' + manifest::previewSuffix;
    if (const Json &space = core::at(object, {"metadata", "namespace"}); !space.is_null())
        metadata["namespace"] = space;
    readOwner(source, kind, object);
    return source;
}

} // namespace

std::optional<PodSource> podSource(const Json &object)
{
    const std::string kind = core::textAt(object, {"kind"});
    if (kind == "Pod" || (kind.empty() && core::at(object, {"spec", "containers"}).is_array())) {
        PodSource source{.pod = object, .prefix = {}};
        cleanLivePod(source);
        return source;
    }
    if (kind.empty() && core::at(object, {"containers"}).is_array())
        return PodSource{.pod = {{"spec", object}}, .prefix = {}};
    const std::string place = templatePlace(kind, object);
    if (place.empty())
        return {};
    PodSource source = fromTemplate(object, kind, place);
    cleanLivePod(source);
    return source;
}

} // namespace podwright::airflow
