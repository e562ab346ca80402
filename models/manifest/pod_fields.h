#pragma once

#include <QString>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace podwright::manifest {

enum class FieldForm { Text, Integer, Flag, TextMap, Object, Any };

// One field of a type of the Pod API, as an editor needs it.
struct PodField
{
    std::string_view owner; // the type it is a field of: "Container"
    std::string_view name;
    FieldForm form = FieldForm::Text;
    bool isList = false;
    std::string_view type = {}; // of Object: "EnvVar"

    bool operator==(const PodField &) const = default;
};

// All fields of a type ("Pod", "Container"), by name; none for an unknown type.
std::vector<PodField> podFields(std::string_view type);

// The field that a way of names from the Pod leads to (list items are left out: spec, containers, image), or nothing
// when a name is unknown or the way leads through a map of free keys. An empty way is no field.
const PodField *podField(std::span<const std::string> way);

// What the field means, in a sentence or two; empty when its name says it all.
QString fieldMeaning(const PodField &field);
// The values it may have; none when it is free.
std::vector<std::string_view> fieldChoices(const PodField &field);
// Those, or of a free field the usual ones: what completion offers.
std::vector<std::string_view> fieldSuggestions(const PodField &field);
// "text", "list of EnvVar", "true or false"
QString fieldKind(const PodField &field);

// Where in a Pod a name is a field: "spec.containers", nearest to the root first, at most `most`.
std::vector<std::string> placesOf(std::string_view fieldName, size_t most = 3);

} // namespace podwright::manifest
