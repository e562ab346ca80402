#include "app/sandbox/write_options.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/body.h"
#include "app/sandbox/field_managers.h"

namespace podwright::sandbox {
namespace {

void checkDryRun(const std::vector<std::string> &values, const std::string &kind)
{
    for (const std::string &value : values)
        if (value != "All")
            throw invalid(kind, "",
                          {{"FieldValueNotSupported", "Unsupported value: \"" + value + "\": supported values: \"All\"",
                            "dryRun"}});
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
    if (isApply(call.request) && manager.empty())
        throw invalid(kind, "",
                      {{"FieldValueRequired", "Required value: is required for apply patch", "fieldManager"}});
    const bool isPatch = call.request.method == "PATCH";
    if (isPatch && !isApply(call.request) && query.flag("force"))
        throw invalid(kind, "",
                      {{"FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force"}});
}

DeleteOptions deleteOptions(const Call &call)
{
    return deleteOptions(call.request.body.empty() ? optionsOfQuery(call.request.query)
                                                   : decodedBody(call.request, "DeleteOptions"));
}

DeleteOptions deleteOptions(const Json &options)
{
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

} // namespace podwright::sandbox
