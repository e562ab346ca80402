#include "app/sandbox/write_options.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/body.h"
#include "app/sandbox/times.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

constexpr const char *applyType = "application/apply-patch+yaml";

bool isApply(const Call &call)
{
    return call.request.header("content-type").starts_with(applyType);
}

void checkDryRun(const std::vector<std::string> &values, const std::string &kind)
{
    for (const std::string &value : values)
        if (value != "All")
            throw invalid(kind, "",
                          {{"FieldValueNotSupported", "Unsupported value: \"" + value + "\": supported values: \"All\"",
                            "dryRun"}});
}

// Which fields an object has, in the form of managedFields; lists count as one field.
Json ownedFields(const Json &object)
{
    Json fields = Json::object();
    for (const auto &[key, value] : object.items())
        fields["f:" + key] = value.is_object() ? ownedFields(value) : Json::object();
    return fields;
}

Json writtenFields(const Json &object)
{
    Json written = Json::object();
    for (const auto &[key, value] : object.items())
        if (key != "kind" && key != "apiVersion" && key != "metadata" && key != "status")
            written[key] = value;
    for (const char *key : {"labels", "annotations"})
        if (!core::at(object, {"metadata", key}).is_null())
            written["metadata"][key] = object["metadata"][key];
    return ownedFields(written);
}

void checkPropagation(const Json &options)
{
    const std::string policy = core::textAt(options, {"propagationPolicy"}, "Background");
    const auto refuse = [](const std::string &value, const std::string &why, const char *reason) {
        throw invalid("DeleteOptions.meta.k8s.io", "", {{reason, value + why, "propagationPolicy"}});
    };
    if (policy != "Foreground" && policy != "Background" && policy != "Orphan")
        refuse("Unsupported value: \"" + policy,
               "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"", "FieldValueNotSupported");
    if (options.contains("orphanDependents") && options.contains("propagationPolicy"))
        refuse("Invalid value: \"" + policy, "\": orphanDependents and deletionPropagation cannot be both set",
               "FieldValueInvalid");
}

Json optionsOfQuery(const Query &query)
{
    Json options = Json::object();
    if (const auto grace = query.number("gracePeriodSeconds"))
        options["gracePeriodSeconds"] = *grace;
    if (query.has("propagationPolicy"))
        options["propagationPolicy"] = query.text("propagationPolicy");
    for (const std::string &value : query.all("dryRun"))
        options["dryRun"].push_back(value);
    return options;
}

} // namespace

void checkWriteOptions(const Call &call, const char *optionsKind)
{
    const std::string kind = std::string(optionsKind) + ".meta.k8s.io";
    const Query &query = call.request.query;
    checkDryRun(query.all("dryRun"), kind);
    const std::string manager = query.text("fieldManager");
    if (manager.size() > 128)
        throw invalid(kind, "", {{"FieldValueTooLong", "Too long: may not be more than 128 bytes", "fieldManager"}});
    if (isApply(call) && manager.empty())
        throw invalid(kind, "",
                      {{"FieldValueRequired", "Required value: is required for apply patch", "fieldManager"}});
    const bool isPatch = call.request.method == "PATCH";
    if (isPatch && !isApply(call) && query.flag("force"))
        throw invalid(kind, "",
                      {{"FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force"}});
}

DeleteOptions deleteOptions(const Call &call)
{
    const Json options =
        call.request.body.empty() ? optionsOfQuery(call.request.query) : decodedBody(call.request, "DeleteOptions");
    checkPropagation(options);
    DeleteOptions result;
    std::vector<std::string> dryRun;
    for (const Json &value : core::at(options, {"dryRun"}))
        dryRun.push_back(value.is_string() ? value.get<std::string>() : value.dump());
    checkDryRun(dryRun, "DeleteOptions.meta.k8s.io");
    result.isDryRun = !dryRun.empty();
    result.uid = core::textAt(options, {"preconditions", "uid"});
    result.resourceVersion = core::textAt(options, {"preconditions", "resourceVersion"});
    const Json &grace = core::at(options, {"gracePeriodSeconds"});
    if (grace.is_number_integer())
        result.graceSeconds = grace.get<long long>() < 0 ? 1 : grace.get<long long>();
    return result;
}

std::string fieldManager(const Call &call)
{
    const std::string given = call.request.query.text("fieldManager");
    if (!given.empty())
        return given;
    const std::string agent = call.request.header("user-agent");
    const std::string name = agent.substr(0, agent.find('/'));
    return name.empty() ? "unknown" : name.substr(0, 128);
}

void recordManager(const Call &call, Json &object)
{
    const std::string manager = fieldManager(call), operation = isApply(call) ? "Apply" : "Update";
    Json &metadata = object["metadata"];
    Json managers = metadata.contains("managedFields") && metadata["managedFields"].is_array()
                        ? metadata["managedFields"]
                        : Json::array();
    Json entry = {{"manager", manager}, {"operation", operation},   {"apiVersion", call.type.apiVersion()},
                  {"time", nowText()},  {"fieldsType", "FieldsV1"}, {"fieldsV1", writtenFields(object)}};
    if (!call.subresource.empty())
        entry["subresource"] = call.subresource;
    std::erase_if(managers.get_ref<Json::array_t &>(), [&](const Json &known) {
        return core::textAt(known, {"manager"}) == manager && core::textAt(known, {"operation"}) == operation &&
               core::textAt(known, {"subresource"}) == call.subresource;
    });
    managers.push_back(std::move(entry));
    metadata["managedFields"] = std::move(managers);
}

} // namespace podwright::sandbox
