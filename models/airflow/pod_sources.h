#pragma once

#include "models/core/json.h"

#include <QString>

#include <optional>
#include <vector>

namespace podwright::airflow {

// A pod as an object of a cluster describes it.
struct PodSource
{
    core::Json pod;                            // as a manifest
    std::string prefix;                        // JSON pointer of the pod inside the object
    core::Json airflow = core::Json::object(); // what else of the object has a place in a task
    core::Json taskId = {};                    // where the object knows it; else null
    std::vector<QString> notes = {};           // what has none
};

// Nothing for objects that make no pod. Pods that a cluster has given lose what it had added to them.
std::optional<PodSource> podSource(const core::Json &object);

// Takes out of a pod what clusters and Airflow add to it.
void cleanLivePod(PodSource &source);

} // namespace podwright::airflow
