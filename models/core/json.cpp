#include "models/core/json.h"

namespace podwright::core {

const Json &at(const Json &root, std::initializer_list<std::string_view> path)
{
    static const Json none;
    const Json *current = &root;
    for (const std::string_view step : path) {
        if (!current->is_object())
            return none;
        const auto found = current->find(step);
        if (found == current->end())
            return none;
        current = &*found;
    }
    return *current;
}

std::string textAt(const Json &root, std::initializer_list<std::string_view> path, std::string fallback)
{
    const Json &value = at(root, path);
    return value.is_string() ? value.get_ref<const std::string &>() : std::move(fallback);
}

long long intAt(const Json &root, std::initializer_list<std::string_view> path, long long fallback)
{
    const Json &value = at(root, path);
    return value.is_number_integer() ? value.get<long long>() : fallback;
}

bool boolAt(const Json &root, std::initializer_list<std::string_view> path, bool fallback)
{
    const Json &value = at(root, path);
    return value.is_boolean() ? value.get<bool>() : fallback;
}

Json parseJson(std::string_view text)
{
    constexpr int maximumDepth = 500;
    bool tooDeep = false;
    const auto guard = [&tooDeep](int depth, Json::parse_event_t, Json &) {
        tooDeep = tooDeep || depth > maximumDepth;
        return !tooDeep;
    };
    Json value = Json::parse(text.begin(), text.end(), guard, false);
    return tooDeep ? Json(Json::value_t::discarded) : value;
}

} // namespace podwright::core
