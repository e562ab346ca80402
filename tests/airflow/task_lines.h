#pragma once

#include "models/manifest/pod_builder.h"

namespace podwright::testing {

// The tasks of tests/airflow/kpo_oracle.py, with the random parts of a pod fixed as it fixes them.

inline task::Task taskOf(const core::Json &line)
{
    task::Task task;
    if (const core::Json &arguments = core::at(line, {"task"}); arguments.is_object())
        task.arguments = arguments;
    if (const core::Json &podTemplate = core::at(line, {"template"}); !podTemplate.is_null())
        task.podTemplate = podTemplate;
    return task;
}

inline manifest::BuildOptions optionsOf(const core::Json &line)
{
    const core::Json &options = core::at(line, {"options"});
    manifest::BuildOptions result;
    result.nameSuffix = "xxxxxxxx";
    result.secretVolumeUuid = "uuid";
    result.airflowVersion = manifest::targetAirflowVersion;
    result.templateFileText = core::textAt(options, {"templateFile"});
    result.connectionNamespace = core::textAt(options, {"connection", "namespace"});
    result.xcomSidecarImage = core::textAt(options, {"connection", "sidecarImage"});
    result.xcomSidecarResources = core::at(options, {"connection", "sidecarResources"});
    if (const core::Json &inCluster = core::at(options, {"inCluster"}); inCluster.is_boolean())
        result.inCluster = inCluster.get<bool>();
    if (const core::Json &identity = core::at(options, {"identity"}); identity.is_object())
        result.identity = {.dagId = core::textAt(identity, {"dagId"}),
                           .taskId = core::textAt(line, {"task", "task_id"}),
                           .runId = core::textAt(identity, {"runId"}),
                           .tryNumber = static_cast<int>(core::intAt(identity, {"tryNumber"}, 1)),
                           .mapIndex = static_cast<int>(core::intAt(identity, {"mapIndex"}, -1))};
    return result;
}

} // namespace podwright::testing
