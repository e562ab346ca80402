#pragma once

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

} // namespace podwright::manifest
