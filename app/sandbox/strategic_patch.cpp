#include "app/sandbox/patches.h"

#include "app/sandbox/api_errors.h"

#include <algorithm>
#include <map>

namespace podwright::sandbox {
namespace {

constexpr const char *directive = "$patch";
constexpr const char *deletePrefix = "$deleteFromPrimitiveList/";
constexpr const char *retainKeys = "$retainKeys";

ApiError wrongType(const std::string &what)
{
    ApiError error = invalid("", "", {{"FieldValueInvalid", "Invalid value: " + what, "patch"}});
    error.message = " \"\" is invalid: patch: Invalid value: " + what;
    return error;
}

void mergeObject(Json &object, const Json &patch);

Json::iterator findItem(Json &list, const std::string &key, const Json &value)
{
    return std::find_if(list.begin(), list.end(),
                        [&](const Json &item) { return item.is_object() && item.contains(key) && item[key] == value; });
}

void mergeItem(Json &list, const std::string &key, const Json &item)
{
    if (!item.is_object() || !item.contains(key))
        throw wrongType("map: map[] does not contain declared merge key: " + key);
    const auto existing = findItem(list, key, item[key]);
    const std::string what = core::textAt(item, {directive});
    if (what == "delete") {
        if (existing != list.end())
            list.erase(existing);
        return;
    }
    if (existing == list.end()) {
        Json added = Json::object();
        mergeObject(added, item);
        list.push_back(std::move(added));
    } else if (what == "replace") {
        *existing = item;
        existing->erase(directive);
    } else {
        mergeObject(*existing, item);
    }
}

void mergeSet(Json &list, const Json &values)
{
    for (const Json &value : values)
        if (std::find(list.begin(), list.end(), value) == list.end())
            list.push_back(value);
}

bool isReplacement(const Json &patchList)
{
    return std::any_of(patchList.begin(), patchList.end(), [](const Json &item) {
        return core::textAt(item, {directive}) == "replace" && item.size() == 1;
    });
}

Json withoutDirectives(const Json &patchList)
{
    Json list = Json::array();
    for (const Json &item : patchList)
        if (core::textAt(item, {directive}) != "replace" || item.size() > 1)
            list.push_back(item);
    return list;
}

void mergeList(Json &list, const std::string &name, const Json &patchList)
{
    const std::string key = mergeKeyOf(name);
    if (key.empty() || !list.is_array() || isReplacement(patchList)) {
        if (key.empty() || key == "*" || isReplacement(patchList)) {
            list = withoutDirectives(patchList);
            return;
        }
        list = Json::array();
    }
    if (key == "*") {
        mergeSet(list, patchList);
        return;
    }
    for (const Json &item : patchList)
        mergeItem(list, key, item);
}

// $setElementOrder: the listed items come in that order; others keep their places behind what they followed.
void orderList(Json &list, const std::string &name, const Json &order)
{
    if (!list.is_array() || !order.is_array())
        return;
    const std::string key = mergeKeyOf(name);
    const auto rank = [&](const Json &item) {
        for (size_t i = 0; i < order.size(); ++i)
            if (key == "*" ? item == order[i]
                           : item.is_object() && item.value(key, Json()) == order[i].value(key, Json()))
                return i;
        return order.size();
    };
    std::stable_sort(list.begin(), list.end(), [&](const Json &a, const Json &b) { return rank(a) < rank(b); });
}

void removeFromSet(Json &object, const std::string &name, const Json &values)
{
    if (!object.contains(name) || !object[name].is_array())
        return;
    Json kept = Json::array();
    for (const Json &item : object[name])
        if (std::find(values.begin(), values.end(), item) == values.end())
            kept.push_back(item);
    object[name] = std::move(kept);
}

void keepOnly(Json &object, const Json &names)
{
    Json kept = Json::object();
    for (const auto &[key, value] : object.items())
        if (std::find(names.begin(), names.end(), Json(key)) != names.end())
            kept[key] = value;
    object = std::move(kept);
}

void mergeField(Json &object, const std::string &key, const Json &value)
{
    if (value.is_null()) {
        object.erase(key);
    } else if (value.is_array()) {
        if (object.contains(key) && !object[key].is_array() && !object[key].is_null())
            throw wrongType("the types of the patch and of " + key + " differ");
        mergeList(object[key], key, value);
    } else if (value.is_object()) {
        if (!object.contains(key) || !object[key].is_object())
            object[key] = Json::object();
        mergeObject(object[key], value);
    } else {
        object[key] = value;
    }
}

void orderLists(Json &object, const Json &patch)
{
    constexpr std::string_view prefix = "$setElementOrder/";
    for (const auto &[key, value] : patch.items()) {
        const std::string name = key.starts_with(prefix) ? key.substr(prefix.size()) : std::string();
        if (!name.empty() && object.contains(name))
            orderList(object[name], name, value);
    }
}

void mergeObject(Json &object, const Json &patch)
{
    const std::string what = core::textAt(patch, {directive});
    if (what == "replace" || what == "delete")
        object = Json::object();
    if (what == "delete")
        return;
    for (const auto &[key, value] : patch.items()) {
        if (key.starts_with(deletePrefix))
            removeFromSet(object, key.substr(std::string_view(deletePrefix).size()), value);
        else if (!key.starts_with('$'))
            mergeField(object, key, value);
    }
    if (patch.contains(retainKeys))
        keepOnly(object, patch[retainKeys]);
    orderLists(object, patch);
}

} // namespace

std::string mergeKeyOf(const std::string &listName)
{
    static const std::map<std::string, std::string> keys = {{"containers", "name"},
                                                            {"initContainers", "name"},
                                                            {"ephemeralContainers", "name"},
                                                            {"volumes", "name"},
                                                            {"imagePullSecrets", "name"},
                                                            {"env", "name"},
                                                            {"schedulingGates", "name"},
                                                            {"resourceClaims", "name"},
                                                            {"secrets", "name"},
                                                            {"ports", "containerPort"},
                                                            {"volumeMounts", "mountPath"},
                                                            {"volumeDevices", "devicePath"},
                                                            {"hostAliases", "ip"},
                                                            {"podIPs", "ip"},
                                                            {"hostIPs", "ip"},
                                                            {"topologySpreadConstraints", "topologyKey"},
                                                            {"conditions", "type"},
                                                            {"addresses", "type"},
                                                            {"ownerReferences", "uid"},
                                                            {"finalizers", "*"}};
    const auto found = keys.find(listName);
    return found == keys.end() ? std::string() : found->second;
}

void applyStrategicPatch(Json &object, const Json &patch)
{
    if (!patch.is_object())
        throw badRequest("json: cannot unmarshal array into Go value of type map[string]interface {}");
    mergeObject(object, patch);
}

} // namespace podwright::sandbox
