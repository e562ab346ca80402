#include "app/sandbox/field_managers.h"

#include "app/sandbox/api_errors.h"
#include "app/sandbox/field_sets.h"
#include "app/sandbox/patches.h"
#include "app/sandbox/times.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

using core::at;
using core::textAt;

// The name of who writes: fieldManager, else what the User-Agent begins with.
std::string managerOf(const Call &call)
{
    const std::string given = call.request.query.text("fieldManager");
    if (!given.empty())
        return given;
    const std::string agent = call.request.header("user-agent");
    const std::string name = agent.substr(0, agent.find('/'));
    return name.empty() ? "unknown" : name.substr(0, 128);
}

const char *operationOf(const Call &call)
{
    return isApply(call.request) ? "Apply" : "Update";
}

bool isOwnEntry(const Call &call, const Json &entry)
{
    return textAt(entry, {"manager"}) == managerOf(call) && textAt(entry, {"operation"}) == operationOf(call) &&
           textAt(entry, {"subresource"}) == call.subresource;
}

Json ownFields(const Call &call, const Json &object)
{
    for (const Json &entry : at(object, {"metadata", "managedFields"})) {
        if (isOwnEntry(call, entry))
            return at(entry, {"fieldsV1"});
    }
    return Json::object();
}

ApiError conflictWith(const Call &call, const std::vector<std::pair<std::string, std::string>> &fields)
{
    Json causes = Json::array();
    std::string text;
    for (const auto &[with, field] : fields) {
        causes.push_back({{"reason", "FieldManagerConflict"}, {"message", with}, {"field", field}});
        text += fields.size() == 1 ? with + ": " + field : (text.empty() ? "" : "\n") + with + ": " + field;
    }
    ApiError error = conflict(call.type.resourceName(), call.name, {});
    error.message = "Apply failed with " + std::to_string(fields.size()) +
                    (fields.size() == 1 ? " conflict: " : " conflicts: ") + text;
    error.details["causes"] = std::move(causes);
    return error;
}

void refuseConflicts(const Call &call, const Json &before, const Json &after, const Json &wanted)
{
    std::vector<std::pair<std::string, std::string>> found;
    for (const Json &entry : at(before, {"metadata", "managedFields"})) {
        if (isOwnEntry(call, entry))
            continue;
        const std::string with =
            "conflict with \"" + textAt(entry, {"manager"}) + "\" using " + textAt(entry, {"apiVersion"});
        for (std::string &field : differingFields(wanted, at(entry, {"fieldsV1"}), before, after))
            found.emplace_back(with, std::move(field));
    }
    if (!found.empty())
        throw conflictWith(call, found);
}

Json newEntry(const Call &call, const Json &fields)
{
    Json entry = {
        {"manager", managerOf(call)}, {"operation", operationOf(call)}, {"apiVersion", call.type.apiVersion()},
        {"time", nowText()},          {"fieldsType", "FieldsV1"},       {"fieldsV1", fields}};
    if (!call.subresource.empty())
        entry["subresource"] = call.subresource;
    return entry;
}

} // namespace

bool isApply(const Request &request)
{
    return request.header("content-type").starts_with("application/apply-patch+yaml");
}

void applyForManager(const Call &call, Json &object, const Json &patch)
{
    const Json before = object, wanted = fieldsOf(patch);
    Json left = without(ownFields(call, before), wanted);
    for (const Json &entry : at(before, {"metadata", "managedFields"})) {
        if (!isOwnEntry(call, entry))
            left = without(left, at(entry, {"fieldsV1"}));
    }
    removeFields(object, left);
    applyStrategicPatch(object, patch);
    if (!call.request.query.flag("force"))
        refuseConflicts(call, before, object, wanted);
}

void recordManager(const Call &call, const Json &previous, Json &object, const Json &applied)
{
    const Json changed = changedFields(previous, object), gone = without(fieldsOf(previous), fieldsOf(object));
    if (changed.empty() && gone.empty() && applied.is_null())
        return;
    const Json own = applied.is_null() ? united(without(ownFields(call, object), gone), changed) : fieldsOf(applied);
    Json managers = Json::array();
    for (const Json &known : at(object, {"metadata", "managedFields"})) {
        Json entry = known;
        if (isOwnEntry(call, known))
            entry = at(known, {"fieldsV1"}) == own ? known : newEntry(call, own);
        else
            entry["fieldsV1"] = without(without(at(known, {"fieldsV1"}), changed), gone);
        if (!at(entry, {"fieldsV1"}).empty())
            managers.push_back(std::move(entry));
    }
    if (std::none_of(managers.begin(), managers.end(), [&](const Json &entry) { return isOwnEntry(call, entry); }))
        managers.push_back(newEntry(call, own));
    object["metadata"]["managedFields"] = std::move(managers);
}

} // namespace podwright::sandbox
