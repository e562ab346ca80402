#pragma once

#include <span>
#include <string_view>

namespace podwright::manifest {

// One type of the Pod API (Kubernetes 1.35).
struct PodModel
{
    std::string_view name;
    // In the order of Kubernetes' Python client, parted by blanks: "name" is a text or a list of texts, "name:int",
    // "name:bool", "name:map" (of texts), "name:Type" (a model or a list of them), "name:*" (anything).
    std::string_view fields;
};

// By name, all types that a Pod is made of.
std::span<const PodModel> podModels();

} // namespace podwright::manifest
