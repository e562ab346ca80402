#include "models/core/yaml.h"
#include "models/manifest/pod_schema.h"
#include "models/manifest/pod_schema_table.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace podwright;
using core::Json;
using manifest::ModelSource;

class TestPodSchema : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tableIsInOrderAndClosed();
    void rareFieldsStay_data();
    void rareFieldsStay();
    void unknownFieldsAndNullsGo();
};

namespace {

std::vector<std::string> split(std::string_view fields)
{
    const QStringList words = QString::fromUtf8(fields.data(), qsizetype(fields.size())).split(u' ');
    std::vector<std::string> result;
    for (const QString &word : words)
        result.push_back(word.toStdString());
    return result;
}

} // namespace

void TestPodSchema::tableIsInOrderAndClosed()
{
    std::set<std::string> known{"*", "int", "bool", "time", "map"};
    for (const manifest::PodModel &model : manifest::podModels())
        QVERIFY2(known.insert(std::string(model.name)).second, std::string(model.name).c_str());
    for (const manifest::PodModel &model : manifest::podModels()) {
        std::vector<std::string> names;
        for (const std::string &field : split(model.fields)) {
            const size_t colon = field.find(':');
            names.push_back(field.substr(0, colon));
            QVERIFY2(!names.back().empty(), std::string(model.name).c_str());
            QVERIFY2(colon == std::string::npos || known.contains(field.substr(colon + 1)), field.c_str());
        }
        QVERIFY2(std::ranges::is_sorted(names, std::less_equal<>()), std::string(model.name).c_str());
    }
}

void TestPodSchema::rareFieldsStay_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("yaml");
    const auto row = [](const char *name, const char *type, const char *yaml) {
        QTest::newRow(name) << QString::fromLatin1(type) << QString::fromLatin1(yaml);
    };
    row("ephemeral container", "PodSpec", "{ephemeralContainers: [{image: i, name: d, targetContainerName: base}]}");
    row("newest fields", "PodSpec",
        "{hostUsers: false, hostnameOverride: h, os: {name: linux}, resourceClaims: [{name: c, "
        "resourceClaimTemplateName: t}], schedulingGates: [{name: g}], setHostnameAsFQDN: true}");
    row("priority", "PodSpec", "{preemptionPolicy: Never, priority: 5, readinessGates: [{conditionType: x}]}");
    row("spread", "TopologySpreadConstraint",
        "{labelSelector: {matchExpressions: [{key: k, operator: In, values: [a]}]}, matchLabelKeys: [k], maxSkew: 1, "
        "minDomains: 2, nodeAffinityPolicy: Honor, nodeTaintsPolicy: Ignore, topologyKey: z, whenUnsatisfiable: x}");
    row("projected", "Volume",
        "{name: v, projected: {defaultMode: 420, sources: [{configMap: {items: [{key: k, mode: 1, path: p}], name: "
        "c}}, "
        "{downwardAPI: {items: [{fieldRef: {apiVersion: v1, fieldPath: f}, path: p}]}}, {secret: {name: s, optional: "
        "true}}, {serviceAccountToken: {audience: a, expirationSeconds: 600, path: t}}, {clusterTrustBundle: "
        "{labelSelector: {matchLabels: {a: b}}, path: p, signerName: s}}]}}");
    row("claim template", "Volume",
        "{ephemeral: {volumeClaimTemplate: {metadata: {labels: {a: b}}, spec: {accessModes: [ReadWriteOnce], "
        "dataSource: "
        "{apiGroup: g, kind: k, name: n}, resources: {requests: {storage: 1Gi}}, storageClassName: fast, volumeMode: "
        "Block}}}, name: v}");
    row("csi", "Volume",
        "{csi: {driver: d, fsType: ext4, nodePublishSecretRef: {name: s}, readOnly: true, volumeAttributes: {a: b}}, "
        "name: v}");
    row("iscsi", "ISCSIVolumeSource",
        "{chapAuthDiscovery: true, chapAuthSession: true, fsType: e, initiatorName: i, iqn: q, iscsiInterface: d, lun: "
        "1, portals: [p], readOnly: true, secretRef: {name: s}, targetPortal: t}");
    row("image volume", "Volume", "{image: {pullPolicy: Always, reference: r}, name: v}");
    row("mount", "VolumeMount",
        "{mountPath: p, mountPropagation: None, name: n, readOnly: true, recursiveReadOnly: Enabled, subPath: s, "
        "subPathExpr: e}");
    row("probes", "Container",
        "{lifecycle: {postStart: {exec: {command: [a]}}, preStop: {sleep: {seconds: 5}}, stopSignal: SIGUSR1}, "
        "livenessProbe: {grpc: {port: 1, service: s}, terminationGracePeriodSeconds: 3}, name: c, readinessProbe: "
        "{httpGet: {host: h, httpHeaders: [{name: n, value: v}], path: /, port: web, scheme: HTTPS}}, startupProbe: "
        "{failureThreshold: 1, tcpSocket: {host: h, port: 80}}, tty: true}");
    row("restart rules", "Container",
        "{name: c, resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}], resources: {claims: [{name: c, "
        "request: r}]}, restartPolicy: Always, restartPolicyRules: [{action: Restart, exitCodes: {operator: In, "
        "values: "
        "[1]}}]}");
    row("security", "SecurityContext",
        "{appArmorProfile: {localhostProfile: p, type: Localhost}, capabilities: {add: [A], drop: [B]}, procMount: "
        "Default, seLinuxOptions: {level: l, role: r, type: t, user: u}, windowsOptions: {hostProcess: true, "
        "runAsUserName: u}}");
    row("pod security", "PodSecurityContext",
        "{fsGroup: 1, fsGroupChangePolicy: Always, seLinuxChangePolicy: Recursive, supplementalGroups: [1, 2], "
        "supplementalGroupsPolicy: Strict, sysctls: [{name: n, value: v}]}");
    row("environment", "EnvVar",
        "{name: n, valueFrom: {resourceFieldRef: {containerName: c, divisor: 1Mi, resource: limits.memory}}}");
    row("file key", "EnvVar", "{name: n, valueFrom: {fileKeyRef: {key: k, optional: true, path: p, volumeName: v}}}");
    row("affinity", "Affinity",
        "{nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{preference: {matchFields: [{key: k, "
        "operator: "
        "Gt, values: [x]}]}, weight: 1}], requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
        "[{matchExpressions: [{key: k, operator: Exists}]}]}}, podAffinity: "
        "{preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {matchLabelKeys: [a], mismatchLabelKeys: "
        "[b], namespaceSelector: {matchLabels: {a: b}}, namespaces: [n], topologyKey: z}, weight: 2}]}}");
    row("owner", "ObjectMeta",
        "{ownerReferences: [{apiVersion: v1, blockOwnerDeletion: true, controller: true, kind: k, name: n, uid: u}]}");
}

void TestPodSchema::rareFieldsStay()
{
    QFETCH(const QString, type);
    QFETCH(const QString, yaml);
    const auto document = core::readYaml(yaml.toStdString(), {.dialect = core::YamlDialect::PyYaml});
    QVERIFY2(document.ok(), document.ok() ? "" : qPrintable(document.error().text()));
    for (const ModelSource source : {ModelSource::Manifest, ModelSource::Object})
        QCOMPARE(manifest::podModel(document->value, type.toStdString(), source).dump(2), document->value.dump(2));
}

void TestPodSchema::unknownFieldsAndNullsGo()
{
    const Json given = {{"snake_case", 1}, {"spec", {{"nodeName", nullptr}, {"hostPID", true}, {"host_ipc", true}}}};
    QCOMPARE(manifest::podModel(given, "Pod", ModelSource::Object).dump(), R"({"spec":{"hostPID":true}})");
    QCOMPARE(manifest::podModel(given, "NoType", ModelSource::Object).dump(), given.dump());
}

QTEST_GUILESS_MAIN(TestPodSchema)
#include "tst_pod_schema.moc"
