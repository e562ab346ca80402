#include "models/task/argument_rows.h"

namespace podwright::task {

namespace {

using enum ArgumentType;

std::vector<Argument> schedulingRows()
{
    return {
        {.name = "node_selector",
         .type = KeyValue,
         .section = Section::Scheduling,
         .label = "Node selector",
         .help = "Labels a node must have for the pod to be placed on it.",
         .defaultJson = "{}",
         .isTemplated = true,
         .podPath = "/spec/nodeSelector",
         .replaces = "node_selectors"},
        {.name = "affinity",
         .type = Object,
         .section = Section::Scheduling,
         .label = "Affinity",
         .help =
             "Rules that draw the pod to nodes or other pods, or keep it away from them. Keys in camelCase; unknown "
             "ones are dropped without a word.",
         .defaultJson = "{}",
         .podPath = "/spec/affinity",
         .schema = "V1Affinity"},
        {.name = "tolerations",
         .type = ObjectList,
         .section = Section::Scheduling,
         .label = "Tolerations",
         .help = "Node taints the pod puts up with, for example to get onto GPU or spot nodes.",
         .defaultJson = "[]",
         .podPath = "/spec/tolerations",
         .schema = "V1Toleration"},
        {.name = "priority_class_name",
         .type = Text,
         .section = Section::Scheduling,
         .label = "Priority class",
         .help = "Class that decides who goes first, and who is evicted, when room is short.",
         .defaultJson = "null",
         .podPath = "/spec/priorityClassName"},
        {.name = "schedulername",
         .type = Text,
         .section = Section::Scheduling,
         .label = "Scheduler",
         .help = "Name of the scheduler that places the pod, if it is not the cluster's usual one.",
         .defaultJson = "null",
         .podPath = "/spec/schedulerName"},
        {.name = "runtime_class_name",
         .type = Text,
         .section = Section::Scheduling,
         .label = "Runtime class",
         .help = "Container runtime set-up to use, for example one with stronger isolation or for a special device.",
         .defaultJson = "null",
         .podPath = "/spec/runtimeClassName",
         .since = "10.15.0"},
    };
}

std::vector<Argument> storageRows()
{
    return {
        {.name = "volumes",
         .type = ObjectList,
         .section = Section::Storage,
         .label = "Volumes",
         .help = "Storage the pod brings: claims, config maps, secrets, empty folders. Added to those of the template.",
         .defaultJson = "[]",
         .isTemplated = true,
         .podPath = "/spec/volumes",
         .schema = "V1Volume"},
        {.name = "volume_mounts",
         .type = ObjectList,
         .section = Section::Storage,
         .label = "Mounts",
         .help = "Where each volume appears in the main container. Added to those of the template.",
         .defaultJson = "[]",
         .isTemplated = true,
         .podPath = "/spec/containers/0/volumeMounts",
         .schema = "V1VolumeMount"},
    };
}

std::vector<Argument> networkRows()
{
    return {
        {.name = "ports",
         .type = ObjectList,
         .section = Section::Networking,
         .label = "Ports",
         .help = "Ports the container listens on. Mostly information for others; a port works without being listed.",
         .defaultJson = "[]",
         .podPath = "/spec/containers/0/ports",
         .schema = "V1ContainerPort"},
        {.name = "hostnetwork",
         .type = Flag,
         .section = Section::Networking,
         .label = "Host network",
         .help =
             "Gives the pod the network of its node. Turning it off here does not win over a template that turns it "
             "on.",
         .defaultJson = "false",
         .podPath = "/spec/hostNetwork"},
        {.name = "hostname",
         .type = Text,
         .section = Section::Networking,
         .label = "Host name",
         .help = "Host name inside the pod; otherwise it is the pod's name.",
         .defaultJson = "null",
         .isTemplated = true,
         .podPath = "/spec/hostname",
         .since = "7.0.0"},
        {.name = "subdomain",
         .type = Text,
         .section = Section::Networking,
         .label = "Subdomain",
         .help = "With a headless service of this name the pod can be reached as HOSTNAME.SUBDOMAIN.",
         .defaultJson = "null",
         .podPath = "/spec/subdomain",
         .since = "7.0.0"},
        {.name = "host_aliases",
         .type = ObjectList,
         .section = Section::Networking,
         .label = "Host aliases",
         .help = "Extra lines for the pod's /etc/hosts: an IP address and its names.",
         .defaultJson = "null",
         .podPath = "/spec/hostAliases",
         .since = "7.8.0",
         .schema = "V1HostAlias"},
        {.name = "dnspolicy",
         .type = Choice,
         .section = Section::Networking,
         .label = "DNS policy",
         .help =
             "Where names are looked up. A pod on the host network needs ClusterFirstWithHostNet to find services of "
             "the cluster.",
         .defaultJson = "null",
         .podPath = "/spec/dnsPolicy",
         .choices = {"ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"}},
        {.name = "dns_config",
         .type = Object,
         .section = Section::Networking,
         .label = "DNS settings",
         .help = "Name servers, search domains and resolver options on top of what the DNS policy gives.",
         .defaultJson = "null",
         .podPath = "/spec/dnsConfig",
         .since = "7.0.0",
         .schema = "V1PodDNSConfig"},
    };
}

std::vector<Argument> securityRows()
{
    return {
        {.name = "service_account_name",
         .type = Text,
         .section = Section::Security,
         .label = "Service account",
         .help = "Identity of the pod inside the cluster; decides what it may ask of the API and often of the cloud.",
         .defaultJson = "null",
         .podPath = "/spec/serviceAccountName"},
        {.name = "automount_service_account_token",
         .type = Flag,
         .section = Section::Security,
         .label = "Mount account token",
         .help = "Whether the service account's token is put into the container. A plain \"no\" loses against a "
                 "template's \"yes\".",
         .defaultJson = "null",
         .podPath = "/spec/automountServiceAccountToken",
         .since = "10.5.0"},
        {.name = "security_context",
         .type = Object,
         .section = Section::Security,
         .label = "Pod security",
         .help = "Users, groups and system settings for all containers. Sent as written, so keys must be camelCase.",
         .defaultJson = "{}",
         .podPath = "/spec/securityContext",
         .schema = "V1PodSecurityContext"},
        {.name = "container_security_context",
         .type = Object,
         .section = Section::Security,
         .label = "Container security",
         .help = "User, privileges and capabilities of the main container. Sent as written, so keys must be camelCase.",
         .defaultJson = "null",
         .podPath = "/spec/containers/0/securityContext",
         .since = "4.4.0",
         .schema = "V1SecurityContext"},
    };
}

} // namespace

std::vector<Argument> placementRows()
{
    std::vector<Argument> rows = schedulingRows();
    for (const auto &part : {storageRows(), networkRows(), securityRows()})
        rows.insert(rows.end(), part.begin(), part.end());
    return rows;
}

} // namespace podwright::task
