#include "models/manifest/pod_schema_table.h"

#include <array>

namespace podwright::manifest {

namespace {

constexpr std::array rows{
    PodModel{"AWSElasticBlockStoreVolumeSource", "fsType partition:int readOnly:bool volumeID", "volumeID"},
    PodModel{"Affinity", "nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity"},
    PodModel{"AppArmorProfile", "localhostProfile type", "type"},
    PodModel{"AzureDiskVolumeSource", "cachingMode diskName diskURI fsType kind readOnly:bool", "diskName diskURI"},
    PodModel{"AzureFileVolumeSource", "readOnly:bool secretName shareName", "secretName shareName"},
    PodModel{"CSIVolumeSource",
             "driver fsType nodePublishSecretRef:LocalObjectReference readOnly:bool volumeAttributes:map", "driver"},
    PodModel{"Capabilities", "add drop", "", "add drop"},
    PodModel{"CephFSVolumeSource", "monitors path readOnly:bool secretFile secretRef:LocalObjectReference user",
             "monitors", "monitors"},
    PodModel{"CinderVolumeSource", "fsType readOnly:bool secretRef:LocalObjectReference volumeID", "volumeID"},
    PodModel{"ClusterTrustBundleProjection", "labelSelector:LabelSelector name optional:bool path signerName", "path"},
    PodModel{"ConfigMapEnvSource", "name optional:bool"},
    PodModel{"ConfigMapKeySelector", "key name optional:bool", "key"},
    PodModel{"ConfigMapProjection", "items:KeyToPath name optional:bool", "", "items"},
    PodModel{"ConfigMapVolumeSource", "defaultMode:int items:KeyToPath name optional:bool", "", "items"},
    PodModel{"Container",
             "args command env:EnvVar envFrom:EnvFromSource image imagePullPolicy lifecycle:Lifecycle "
             "livenessProbe:Probe name ports:ContainerPort readinessProbe:Probe resizePolicy:ContainerResizePolicy "
             "resources:ResourceRequirements restartPolicy restartPolicyRules:ContainerRestartRule "
             "securityContext:SecurityContext startupProbe:Probe stdin:bool stdinOnce:bool terminationMessagePath "
             "terminationMessagePolicy tty:bool volumeDevices:VolumeDevice volumeMounts:VolumeMount workingDir",
             "name", "args command env envFrom ports resizePolicy restartPolicyRules volumeDevices volumeMounts"},
    PodModel{"ContainerPort", "containerPort:int hostIP hostPort:int name protocol", "containerPort"},
    PodModel{"ContainerResizePolicy", "resourceName restartPolicy", "resourceName restartPolicy"},
    PodModel{"ContainerRestartRule", "action exitCodes:ContainerRestartRuleOnExitCodes", "action"},
    PodModel{"ContainerRestartRuleOnExitCodes", "operator values:int", "operator", "values"},
    PodModel{"DownwardAPIProjection", "items:DownwardAPIVolumeFile", "", "items"},
    PodModel{"DownwardAPIVolumeFile",
             "fieldRef:ObjectFieldSelector mode:int path resourceFieldRef:ResourceFieldSelector", "path"},
    PodModel{"DownwardAPIVolumeSource", "defaultMode:int items:DownwardAPIVolumeFile", "", "items"},
    PodModel{"EmptyDirVolumeSource", "medium sizeLimit"},
    PodModel{"EnvFromSource", "configMapRef:ConfigMapEnvSource prefix secretRef:SecretEnvSource"},
    PodModel{"EnvVar", "name value valueFrom:EnvVarSource", "name"},
    PodModel{"EnvVarSource",
             "configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector "
             "resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector"},
    PodModel{"EphemeralContainer",
             "args command env:EnvVar envFrom:EnvFromSource image imagePullPolicy lifecycle:Lifecycle "
             "livenessProbe:Probe name ports:ContainerPort readinessProbe:Probe resizePolicy:ContainerResizePolicy "
             "resources:ResourceRequirements restartPolicy restartPolicyRules:ContainerRestartRule "
             "securityContext:SecurityContext startupProbe:Probe stdin:bool stdinOnce:bool targetContainerName "
             "terminationMessagePath terminationMessagePolicy tty:bool volumeDevices:VolumeDevice "
             "volumeMounts:VolumeMount workingDir",
             "name", "args command env envFrom ports resizePolicy restartPolicyRules volumeDevices volumeMounts"},
    PodModel{"EphemeralVolumeSource", "volumeClaimTemplate:PersistentVolumeClaimTemplate"},
    PodModel{"ExecAction", "command", "", "command"},
    PodModel{"FCVolumeSource", "fsType lun:int readOnly:bool targetWWNs wwids", "", "targetWWNs wwids"},
    PodModel{"FileKeySelector", "key optional:bool path volumeName", "key path volumeName"},
    PodModel{"FlexVolumeSource", "driver fsType options:map readOnly:bool secretRef:LocalObjectReference", "driver"},
    PodModel{"FlockerVolumeSource", "datasetName datasetUUID"},
    PodModel{"GCEPersistentDiskVolumeSource", "fsType partition:int pdName readOnly:bool", "pdName"},
    PodModel{"GRPCAction", "port:int service", "port"},
    PodModel{"GitRepoVolumeSource", "directory repository revision", "repository"},
    PodModel{"GlusterfsVolumeSource", "endpoints path readOnly:bool", "endpoints path"},
    PodModel{"HTTPGetAction", "host httpHeaders:HTTPHeader path port:* scheme", "port", "httpHeaders"},
    PodModel{"HTTPHeader", "name value", "name value"},
    PodModel{"HostAlias", "hostnames ip", "ip", "hostnames"},
    PodModel{"HostPathVolumeSource", "path type", "path"},
    PodModel{"ISCSIVolumeSource",
             "chapAuthDiscovery:bool chapAuthSession:bool fsType initiatorName iqn iscsiInterface lun:int portals "
             "readOnly:bool secretRef:LocalObjectReference targetPortal",
             "iqn lun targetPortal", "portals"},
    PodModel{"ImageVolumeSource", "pullPolicy reference"},
    PodModel{"KeyToPath", "key mode:int path", "key path"},
    PodModel{"LabelSelector", "matchExpressions:LabelSelectorRequirement matchLabels:map", "", "matchExpressions"},
    PodModel{"LabelSelectorRequirement", "key operator values", "key operator", "values"},
    PodModel{"Lifecycle", "postStart:LifecycleHandler preStop:LifecycleHandler stopSignal"},
    PodModel{"LifecycleHandler", "exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction"},
    PodModel{"LocalObjectReference", "name"},
    PodModel{"ManagedFieldsEntry", "apiVersion fieldsType fieldsV1:* manager operation subresource time:time"},
    PodModel{"NFSVolumeSource", "path readOnly:bool server", "path server"},
    PodModel{"NodeAffinity",
             "preferredDuringSchedulingIgnoredDuringExecution:PreferredSchedulingTerm "
             "requiredDuringSchedulingIgnoredDuringExecution:NodeSelector",
             "", "preferredDuringSchedulingIgnoredDuringExecution"},
    PodModel{"NodeSelector", "nodeSelectorTerms:NodeSelectorTerm", "nodeSelectorTerms", "nodeSelectorTerms"},
    PodModel{"NodeSelectorRequirement", "key operator values", "key operator", "values"},
    PodModel{"NodeSelectorTerm", "matchExpressions:NodeSelectorRequirement matchFields:NodeSelectorRequirement", "",
             "matchExpressions matchFields"},
    PodModel{"ObjectFieldSelector", "apiVersion fieldPath", "fieldPath"},
    PodModel{"ObjectMeta",
             "annotations:map creationTimestamp:time deletionGracePeriodSeconds:int deletionTimestamp:time finalizers "
             "generateName generation:int labels:map managedFields:ManagedFieldsEntry name namespace "
             "ownerReferences:OwnerReference resourceVersion selfLink uid",
             "", "finalizers managedFields ownerReferences"},
    PodModel{"OwnerReference", "apiVersion blockOwnerDeletion:bool controller:bool kind name uid",
             "apiVersion kind name uid"},
    PodModel{"PersistentVolumeClaimSpec",
             "accessModes dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference "
             "resources:VolumeResourceRequirements selector:LabelSelector storageClassName volumeAttributesClassName "
             "volumeMode volumeName",
             "", "accessModes"},
    PodModel{"PersistentVolumeClaimTemplate", "metadata:ObjectMeta spec:PersistentVolumeClaimSpec", "spec"},
    PodModel{"PersistentVolumeClaimVolumeSource", "claimName readOnly:bool", "claimName"},
    PodModel{"PhotonPersistentDiskVolumeSource", "fsType pdID", "pdID"},
    PodModel{"Pod", "apiVersion kind metadata:ObjectMeta spec:PodSpec status:*"},
    PodModel{"PodAffinity",
             "preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm "
             "requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm",
             "", "preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution"},
    PodModel{"PodAffinityTerm",
             "labelSelector:LabelSelector matchLabelKeys mismatchLabelKeys namespaceSelector:LabelSelector namespaces "
             "topologyKey",
             "topologyKey", "matchLabelKeys mismatchLabelKeys namespaces"},
    PodModel{"PodAntiAffinity",
             "preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm "
             "requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm",
             "", "preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution"},
    PodModel{"PodCertificateProjection",
             "certificateChainPath credentialBundlePath keyPath keyType maxExpirationSeconds:int signerName "
             "userAnnotations:map",
             "keyType signerName"},
    PodModel{"PodDNSConfig", "nameservers options:PodDNSConfigOption searches", "", "nameservers options searches"},
    PodModel{"PodDNSConfigOption", "name value"},
    PodModel{"PodOS", "name", "name"},
    PodModel{"PodReadinessGate", "conditionType", "conditionType"},
    PodModel{"PodResourceClaim", "name resourceClaimName resourceClaimTemplateName", "name"},
    PodModel{"PodSchedulingGate", "name", "name"},
    PodModel{"PodSchedulingGroup", "podGroupName"},
    PodModel{
        "PodSecurityContext",
        "appArmorProfile:AppArmorProfile fsGroup:int fsGroupChangePolicy runAsGroup:int runAsNonRoot:bool "
        "runAsUser:int seLinuxChangePolicy seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile "
        "supplementalGroups:int supplementalGroupsPolicy sysctls:Sysctl windowsOptions:WindowsSecurityContextOptions",
        "", "supplementalGroups sysctls"},
    PodModel{"PodSpec",
             "activeDeadlineSeconds:int affinity:Affinity automountServiceAccountToken:bool containers:Container "
             "dnsConfig:PodDNSConfig dnsPolicy enableServiceLinks:bool ephemeralContainers:EphemeralContainer "
             "hostAliases:HostAlias hostIPC:bool hostNetwork:bool hostPID:bool hostUsers:bool hostname "
             "hostnameOverride imagePullSecrets:LocalObjectReference initContainers:Container nodeName "
             "nodeSelector:map os:PodOS overhead:map preemptionPolicy priority:int priorityClassName "
             "readinessGates:PodReadinessGate resourceClaims:PodResourceClaim resources:ResourceRequirements "
             "restartPolicy runtimeClassName schedulerName schedulingGates:PodSchedulingGate "
             "schedulingGroup:PodSchedulingGroup securityContext:PodSecurityContext serviceAccount serviceAccountName "
             "setHostnameAsFQDN:bool shareProcessNamespace:bool subdomain terminationGracePeriodSeconds:int "
             "tolerations:Toleration topologySpreadConstraints:TopologySpreadConstraint volumes:Volume",
             "containers",
             "containers ephemeralContainers hostAliases imagePullSecrets initContainers readinessGates resourceClaims "
             "schedulingGates tolerations topologySpreadConstraints volumes"},
    PodModel{"PortworxVolumeSource", "fsType readOnly:bool volumeID", "volumeID"},
    PodModel{"PreferredSchedulingTerm", "preference:NodeSelectorTerm weight:int", "preference weight"},
    PodModel{"Probe", "exec:ExecAction failureThreshold:int grpc:GRPCAction httpGet:HTTPGetAction "
                      "initialDelaySeconds:int periodSeconds:int successThreshold:int tcpSocket:TCPSocketAction "
                      "terminationGracePeriodSeconds:int timeoutSeconds:int"},
    PodModel{"ProjectedVolumeSource", "defaultMode:int sources:VolumeProjection", "", "sources"},
    PodModel{"QuobyteVolumeSource", "group readOnly:bool registry tenant user volume", "registry volume"},
    PodModel{"RBDVolumeSource", "fsType image keyring monitors pool readOnly:bool secretRef:LocalObjectReference user",
             "image monitors", "monitors"},
    PodModel{"ResourceClaim", "name request", "name"},
    PodModel{"ResourceFieldSelector", "containerName divisor resource", "resource"},
    PodModel{"ResourceRequirements", "claims:ResourceClaim limits:map requests:map", "", "claims"},
    PodModel{"SELinuxOptions", "level role type user"},
    PodModel{"ScaleIOVolumeSource",
             "fsType gateway protectionDomain readOnly:bool secretRef:LocalObjectReference sslEnabled:bool storageMode "
             "storagePool system volumeName",
             "gateway secretRef system"},
    PodModel{"SeccompProfile", "localhostProfile type", "type"},
    PodModel{"SecretEnvSource", "name optional:bool"},
    PodModel{"SecretKeySelector", "key name optional:bool", "key"},
    PodModel{"SecretProjection", "items:KeyToPath name optional:bool", "", "items"},
    PodModel{"SecretVolumeSource", "defaultMode:int items:KeyToPath optional:bool secretName", "", "items"},
    PodModel{
        "SecurityContext",
        "allowPrivilegeEscalation:bool appArmorProfile:AppArmorProfile capabilities:Capabilities privileged:bool "
        "procMount readOnlyRootFilesystem:bool runAsGroup:int runAsNonRoot:bool runAsUser:int "
        "seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions"},
    PodModel{"ServiceAccountTokenProjection", "audience expirationSeconds:int path", "path"},
    PodModel{"SleepAction", "seconds:int", "seconds"},
    PodModel{"StorageOSVolumeSource", "fsType readOnly:bool secretRef:LocalObjectReference volumeName volumeNamespace"},
    PodModel{"Sysctl", "name value", "name value"},
    PodModel{"TCPSocketAction", "host port:*", "port"},
    PodModel{"Toleration", "effect key operator tolerationSeconds:int value"},
    PodModel{"TopologySpreadConstraint",
             "labelSelector:LabelSelector matchLabelKeys maxSkew:int minDomains:int nodeAffinityPolicy "
             "nodeTaintsPolicy topologyKey whenUnsatisfiable",
             "maxSkew topologyKey whenUnsatisfiable", "matchLabelKeys"},
    PodModel{"TypedLocalObjectReference", "apiGroup kind name", "kind name"},
    PodModel{"TypedObjectReference", "apiGroup kind name namespace", "kind name"},
    PodModel{
        "Volume",
        "awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource "
        "azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource "
        "configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource "
        "emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource "
        "flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource "
        "glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource image:ImageVolumeSource iscsi:ISCSIVolumeSource "
        "name nfs:NFSVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource "
        "photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource "
        "projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource scaleIO:ScaleIOVolumeSource "
        "secret:SecretVolumeSource storageos:StorageOSVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource",
        "name"},
    PodModel{"VolumeDevice", "devicePath name", "devicePath name"},
    PodModel{"VolumeMount", "mountPath mountPropagation name readOnly:bool recursiveReadOnly subPath subPathExpr",
             "mountPath name"},
    PodModel{"VolumeProjection", "clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection "
                                 "downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection "
                                 "secret:SecretProjection serviceAccountToken:ServiceAccountTokenProjection"},
    PodModel{"VolumeResourceRequirements", "limits:map requests:map"},
    PodModel{"VsphereVirtualDiskVolumeSource", "fsType storagePolicyID storagePolicyName volumePath", "volumePath"},
    PodModel{"WeightedPodAffinityTerm", "podAffinityTerm:PodAffinityTerm weight:int", "podAffinityTerm weight"},
    PodModel{"WindowsSecurityContextOptions",
             "gmsaCredentialSpec gmsaCredentialSpecName hostProcess:bool runAsUserName"},
};

} // namespace

std::span<const PodModel> podModels()
{
    return rows;
}

const PodModel *findModel(std::string_view type)
{
    const auto model = std::ranges::find(rows, type, &PodModel::name);
    return model == rows.end() ? nullptr : &*model;
}

ModelField modelField(std::string_view word)
{
    const std::string_view name = word.substr(0, word.find(':'));
    return {name, word.substr(std::min(name.size() + 1, word.size()))};
}

bool hasWord(std::string_view words, std::string_view wanted)
{
    bool found = false;
    forEachWord(words, [&](std::string_view word) { found = found || word == wanted; });
    return found;
}

} // namespace podwright::manifest
