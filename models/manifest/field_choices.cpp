#include "models/manifest/field_help.h"

#include <array>

namespace podwright::manifest {

namespace {

constexpr auto choiceRows = std::to_array<FieldChoices>({
    {"Pod.apiVersion", "v1"},
    {"Pod.kind", "Pod"},
    {"PodSpec.restartPolicy", "Always OnFailure Never"},
    {"ContainerResizePolicy.restartPolicy", "NotRequired RestartContainer"},
    {"restartPolicy", "Always OnFailure Never"},
    {"dnsPolicy", "ClusterFirst ClusterFirstWithHostNet Default None"},
    {"preemptionPolicy", "PreemptLowerPriority Never"},
    {"imagePullPolicy", "Always IfNotPresent Never"},
    {"pullPolicy", "Always IfNotPresent Never"},
    {"terminationMessagePolicy", "File FallbackToLogsOnError"},
    {"ContainerPort.protocol", "TCP UDP SCTP"},
    {"scheme", "HTTP HTTPS"},
    {"effect", "NoSchedule PreferNoSchedule NoExecute"},
    {"Toleration.operator", "Exists Equal Lt Gt"},
    {"NodeSelectorRequirement.operator", "In NotIn Exists DoesNotExist Gt Lt"},
    {"LabelSelectorRequirement.operator", "In NotIn Exists DoesNotExist"},
    {"ContainerRestartRuleOnExitCodes.operator", "In NotIn"},
    {"ContainerRestartRule.action", "Restart RestartAllContainers"},
    {"HostPathVolumeSource.type", "DirectoryOrCreate Directory FileOrCreate File Socket CharDevice BlockDevice"},
    {"mountPropagation", "None HostToContainer Bidirectional"},
    {"recursiveReadOnly", "Disabled IfPossible Enabled"},
    {"fsGroupChangePolicy", "OnRootMismatch Always"},
    {"supplementalGroupsPolicy", "Merge Strict"},
    {"seLinuxChangePolicy", "Recursive MountOption"},
    {"SeccompProfile.type", "RuntimeDefault Localhost Unconfined"},
    {"AppArmorProfile.type", "RuntimeDefault Localhost Unconfined"},
    {"procMount", "Default Unmasked"},
    {"whenUnsatisfiable", "DoNotSchedule ScheduleAnyway"},
    {"nodeAffinityPolicy", "Honor Ignore"},
    {"nodeTaintsPolicy", "Honor Ignore"},
    {"PodOS.name", "linux windows"},
    {"accessModes", "ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod"},
    {"volumeMode", "Filesystem Block"},
    {"cachingMode", "None ReadOnly ReadWrite"},
    {"AzureDiskVolumeSource.kind", "Shared Dedicated Managed"},
});

// Values that are usual, where others are possible too.
constexpr auto usualRows = std::to_array<FieldChoices>({
    {"medium", "Memory HugePages"},
    {"conditionType", "PodScheduled Initialized ContainersReady Ready"},
    {"stopSignal", "SIGTERM SIGINT SIGQUIT SIGHUP SIGKILL SIGUSR1 SIGUSR2"},
    {"Capabilities.add",
     "NET_BIND_SERVICE NET_ADMIN NET_RAW SYS_ADMIN SYS_PTRACE SYS_TIME IPC_LOCK CHOWN DAC_OVERRIDE KILL SETUID SETGID"},
    {"Capabilities.drop", "ALL NET_RAW SYS_ADMIN CHOWN DAC_OVERRIDE FOWNER KILL MKNOD SETUID SETGID"},
    {"ObjectFieldSelector.fieldPath",
     "metadata.name metadata.namespace metadata.uid metadata.labels metadata.annotations spec.nodeName "
     "spec.serviceAccountName status.hostIP status.podIP status.podIPs"},
    {"ResourceFieldSelector.resource",
     "limits.cpu limits.memory limits.ephemeral-storage requests.cpu requests.memory requests.ephemeral-storage"},
    {"ContainerResizePolicy.resourceName", "cpu memory"},
    {"topologyKey", "kubernetes.io/hostname topology.kubernetes.io/zone topology.kubernetes.io/region"},
});

} // namespace

std::span<const FieldChoices> podChoices()
{
    return choiceRows;
}

std::span<const FieldChoices> usualValues()
{
    return usualRows;
}

} // namespace podwright::manifest
