#pragma once

#include "models/core/result.h"
#include "models/task/task.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace podwright::manifest {

using core::Json;

// The Airflow that pods are built like, where a task does not say another; the tests measure by it.
inline constexpr std::string_view targetAirflowVersion = "3.3.2";
// The image that its newest provider gives the XCom sidecar.
inline constexpr std::string_view xcomSidecarImage = "alpine:3.24.2";

// Who Airflow would say runs the task; gives the automatic labels. Reference: KPO's pod labels.
struct AirflowIdentity
{
    std::string dagId = {};
    std::string taskId = {};
    std::string runId = {};
    int tryNumber = 1;
    int mapIndex = -1;
    bool operator==(const AirflowIdentity &) const = default;
};

// Stands for the random part of a name where no pod is made; who reads such a name back knows it.
inline constexpr auto previewSuffix = "XXXXXXXX";

struct BuildOptions
{
    std::string nameSuffix = {};                  // 8 characters; empty: random
    std::string connectionNamespace = {};         // of the context; used when neither task nor template name one
    std::optional<AirflowIdentity> identity = {}; // empty: the task's own choice, see wantsAirflowLabels()
    std::string runId = {};                       // for that choice; empty: a placeholder
    std::string airflowVersion = {};              // empty: no airflow_version label
    std::optional<bool> inCluster = {};           // empty: no airflow_kpo_in_cluster label
    std::string secretVolumeUuid = {};            // for tests; empty: random for each volume
    std::string templateFileText = {};            // content of pod_template_file, if it could be read
    std::string xcomSidecarImage = {};            // of the connection; empty: KPO's own
    Json xcomSidecarResources = {};               // of the connection; null: KPO's own
    bool keepsPython = false; // for previews: values of Python code stay as they are; else they are refused
    bool operator==(const BuildOptions &) const = default;
};

struct BuiltPod
{
    Json pod; // exactly what KPO would POST: empty collections included
    // pod JSON pointer -> task JSON pointer of the argument or template part it comes from ("/task/image",
    // "/task/env_vars/NAME", "/template/spec/volumes/0"); what KPO adds by itself has none
    std::map<std::string, std::string> origins;
    std::vector<QString> notes; // what a reader should know: "hostnetwork: false loses against the template's true"
};

// Task to pod, by the rules of KubernetesPodOperator (arguments over full_pod_spec over template). Pure: no clock, no
// random unless a suffix or uuid is missing. Errors: Invalid naming the argument (`where` = "/task/name").
core::Result<BuiltPod> buildPod(const task::Task &task, const BuildOptions &options = {});

// The pod as people read it: empty collections dropped, the order of kubectl's documents.
Json readable(const Json &pod);

} // namespace podwright::manifest
