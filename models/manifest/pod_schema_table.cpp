#include "models/manifest/pod_schema_table.h"

#include <array>

namespace podwright::manifest {

namespace {

constexpr std::array rows{
    PodModel{"AWSElasticBlockStoreVolumeSource", "fsType partition:int readOnly:bool volumeID"},
    PodModel{"Affinity", "nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity"},
    PodModel{"AppArmorProfile", "localhostProfile type"},
    PodModel{"AzureDiskVolumeSource", "cachingMode diskName diskURI fsType kind readOnly:bool"},
    PodModel{"AzureFileVolumeSource", "readOnly:bool secretName shareName"},
    PodModel{"CSIVolumeSource",
             "driver fsType nodePublishSecretRef:LocalObjectReference readOnly:bool volumeAttributes:map"},
    PodModel{"Capabilities", "add drop"},
    PodModel{"CephFSVolumeSource", "monitors path readOnly:bool secretFile secretRef:LocalObjectReference user"},
    PodModel{"CinderVolumeSource", "fsType readOnly:bool secretRef:LocalObjectReference volumeID"},
    PodModel{"ClusterTrustBundleProjection", "labelSelector:LabelSelector name optional:bool path signerName"},
    PodModel{"ConfigMapEnvSource", "name optional:bool"},
    PodModel{"ConfigMapKeySelector", "key name optional:bool"},
    PodModel{"ConfigMapProjection", "items:KeyToPath name optional:bool"},
    PodModel{"ConfigMapVolumeSource", "defaultMode:int items:KeyToPath name optional:bool"},
    PodModel{"Container",
             "args command env:EnvVar envFrom:EnvFromSource image imagePullPolicy lifecycle:Lifecycle "
             "livenessProbe:Probe name ports:ContainerPort readinessProbe:Probe resizePolicy:ContainerResizePolicy "
             "resources:ResourceRequirements restartPolicy restartPolicyRules:ContainerRestartRule "
             "securityContext:SecurityContext startupProbe:Probe stdin:bool stdinOnce:bool terminationMessagePath "
             "terminationMessagePolicy tty:bool volumeDevices:VolumeDevice volumeMounts:VolumeMount workingDir"},
    PodModel{"ContainerPort", "containerPort:int hostIP hostPort:int name protocol"},
    PodModel{"ContainerResizePolicy", "resourceName restartPolicy"},
    PodModel{"ContainerRestartRule", "action exitCodes:ContainerRestartRuleOnExitCodes"},
    PodModel{"ContainerRestartRuleOnExitCodes", "operator values:int"},
    PodModel{"DownwardAPIProjection", "items:DownwardAPIVolumeFile"},
    PodModel{"DownwardAPIVolumeFile",
             "fieldRef:ObjectFieldSelector mode:int path resourceFieldRef:ResourceFieldSelector"},
    PodModel{"DownwardAPIVolumeSource", "defaultMode:int items:DownwardAPIVolumeFile"},
    PodModel{"EmptyDirVolumeSource", "medium sizeLimit"},
    PodModel{"EnvFromSource", "configMapRef:ConfigMapEnvSource prefix secretRef:SecretEnvSource"},
    PodModel{"EnvVar", "name value valueFrom:EnvVarSource"},
    PodModel{"EnvVarSource",
             "configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector "
             "resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector"},
    PodModel{"EphemeralContainer",
             "args command env:EnvVar envFrom:EnvFromSource image imagePullPolicy lifecycle:Lifecycle "
             "livenessProbe:Probe name ports:ContainerPort readinessProbe:Probe resizePolicy:ContainerResizePolicy "
             "resources:ResourceRequirements restartPolicy restartPolicyRules:ContainerRestartRule "
             "securityContext:SecurityContext startupProbe:Probe stdin:bool stdinOnce:bool targetContainerName "
             "terminationMessagePath terminationMessagePolicy tty:bool volumeDevices:VolumeDevice "
             "volumeMounts:VolumeMount workingDir"},
    PodModel{"EphemeralVolumeSource", "volumeClaimTemplate:PersistentVolumeClaimTemplate"},
    PodModel{"ExecAction", "command"},
    PodModel{"FCVolumeSource", "fsType lun:int readOnly:bool targetWWNs wwids"},
    PodModel{"FileKeySelector", "key optional:bool path volumeName"},
    PodModel{"FlexVolumeSource", "driver fsType options:map readOnly:bool secretRef:LocalObjectReference"},
    PodModel{"FlockerVolumeSource", "datasetName datasetUUID"},
    PodModel{"GCEPersistentDiskVolumeSource", "fsType partition:int pdName readOnly:bool"},
    PodModel{"GRPCAction", "port:int service"},
    PodModel{"GitRepoVolumeSource", "directory repository revision"},
    PodModel{"GlusterfsVolumeSource", "endpoints path readOnly:bool"},
    PodModel{"HTTPGetAction", "host httpHeaders:HTTPHeader path port:* scheme"},
    PodModel{"HTTPHeader", "name value"},
    PodModel{"HostAlias", "hostnames ip"},
    PodModel{"HostPathVolumeSource", "path type"},
    PodModel{"ISCSIVolumeSource",
             "chapAuthDiscovery:bool chapAuthSession:bool fsType initiatorName iqn iscsiInterface lun:int portals "
             "readOnly:bool secretRef:LocalObjectReference targetPortal"},
    PodModel{"ImageVolumeSource", "pullPolicy reference"},
    PodModel{"KeyToPath", "key mode:int path"},
    PodModel{"LabelSelector", "matchExpressions:LabelSelectorRequirement matchLabels:map"},
    PodModel{"LabelSelectorRequirement", "key operator values"},
    PodModel{"Lifecycle", "postStart:LifecycleHandler preStop:LifecycleHandler stopSignal"},
    PodModel{"LifecycleHandler", "exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction"},
    PodModel{"LocalObjectReference", "name"},
    PodModel{"ManagedFieldsEntry", "apiVersion fieldsType fieldsV1:* manager operation subresource time:*"},
    PodModel{"NFSVolumeSource", "path readOnly:bool server"},
    PodModel{"NodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution:PreferredSchedulingTerm "
                             "requiredDuringSchedulingIgnoredDuringExecution:NodeSelector"},
    PodModel{"NodeSelector", "nodeSelectorTerms:NodeSelectorTerm"},
    PodModel{"NodeSelectorRequirement", "key operator values"},
    PodModel{"NodeSelectorTerm", "matchExpressions:NodeSelectorRequirement matchFields:NodeSelectorRequirement"},
    PodModel{"ObjectFieldSelector", "apiVersion fieldPath"},
    PodModel{"ObjectMeta",
             "annotations:map creationTimestamp:* deletionGracePeriodSeconds:int deletionTimestamp:* finalizers "
             "generateName generation:int labels:map managedFields:ManagedFieldsEntry name namespace "
             "ownerReferences:OwnerReference resourceVersion selfLink uid"},
    PodModel{"OwnerReference", "apiVersion blockOwnerDeletion:bool controller:bool kind name uid"},
    PodModel{"PersistentVolumeClaimSpec",
             "accessModes dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference "
             "resources:VolumeResourceRequirements selector:LabelSelector storageClassName volumeAttributesClassName "
             "volumeMode volumeName"},
    PodModel{"PersistentVolumeClaimTemplate", "metadata:ObjectMeta spec:PersistentVolumeClaimSpec"},
    PodModel{"PersistentVolumeClaimVolumeSource", "claimName readOnly:bool"},
    PodModel{"PhotonPersistentDiskVolumeSource", "fsType pdID"},
    PodModel{"Pod", "apiVersion kind metadata:ObjectMeta spec:PodSpec status:*"},
    PodModel{"PodAffinity", "preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm "
                            "requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm"},
    PodModel{"PodAffinityTerm",
             "labelSelector:LabelSelector matchLabelKeys mismatchLabelKeys namespaceSelector:LabelSelector namespaces "
             "topologyKey"},
    PodModel{"PodAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm "
                                "requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm"},
    PodModel{"PodCertificateProjection",
             "certificateChainPath credentialBundlePath keyPath keyType maxExpirationSeconds:int signerName "
             "userAnnotations:map"},
    PodModel{"PodDNSConfig", "nameservers options:PodDNSConfigOption searches"},
    PodModel{"PodDNSConfigOption", "name value"},
    PodModel{"PodOS", "name"},
    PodModel{"PodReadinessGate", "conditionType"},
    PodModel{"PodResourceClaim", "name resourceClaimName resourceClaimTemplateName"},
    PodModel{"PodSchedulingGate", "name"},
    PodModel{"PodSecurityContext",
             "appArmorProfile:AppArmorProfile fsGroup:int fsGroupChangePolicy runAsGroup:int runAsNonRoot:bool "
             "runAsUser:int seLinuxChangePolicy seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile "
             "supplementalGroups:int supplementalGroupsPolicy sysctls:Sysctl "
             "windowsOptions:WindowsSecurityContextOptions"},
    PodModel{
        "PodSpec",
        "activeDeadlineSeconds:int affinity:Affinity automountServiceAccountToken:bool containers:Container "
        "dnsConfig:PodDNSConfig dnsPolicy enableServiceLinks:bool ephemeralContainers:EphemeralContainer "
        "hostAliases:HostAlias hostIPC:bool hostNetwork:bool hostPID:bool hostUsers:bool hostname hostnameOverride "
        "imagePullSecrets:LocalObjectReference initContainers:Container nodeName nodeSelector:map os:PodOS "
        "overhead:map preemptionPolicy priority:int priorityClassName readinessGates:PodReadinessGate "
        "resourceClaims:PodResourceClaim resources:ResourceRequirements restartPolicy runtimeClassName "
        "schedulerName schedulingGates:PodSchedulingGate schedulingGroup:* securityContext:PodSecurityContext "
        "serviceAccount "
        "serviceAccountName setHostnameAsFQDN:bool shareProcessNamespace:bool subdomain "
        "terminationGracePeriodSeconds:int tolerations:Toleration "
        "topologySpreadConstraints:TopologySpreadConstraint volumes:Volume workloadRef:WorkloadReference"},
    PodModel{"PortworxVolumeSource", "fsType readOnly:bool volumeID"},
    PodModel{"PreferredSchedulingTerm", "preference:NodeSelectorTerm weight:int"},
    PodModel{"Probe",
             "exec:ExecAction failureThreshold:int grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds:int "
             "periodSeconds:int successThreshold:int tcpSocket:TCPSocketAction terminationGracePeriodSeconds:int "
             "timeoutSeconds:int"},
    PodModel{"ProjectedVolumeSource", "defaultMode:int sources:VolumeProjection"},
    PodModel{"QuobyteVolumeSource", "group readOnly:bool registry tenant user volume"},
    PodModel{"RBDVolumeSource", "fsType image keyring monitors pool readOnly:bool secretRef:LocalObjectReference user"},
    PodModel{"ResourceClaim", "name request"},
    PodModel{"ResourceFieldSelector", "containerName divisor resource"},
    PodModel{"ResourceRequirements", "claims:ResourceClaim limits:map requests:map"},
    PodModel{"SELinuxOptions", "level role type user"},
    PodModel{"ScaleIOVolumeSource",
             "fsType gateway protectionDomain readOnly:bool secretRef:LocalObjectReference sslEnabled:bool storageMode "
             "storagePool system volumeName"},
    PodModel{"SeccompProfile", "localhostProfile type"},
    PodModel{"SecretEnvSource", "name optional:bool"},
    PodModel{"SecretKeySelector", "key name optional:bool"},
    PodModel{"SecretProjection", "items:KeyToPath name optional:bool"},
    PodModel{"SecretVolumeSource", "defaultMode:int items:KeyToPath optional:bool secretName"},
    PodModel{
        "SecurityContext",
        "allowPrivilegeEscalation:bool appArmorProfile:AppArmorProfile capabilities:Capabilities privileged:bool "
        "procMount readOnlyRootFilesystem:bool runAsGroup:int runAsNonRoot:bool runAsUser:int "
        "seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions"},
    PodModel{"ServiceAccountTokenProjection", "audience expirationSeconds:int path"},
    PodModel{"SleepAction", "seconds:int"},
    PodModel{"StorageOSVolumeSource", "fsType readOnly:bool secretRef:LocalObjectReference volumeName volumeNamespace"},
    PodModel{"Sysctl", "name value"},
    PodModel{"TCPSocketAction", "host port:*"},
    PodModel{"Toleration", "effect key operator tolerationSeconds:int value"},
    PodModel{
        "TopologySpreadConstraint",
        "labelSelector:LabelSelector matchLabelKeys maxSkew:int minDomains:int nodeAffinityPolicy nodeTaintsPolicy "
        "topologyKey whenUnsatisfiable"},
    PodModel{"TypedLocalObjectReference", "apiGroup kind name"},
    PodModel{"TypedObjectReference", "apiGroup kind name namespace"},
    PodModel{"Volume",
             "awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource "
             "azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource "
             "configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource "
             "emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource "
             "flexVolume:FlexVolumeSource flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource "
             "gitRepo:GitRepoVolumeSource glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource "
             "image:ImageVolumeSource iscsi:ISCSIVolumeSource name nfs:NFSVolumeSource "
             "persistentVolumeClaim:PersistentVolumeClaimVolumeSource "
             "photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource "
             "projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource "
             "scaleIO:ScaleIOVolumeSource secret:SecretVolumeSource storageos:StorageOSVolumeSource "
             "vsphereVolume:VsphereVirtualDiskVolumeSource"},
    PodModel{"VolumeDevice", "devicePath name"},
    PodModel{"VolumeMount", "mountPath mountPropagation name readOnly:bool recursiveReadOnly subPath subPathExpr"},
    PodModel{"VolumeProjection",
             "clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection "
             "downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection secret:SecretProjection "
             "serviceAccountToken:ServiceAccountTokenProjection"},
    PodModel{"VolumeResourceRequirements", "limits:map requests:map"},
    PodModel{"VsphereVirtualDiskVolumeSource", "fsType storagePolicyID storagePolicyName volumePath"},
    PodModel{"WeightedPodAffinityTerm", "podAffinityTerm:PodAffinityTerm weight:int"},
    PodModel{"WindowsSecurityContextOptions",
             "gmsaCredentialSpec gmsaCredentialSpecName hostProcess:bool runAsUserName"},
    PodModel{"WorkloadReference", "name podGroup podGroupReplicaKey"},
};

} // namespace

std::span<const PodModel> podModels()
{
    return rows;
}

} // namespace podwright::manifest
