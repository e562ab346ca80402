#include "app/sandbox/patches.h"

#include "app/sandbox/api_errors.h"

namespace podwright::sandbox {
namespace {

ApiError rejected()
{
    ApiError error;
    error.code = 422;
    error.reason = "Invalid";
    error.message = "the server rejected our request due to an error in our request";
    return error;
}

} // namespace

void applyMergePatch(Json &object, const Json &patch)
{
    if (!patch.is_object()) {
        object = patch;
        return;
    }
    if (!object.is_object())
        object = Json::object();
    for (const auto &[key, value] : patch.items()) {
        if (value.is_null())
            object.erase(key);
        else
            applyMergePatch(object[key], value);
    }
}

void applyJsonPatch(Json &object, const Json &operations)
{
    if (!operations.is_array())
        throw badRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
    constexpr size_t maximumOperations = 10000;
    if (operations.size() > maximumOperations)
        throw badRequest("The allowed maximum operations in a JSON patch is 10000, got " +
                         std::to_string(operations.size()));
    try {
        // The library's patch() wants the unordered form of a document; the order of keys comes back from the original.
        object =
            Json::parse(nlohmann::json::parse(object.dump()).patch(nlohmann::json::parse(operations.dump())).dump());
    } catch (const nlohmann::json::exception &) {
        throw rejected();
    }
}

} // namespace podwright::sandbox
