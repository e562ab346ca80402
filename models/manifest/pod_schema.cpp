#include "models/manifest/pod_schema.h"

#include "models/manifest/pod_schema_table.h"
#include "models/manifest/reconcile.h"
#include "models/task/python_source.h"

#include <algorithm>
#include <charconv>

namespace podwright::manifest {

using core::Json;

namespace {

Json asText(const Json &value)
{
    if (value.is_boolean())
        return value.get<bool>() ? "True" : "False";
    return value.is_number() ? Json(value.dump()) : value;
}

// What is no number stays; the API server says what is wrong with it.
Json asInteger(const Json &value)
{
    if (value.is_boolean())
        return value.get<bool>() ? 1 : 0;
    if (!value.is_string())
        return value;
    const auto &text = value.get_ref<const std::string &>();
    long long number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() ? Json(number) : value;
}

Json asFlag(const Json &value)
{
    return value.is_structured() ? value : Json(!isFalsy(value));
}

Json withConverted(const Json &value, Json (*convert)(const Json &))
{
    if (!value.is_structured())
        return value.is_null() ? value : convert(value);
    Json result = value;
    for (Json &item : result)
        if (!item.is_null() && !task::isPython(item))
            item = convert(item);
    return result;
}

Json field(const Json &value, std::string_view type, ModelSource source)
{
    const bool isScalar = type.empty() || type == "int" || type == "bool" || type == "map";
    if (!isScalar)
        return podModel(value, type, source);
    if (source == ModelSource::Object || task::isPython(value))
        return value;
    return withConverted(value, type == "int" ? asInteger : type == "bool" ? asFlag : asText);
}

Json object(const Json &value, std::string_view fields, ModelSource source)
{
    Json result = Json::object();
    while (!fields.empty()) {
        const std::string_view entry = fields.substr(0, fields.find(' '));
        fields.remove_prefix(std::min(entry.size() + 1, fields.size()));
        const std::string_view key = entry.substr(0, entry.find(':'));
        if (const Json &part = core::at(value, {key}); !part.is_null())
            result.emplace(key, field(part, entry.substr(std::min(key.size() + 1, entry.size())), source));
    }
    return result;
}

} // namespace

Json podModel(const Json &value, std::string_view type, ModelSource source)
{
    const auto model = std::ranges::find(podModels(), type, &PodModel::name);
    if (model == podModels().end() || task::isPython(value))
        return value;
    if (value.is_object())
        return object(value, model->fields, source);
    if (!value.is_array())
        return value;
    Json result = Json::array();
    for (const Json &item : value)
        result.push_back(podModel(item, type, source));
    return result;
}

} // namespace podwright::manifest
