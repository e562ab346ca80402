#pragma once

#include "models/core/result.h"
#include "models/manifest/pod_builder.h"

namespace podwright::manifest {

struct ReadTask
{
    task::Task task;
    std::vector<QString> notes; // what of the pod no task can give, in words
};

// The inverse of buildPod(): a task whose pod is `pod`, up to what KPO settles in every pod (restartPolicy Never, the
// message policy File, hostNetwork false where they are left out). A name that ends in the preview's "-XXXXXXXX" is
// read as one with a random suffix.
//
// The task is in normal form:
// - every field that an argument sets is an argument, in the order of the form; the rest is the task's template, whose
//   container 0 repeats the name of the pod's;
// - an argument is absent where KPO's default gives the same pod; task_id and name are both given;
// - of container 0's variables, the last ones of the form that KPO gives Secrets are `secrets`, the last field
//   references before them `pod_runtime_info_envs`, and the others `env_vars`: a map of texts if they are one;
// - of its envFrom, the last references to whole Secrets are `secrets`, the others `env_from`, never `configmaps`;
// - `secrets` holds variables, then whole Secrets, then volumes (known by KPO's names for them);
// - KPO's own sidecar with its volume is `do_xcom_push`.
//
// What no task gives is told in the notes and left out: another restartPolicy, a pod without a name, generateName,
// status, and fields that Kubernetes' client does not know. Errors: Invalid with `where` in the pod
// ("/spec/containers"): it is no pod, has no containers, or a form that KPO refuses.
core::Result<ReadTask> readTask(const Json &pod);

// The task changed so that it builds `pod`, as an editor of the YAML wants it: run arguments, DAG fields and sample
// values stay, and so does every argument and template that still gives what the pod says, as it is written. `shown`:
// the options that the pod's text was made with. Only where the task's templates cannot give the pod are they taken
// apart, or left out with a note. Cheap enough for every keystroke.
core::Result<ReadTask> withPod(const task::Task &task, const Json &pod,
                               const BuildOptions &shown = {.nameSuffix = previewSuffix});

} // namespace podwright::manifest
