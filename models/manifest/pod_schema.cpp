#include "models/manifest/pod_schema.h"

#include <algorithm>
#include <array>
#include <vector>

namespace podwright::manifest {

using core::Json;

namespace {

// Fields in the client's order; "name:Type" for models and lists of models, "name:*" for maps of any keys.
struct Model
{
    std::string_view name;
    std::string_view fields;
};

constexpr std::array models{
    Model{"Pod", "apiVersion kind metadata:ObjectMeta spec:PodSpec status:*"},
    Model{"ObjectMeta",
          "annotations:* creationTimestamp deletionGracePeriodSeconds deletionTimestamp finalizers generateName "
          "generation labels:* managedFields:* name namespace ownerReferences:OwnerReference resourceVersion selfLink "
          "uid"},
    Model{"OwnerReference", "apiVersion blockOwnerDeletion controller kind name uid"},
    Model{"PodSpec",
          "activeDeadlineSeconds affinity:Affinity automountServiceAccountToken containers:Container "
          "dnsConfig:PodDNSConfig dnsPolicy enableServiceLinks ephemeralContainers:* hostAliases:HostAlias hostIPC "
          "hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets:Named initContainers:Container "
          "nodeName "
          "nodeSelector:* os:Named overhead:* preemptionPolicy priority priorityClassName readinessGates:* "
          "resourceClaims:* resources:Resources restartPolicy runtimeClassName schedulerName schedulingGates:Named "
          "securityContext:PodSecurityContext serviceAccount serviceAccountName setHostnameAsFQDN "
          "shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations:Toleration "
          "topologySpreadConstraints:TopologySpreadConstraint volumes:Volume workloadRef:*"},
    Model{"Container",
          "args command env:EnvVar envFrom:EnvFrom image imagePullPolicy lifecycle:Lifecycle livenessProbe:Probe name "
          "ports:ContainerPort readinessProbe:Probe resizePolicy:* resources:Resources restartPolicy "
          "restartPolicyRules:* securityContext:SecurityContext startupProbe:Probe stdin stdinOnce "
          "terminationMessagePath terminationMessagePolicy tty volumeDevices:VolumeDevice volumeMounts:VolumeMount "
          "workingDir"},
    Model{"Named", "name"},
    Model{"EnvVar", "name value valueFrom:EnvVarSource"},
    Model{
        "EnvVarSource",
        "configMapKeyRef:KeyRef fieldRef:FieldRef fileKeyRef:* resourceFieldRef:ResourceFieldRef secretKeyRef:KeyRef"},
    Model{"KeyRef", "key name optional"},
    Model{"FieldRef", "apiVersion fieldPath"},
    Model{"ResourceFieldRef", "containerName divisor resource"},
    Model{"EnvFrom", "configMapRef:NameRef prefix secretRef:NameRef"},
    Model{"NameRef", "name optional"},
    Model{"ContainerPort", "containerPort hostIP hostPort name protocol"},
    Model{"Resources", "claims:* limits:* requests:*"},
    Model{"VolumeDevice", "devicePath name"},
    Model{"VolumeMount", "mountPath mountPropagation name readOnly recursiveReadOnly subPath subPathExpr"},
    Model{"Lifecycle", "postStart:Handler preStop:Handler stopSignal"},
    Model{"Handler", "exec:* httpGet:HttpGet sleep:* tcpSocket:*"},
    Model{"HttpGet", "host httpHeaders:* path port scheme"},
    Model{"Probe", "exec:* failureThreshold grpc:* httpGet:HttpGet initialDelaySeconds periodSeconds successThreshold "
                   "tcpSocket:* terminationGracePeriodSeconds timeoutSeconds"},
    Model{"SecurityContext",
          "allowPrivilegeEscalation appArmorProfile:Profile capabilities:Capabilities privileged procMount "
          "readOnlyRootFilesystem runAsGroup runAsNonRoot runAsUser seLinuxOptions:SELinux seccompProfile:Profile "
          "windowsOptions:*"},
    Model{"Capabilities", "add drop"},
    Model{"Profile", "localhostProfile type"},
    Model{"SELinux", "level role type user"},
    Model{"PodSecurityContext",
          "appArmorProfile:Profile fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot runAsUser seLinuxChangePolicy "
          "seLinuxOptions:SELinux seccompProfile:Profile supplementalGroups supplementalGroupsPolicy sysctls:Sysctl "
          "windowsOptions:*"},
    Model{"Sysctl", "name value"},
    Model{"PodDNSConfig", "nameservers options:Sysctl searches"},
    Model{"HostAlias", "hostnames ip"},
    Model{"Toleration", "effect key operator tolerationSeconds value"},
    Model{"TopologySpreadConstraint",
          "labelSelector:LabelSelector matchLabelKeys maxSkew minDomains nodeAffinityPolicy nodeTaintsPolicy "
          "topologyKey whenUnsatisfiable"},
    Model{"Affinity", "nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAffinity"},
    Model{"NodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution:PreferredNode "
                          "requiredDuringSchedulingIgnoredDuringExecution:NodeSelector"},
    Model{"PreferredNode", "preference:NodeTerm weight"},
    Model{"NodeSelector", "nodeSelectorTerms:NodeTerm"},
    Model{"NodeTerm", "matchExpressions:Requirement matchFields:Requirement"},
    Model{"Requirement", "key operator values"},
    Model{"PodAffinity", "preferredDuringSchedulingIgnoredDuringExecution:WeightedPodTerm "
                         "requiredDuringSchedulingIgnoredDuringExecution:PodTerm"},
    Model{"WeightedPodTerm", "podAffinityTerm:PodTerm weight"},
    Model{"PodTerm",
          "labelSelector:LabelSelector matchLabelKeys mismatchLabelKeys namespaceSelector:LabelSelector namespaces "
          "topologyKey"},
    Model{"LabelSelector", "matchExpressions:Requirement matchLabels:*"},
    Model{"Volume",
          "awsElasticBlockStore:* azureDisk:* azureFile:* cephfs:* cinder:* configMap:ConfigMapVolume csi:* "
          "downwardAPI:* emptyDir:EmptyDir ephemeral:* fc:* flexVolume:* flocker:* gcePersistentDisk:* gitRepo:* "
          "glusterfs:* hostPath:HostPath image:* iscsi:* name nfs:Nfs persistentVolumeClaim:Claim "
          "photonPersistentDisk:* portworxVolume:* projected:* quobyte:* rbd:* scaleIO:* secret:SecretVolume "
          "storageos:* vsphereVolume:*"},
    Model{"ConfigMapVolume", "defaultMode items:KeyToPath name optional"},
    Model{"SecretVolume", "defaultMode items:KeyToPath optional secretName"},
    Model{"KeyToPath", "key mode path"},
    Model{"EmptyDir", "medium sizeLimit"},
    Model{"HostPath", "path type"},
    Model{"Nfs", "path readOnly server"},
    Model{"Claim", "claimName readOnly"},
};

Json readFields(const Json &value, std::string_view fields)
{
    Json result = Json::object();
    while (!fields.empty()) {
        const std::string_view field = fields.substr(0, fields.find(' '));
        fields.remove_prefix(std::min(field.size() + 1, fields.size()));
        const size_t colon = std::min(field.find(':'), field.size());
        const Json &part = core::at(value, {field.substr(0, colon)});
        if (!part.is_null())
            result.emplace(field.substr(0, colon), deserialized(part, field.substr(std::min(colon + 1, field.size()))));
    }
    return result;
}

} // namespace

Json deserialized(const Json &value, std::string_view type)
{
    if (value.is_array() && type != "*") {
        Json result = Json::array();
        for (const Json &item : value)
            result.push_back(deserialized(item, type));
        return result;
    }
    const auto model = std::ranges::find(models, type, &Model::name);
    return value.is_object() && model != models.end() ? readFields(value, model->fields) : value;
}

} // namespace podwright::manifest
