#pragma once

#include "models/core/json.h"
#include "models/task/quantity.h"

#include <QString>

#include <map>
#include <string>
#include <string_view>

namespace podwright::preflight {

using core::Json;
using task::Quantity;
using Amounts = std::map<std::string, Quantity, std::less<>>; // by resource name: "cpu", "nvidia.com/gpu"

// Of a requests, limits, hard or allocatable object. What is no quantity is left out.
Amounts amountsOf(const Json &quantities);
Quantity amountOf(const Amounts &amounts, std::string_view name); // 0 if there is none
Quantity wholeAmount(long long number);
void add(Amounts &sum, const Amounts &more);

enum class Bound { Requests, Limits };

// What a pod takes as a whole, by the server's rule: the sum of its containers or the peak of its init containers,
// sidecars and overhead included. A missing request equals the limit.
Amounts podAmounts(const Json &pod, Bound bound);

// The pod as the server's defaults leave it, before admission: a container's missing request is its limit.
Json withDefaultRequests(Json pod);

// Visits init containers and containers: visit(list, index, container); list is "containers" or "initContainers".
template<class Pod, class Visit>
void eachContainer(Pod &pod, Visit visit)
{
    for (const char *list : {"initContainers", "containers"}) {
        if (!core::at(pod, {"spec", list}).is_array())
            continue;
        auto &containers = pod["spec"][list];
        for (size_t index = 0; index < containers.size(); ++index)
            visit(std::string(list), index, containers[index]);
    }
}

// For people, with two decimals at most: "3.92", "12.12Gi", "1".
QString amountText(std::string_view resource, const Quantity &amount);
// "memory", "CPU", "disk (ephemeral-storage)", "nvidia.com/gpu"
QString resourceLabel(std::string_view resource);

} // namespace podwright::preflight
