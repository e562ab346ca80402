#include "models/task/argument_rows.h"

namespace podwright::task {

namespace {

using enum ArgumentType;

std::vector<Argument> taskRows()
{
    return {
        {.name = "task_id",
         .type = Text,
         .section = Section::Task,
         .label = "Task id",
         .help = "What Airflow calls this task; unique within its DAG. Without a name of its own the pod is named "
                 "after it.",
         .defaultJson = "null"},
        {.name = "name",
         .type = Text,
         .section = Section::Task,
         .label = "Pod name",
         .help = "Start of the pod's name. It is put into lower case, and everything but letters and digits becomes a "
                 "hyphen.",
         .defaultJson = "null",
         .isTemplated = true,
         .podPath = "/metadata/name"},
        {.name = "random_name_suffix",
         .type = Flag,
         .section = Section::Task,
         .label = "Random name suffix",
         .help = "Adds eight random characters to the name so that runs never collide. Without it a second run of the "
                 "same name is refused while the first pod exists.",
         .defaultJson = "true",
         .podPath = "/metadata/name",
         .since = "2.2.0"},
        {.name = "namespace",
         .type = Text,
         .section = Section::Task,
         .label = "Namespace",
         .help = "Where the pod is created. When empty: the template's, then the connection's, then the context's "
                 "namespace.",
         .defaultJson = "null",
         .isTemplated = true,
         .podPath = "/metadata/namespace"},
        {.name = "labels",
         .type = KeyValue,
         .section = Section::Task,
         .label = "Labels",
         .help = "Labels of the pod. They also take part in finding the pod again, so values that change between two "
                 "tries break reattaching.",
         .defaultJson = "{}",
         .isTemplated = true,
         .podPath = "/metadata/labels"},
        {.name = "annotations",
         .type = KeyValue,
         .section = Section::Task,
         .label = "Annotations",
         .help = "Free notes on the pod, read by other programs such as service meshes and autoscalers.",
         .defaultJson = "{}",
         .isTemplated = true,
         .podPath = "/metadata/annotations"},
    };
}

std::vector<Argument> baseRows()
{
    return {
        {.name = "image",
         .type = Text,
         .section = Section::Container,
         .label = "Image",
         .help = "Container image with an optional tag or digest. Leave it empty only if the template names one.",
         .defaultJson = "null",
         .isTemplated = true,
         .podPath = "/spec/containers/0/image"},
        {.name = "cmds",
         .type = StringList,
         .section = Section::Container,
         .label = "Command",
         .help =
             "The program and its first words, one item each; replaces the image's entrypoint. No shell is involved "
             "unless it is named here.",
         .defaultJson = "[]",
         .isTemplated = true,
         .podPath = "/spec/containers/0/command"},
        {.name = "arguments",
         .type = StringList,
         .section = Section::Container,
         .label = "Arguments",
         .help = "What follows the command, one item each; replaces the image's default arguments.",
         .defaultJson = "[]",
         .isTemplated = true,
         .podPath = "/spec/containers/0/args"},
        {.name = "image_pull_policy",
         .type = Choice,
         .section = Section::Container,
         .label = "Pull policy",
         .help = "When the node fetches the image. If not given, the cluster takes Always for latest or no tag, and "
                 "IfNotPresent for every other tag.",
         .defaultJson = "null",
         .podPath = "/spec/containers/0/imagePullPolicy",
         .choices = {"Always", "IfNotPresent", "Never"}},
        {.name = "image_pull_secrets",
         .type = ObjectList,
         .section = Section::Container,
         .label = "Pull secrets",
         .help = "Secrets that hold the registry's credentials: a list of {name: …}, or names in one text separated by "
                 "commas without spaces.",
         .defaultJson = "[]",
         .podPath = "/spec/imagePullSecrets",
         .schema = "V1LocalObjectReference"},
        {.name = "base_container_name",
         .type = Text,
         .section = Section::Container,
         .label = "Container name",
         .help = "Name of the main container. The first container of a template is renamed to it.",
         .defaultJson = "\"base\"",
         .isTemplated = true,
         .podPath = "/spec/containers/0/name",
         .since = "5.2.0"},
        {.name = "init_containers",
         .type = ObjectList,
         .section = Section::Container,
         .label = "Init containers",
         .help = "Containers that run to their end, one after another, before the main one starts. With restartPolicy "
                 "Always one becomes a sidecar that does not keep the task alive.",
         .defaultJson = "[]",
         .podPath = "/spec/initContainers",
         .schema = "V1Container"},
        {.name = "termination_message_policy",
         .type = Choice,
         .section = Section::Container,
         .label = "Termination message",
         .help = "Where the last words of a failed container come from: its message file, or the end of its log when "
                 "that file is empty.",
         .defaultJson = "\"File\"",
         .podPath = "/spec/containers/0/terminationMessagePolicy",
         .since = "7.4.0",
         .choices = {"File", "FallbackToLogsOnError"}},
    };
}

std::vector<Argument> environmentRows()
{
    return {
        {.name = "env_vars",
         .type = EnvVars,
         .section = Section::Environment,
         .label = "Variables",
         .help = "Environment variables: names with text values, or a list of variables that may take their value from "
                 "a secret, a config map or the pod itself.",
         .defaultJson = "[]",
         .isTemplated = true,
         .podPath = "/spec/containers/0/env"},
        {.name = "env_from",
         .type = ObjectList,
         .section = Section::Environment,
         .label = "Variables from",
         .help = "Config maps and secrets whose keys all become environment variables.",
         .defaultJson = "[]",
         .isTemplated = true,
         .podPath = "/spec/containers/0/envFrom",
         .schema = "V1EnvFromSource"},
        {.name = "configmaps",
         .type = StringList,
         .section = Section::Environment,
         .label = "Config maps",
         .help = "Names of config maps whose keys all become variables; a short form of \"Variables from\".",
         .defaultJson = "null",
         .podPath = "/spec/containers/0/envFrom"},
        {.name = "secrets",
         .type = Secrets,
         .section = Section::Environment,
         .label = "Secrets",
         .help =
             "Kubernetes secrets handed to the container, as one variable, as all variables of a secret, or as files "
             "in a folder.",
         .defaultJson = "[]",
         .podPath = "/spec/containers/0/env"},
        {.name = "pod_runtime_info_envs",
         .type = ObjectList,
         .section = Section::Environment,
         .label = "Pod facts",
         .help = "Variables filled with facts about the running pod, such as its name, IP address or node.",
         .defaultJson = "[]",
         .podPath = "/spec/containers/0/env",
         .schema = "V1EnvVar"},
    };
}

std::vector<Argument> resourceRows()
{
    return {
        {.name = "container_resources",
         .type = Resources,
         .section = Section::Resources,
         .label = "Resources",
         .help =
             "What the container asks the scheduler for (requests) and what it may never exceed (limits). Replaces a "
             "template's resources as a whole.",
         .defaultJson = "null",
         .isTemplated = true,
         .podPath = "/spec/containers/0/resources",
         .since = "4.2.0",
         .replaces = "resources",
         .schema = "V1ResourceRequirements"},
    };
}

} // namespace

std::vector<Argument> containerRows()
{
    std::vector<Argument> rows = taskRows();
    for (const auto &part : {baseRows(), environmentRows(), resourceRows()})
        rows.insert(rows.end(), part.begin(), part.end());
    return rows;
}

} // namespace podwright::task
