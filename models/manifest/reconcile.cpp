#include "models/manifest/reconcile.h"

#include "models/manifest/pod_schema.h"

#include <algorithm>
#include <functional>
#include <map>

namespace podwright::manifest {

namespace {

using Rule = std::function<Json(const Json &, const Json &)>;
using Rules = std::map<std::string_view, Rule>;

const Json &generic(const Json &base, const Json &client)
{
    return isFalsy(client) && !base.is_null() ? base : client;
}

// An empty model counts as given.
const Json &genericModel(const Json &base, const Json &client)
{
    return client.is_object() ? client : generic(base, client);
}

Json appended(const Json &base, const Json &client)
{
    if (!base.is_array() || !client.is_array())
        return generic(base, client);
    Json result = base;
    result.insert(result.end(), client.begin(), client.end());
    return result;
}

Json updated(const Json &base, const Json &client)
{
    if (!base.is_object() || !client.is_object())
        return generic(base, client);
    Json result = base;
    result.update(client);
    return result;
}

// One level, attribute by attribute, in the client's (alphabetical) order; null is absent.
Json mergedObject(const Json &base, const Json &client, std::string_view type, const Rules &rules)
{
    if (isFalsy(base) || isFalsy(client) || !base.is_object() || !client.is_object())
        return isFalsy(client) ? generic(base, client) : client;
    std::map<std::string, Json> parts;
    for (const Json *side : {&base, &client}) {
        for (const auto &[key, value] : side->items()) {
            if (parts.contains(key))
                continue;
            const auto rule = rules.find(key);
            const Json &left = core::at(base, {key});
            const Json &right = core::at(client, {key});
            const auto &general = isModelField(type, key) ? genericModel : generic;
            parts.emplace(key, rule == rules.end() ? general(left, right) : rule->second(left, right));
        }
    }
    Json result = Json::object();
    for (const auto &[key, value] : parts)
        if (!value.is_null())
            result[key] = value;
    return result;
}

Json mergedContainer(const Json &base, const Json &client)
{
    static const Rules rules{{"env", appended},
                             {"envFrom", appended},
                             {"ports", appended},
                             {"volumeMounts", appended},
                             {"volumeDevices", appended}};
    return mergedObject(base, client, "Container", rules);
}

Json containersByPosition(const Json &base, const Json &client)
{
    if (!base.is_array() || !client.is_array())
        return generic(base, client);
    Json result = Json::array();
    for (size_t i = 0; i < std::max(base.size(), client.size()); ++i) {
        if (i < base.size() && i < client.size())
            result.push_back(mergedContainer(base[i], client[i]));
        else
            result.push_back(i < base.size() ? base[i] : client[i]);
    }
    return result;
}

bool haveSameName(const Json &left, const Json &right)
{
    return core::at(left, {"name"}) == core::at(right, {"name"});
}

// Of the client's containers of one name the last counts, for every base container of that name.
Json containersByName(const Json &base, const Json &client)
{
    if (isFalsy(base) || isFalsy(client) || !base.is_array() || !client.is_array())
        return generic(base, client);
    Json result = Json::array();
    for (const Json &container : base) {
        const auto same = std::find_if(client.rbegin(), client.rend(),
                                       [&](const Json &other) { return haveSameName(other, container); });
        result.push_back(same == client.rend() ? container : mergedContainer(container, *same));
    }
    for (const Json &container : client)
        if (std::ranges::none_of(base, [&](const Json &other) { return haveSameName(other, container); }))
            result.push_back(container);
    return result;
}

Json mergedMetadata(const Json &base, const Json &client)
{
    static const Rules rules{{"labels", updated}, {"annotations", updated}};
    return mergedObject(base, client, "ObjectMeta", rules);
}

Json mergedSpec(const Json &base, const Json &client)
{
    static const Rules rules{
        {"containers", containersByPosition}, {"initContainers", containersByName}, {"volumes", appended}};
    return mergedObject(base, client, "PodSpec", rules);
}

} // namespace

bool isFalsy(const Json &value)
{
    if (value.is_string())
        return value.get_ref<const std::string &>().empty();
    if (value.is_boolean())
        return !value.get<bool>();
    if (value.is_number())
        return value.get<double>() == 0;
    return value.empty(); // null, [] and {}
}

Json reconciledPods(const Json &base, const Json &client)
{
    static const Rules rules{{"metadata", mergedMetadata}, {"spec", mergedSpec}};
    return mergedObject(base, client, "Pod", rules);
}

} // namespace podwright::manifest
