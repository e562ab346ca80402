#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace podwright::manifest {

// One type of the Pod API, as Kubernetes' Python client 36 has it; tests/airflow/schema_rows prints the rows.
struct PodModel
{
    std::string_view name;
    // In the order of Kubernetes' Python client, parted by blanks: "name" is a text or a list of texts, "name:int",
    // "name:bool", "name:time", "name:map" (of texts), "name:Type" (a model or a list of them), "name:*" (anything).
    std::string_view fields;
    std::string_view required = {}; // names of fields without which the client makes no model
    std::string_view lists = {};    // names of fields that are lists
};

// By name, all types that a Pod is made of.
std::span<const PodModel> podModels();
// Null for an unknown type.
const PodModel *findModel(std::string_view type);

// One word of `fields`.
struct ModelField
{
    std::string_view name;
    std::string_view type = {}; // what stands behind the colon
};
ModelField modelField(std::string_view word);

// Calls `visit` for each word of a part of a row.
template<class Visit>
void forEachWord(std::string_view words, const Visit &visit)
{
    while (!words.empty()) {
        const std::string_view word = words.substr(0, words.find(' '));
        words.remove_prefix(std::min(word.size() + 1, words.size()));
        visit(word);
    }
}

bool hasWord(std::string_view words, std::string_view wanted);

} // namespace podwright::manifest
