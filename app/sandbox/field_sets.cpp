#include "app/sandbox/field_sets.h"

#include "app/sandbox/patches.h"

#include <algorithm>

namespace podwright::sandbox {
namespace {

constexpr const char *itself = ".";

Json ownable(const Json &object)
{
    Json result = Json::object();
    for (const auto &[key, value] : object.items())
        if (key != "kind" && key != "apiVersion" && key != "metadata" && key != "status")
            result[key] = value;
    for (const char *key : {"labels", "annotations", "finalizers", "ownerReferences"})
        if (const Json &value = core::at(object, {"metadata", key}); !value.is_null())
            result["metadata"][key] = value;
    return result;
}

// The part of a field path for an entry of a list: "k:{…}" with merge key, "v:…" in a set of plain values.
std::string entryKey(const Json &entry, const std::string &mergeKey)
{
    if (mergeKey == "*")
        return "v:" + entry.dump();
    return "k:" + Json{{mergeKey, entry[mergeKey]}}.dump();
}

// What a list merges by; empty: it is one field.
std::string entryKeyOf(const Json &list, const std::string &name)
{
    const std::string mergeKey = mergeKeyOf(name);
    const bool fits = std::all_of(list.begin(), list.end(), [&](const Json &entry) {
        return mergeKey == "*" ? entry.is_primitive() : entry.is_object() && entry.contains(mergeKey);
    });
    return fits && !list.empty() ? mergeKey : std::string();
}

// The named parts of a value: fields of an object, entries of a list that merges. Empty: it is one field.
std::vector<std::pair<std::string, const Json *>> partsOf(const Json &value, const std::string &name)
{
    std::vector<std::pair<std::string, const Json *>> parts;
    if (value.is_object()) {
        for (auto entry = value.begin(); entry != value.end(); ++entry)
            parts.emplace_back("f:" + entry.key(), &entry.value());
    } else if (value.is_array()) {
        const std::string mergeKey = entryKeyOf(value, name);
        for (const Json &entry : value)
            if (!mergeKey.empty())
                parts.emplace_back(entryKey(entry, mergeKey), &entry);
    }
    return parts;
}

const Json *partOf(const Json &value, const std::string &name, const std::string &key)
{
    for (const auto &[known, part] : partsOf(value, name)) {
        if (known == key)
            return part;
    }
    return nullptr;
}

std::string nameOf(const std::string &key)
{
    return key.starts_with("f:") ? key.substr(2) : std::string();
}

Json fieldsOfValue(const Json &value, const std::string &name)
{
    Json fields = Json::object();
    for (const auto &[key, part] : partsOf(value, name)) {
        fields[key] = fieldsOfValue(*part, nameOf(key));
        if (key.starts_with("k:"))
            fields[key][itself] = Json::object();
    }
    return fields;
}

Json changedParts(const Json &before, const Json &after, const std::string &name)
{
    Json fields = Json::object();
    for (const auto &[key, part] : partsOf(after, name)) {
        const Json *old = partOf(before, name, key);
        if (!old) {
            fields[key] = fieldsOfValue(*part, nameOf(key));
            if (key.starts_with("k:"))
                fields[key][itself] = Json::object();
        } else if (*old != *part) {
            Json changed = changedParts(*old, *part, nameOf(key));
            const bool isOneField = partsOf(*old, nameOf(key)).empty() && partsOf(*part, nameOf(key)).empty();
            if (isOneField || !changed.empty())
                fields[key] = std::move(changed);
        }
    }
    return fields;
}

std::string pathText(const std::string &key)
{
    if (key.starts_with("f:"))
        return '.' + key.substr(2);
    const Json value = core::parseJson(std::string_view(key).substr(2));
    if (!value.is_object())
        return '[' + key.substr(2) + ']';
    return '[' + value.begin().key() + '=' + value.begin().value().dump() + ']';
}

void collectDiffering(const Json &fields, const Json &others, const Json &before, const Json &after,
                      const std::string &name, const std::string &path, std::vector<std::string> &result)
{
    for (const auto &[key, part] : fields.items()) {
        if (key == itself || !others.contains(key))
            continue;
        const Json *old = partOf(before, name, key), *wanted = partOf(after, name, key);
        const std::string place = path + pathText(key);
        if (!part.empty() && !others[key].empty() && old && wanted)
            collectDiffering(part, others[key], *old, *wanted, nameOf(key), place, result);
        else if (!old || !wanted || *old != *wanted)
            result.push_back(place);
    }
}

void removeEntries(Json &list, const Json &fields, const std::string &name);

void removeKeys(Json &object, const Json &fields)
{
    for (const auto &[key, part] : fields.items()) {
        const std::string name = nameOf(key);
        const auto found = object.find(name);
        if (name.empty() || found == object.end())
            continue;
        if (!part.empty() && found->is_object())
            removeKeys(*found, part);
        else if (!part.empty() && found->is_array())
            removeEntries(*found, part, name);
        if (part.empty() || found->empty())
            object.erase(name);
    }
}

void removeEntries(Json &list, const Json &fields, const std::string &name)
{
    const std::string mergeKey = entryKeyOf(list, name);
    if (mergeKey.empty())
        return;
    Json kept = Json::array();
    for (Json &entry : list) {
        const Json &part = core::at(fields, {entryKey(entry, mergeKey)});
        if (part.is_object() && (part.empty() || part.contains(itself)))
            continue;
        if (part.is_object() && entry.is_object())
            removeKeys(entry, part);
        kept.push_back(std::move(entry));
    }
    list = std::move(kept);
}

} // namespace

Json fieldsOf(const Json &object)
{
    return fieldsOfValue(ownable(object), {});
}

Json changedFields(const Json &before, const Json &after)
{
    return changedParts(ownable(before), ownable(after), {});
}

Json united(Json fields, const Json &others)
{
    for (const auto &[key, part] : others.items())
        fields[key] = fields.contains(key) ? united(std::move(fields[key]), part) : part;
    return fields;
}

Json without(const Json &fields, const Json &others)
{
    Json result = Json::object();
    for (const auto &[key, part] : fields.items()) {
        const auto other = others.find(key);
        if (other == others.end()) {
            result[key] = part;
            continue;
        }
        Json rest = other->empty() ? Json::object() : without(part, *other);
        if (!rest.empty())
            result[key] = std::move(rest);
    }
    return result;
}

void removeFields(Json &object, const Json &fields)
{
    removeKeys(object, fields);
}

std::vector<std::string> differingFields(const Json &fields, const Json &others, const Json &before, const Json &after)
{
    std::vector<std::string> result;
    collectDiffering(fields, others, ownable(before), ownable(after), {}, {}, result);
    return result;
}

} // namespace podwright::sandbox
