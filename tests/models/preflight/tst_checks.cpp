#include "models/preflight/secret_reader.h"
#include "tests/models/preflight/subjects.h"

#include <QTest>

using namespace podwright;
using namespace podwright::preflight;

namespace {

template<class T>
Answer<T> said(T value)
{
    return core::Result<T>(std::move(value));
}

template<class T>
Answer<T> refused(core::Error::Kind kind, const char *message = "no")
{
    return core::Result<T>(refusal(kind, message));
}

ClusterFacts withQuota(const char *hard, const char *used, const char *spec = "{}")
{
    Json quota{{"metadata", {{"name", "q"}}}, {"spec", json(spec)}};
    quota["spec"]["hard"] = json(hard);
    quota["status"]["used"] = json(used);
    ClusterFacts facts;
    facts.quotas = said(std::vector<Json>{quota});
    return facts;
}

ClusterFacts withRange(const char *limit)
{
    ClusterFacts facts;
    facts.limitRanges = said(std::vector<Json>{Json{{"spec", {{"limits", Json::array({json(limit)})}}}}});
    return facts;
}

constexpr auto halfACpu =
    "{container_resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: '1', memory: 2Gi}}}";

} // namespace

class TestChecks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void quotas_data()
    {
        QTest::addColumn<QByteArray>("hard");
        QTest::addColumn<QByteArray>("used");
        QTest::addColumn<QByteArray>("spec");
        QTest::addColumn<QString>("sentence"); // empty: passed or not covered
        const auto row = [](const char *name, const char *hard, const char *used, const char *sentence,
                            const char *spec = "{}") {
            QTest::newRow(name) << QByteArray(hard) << QByteArray(used) << QByteArray(spec)
                                << QString::fromUtf8(sentence);
        };
        row("no extra capacity", "{requests.cpu: 0}", "{requests.cpu: 0}",
            "Quota q leaves too little CPU: the pod asks for 0.5, and 0 of 0 are used");
        row("just enough", "{requests.cpu: '2'}", "{requests.cpu: 1500m}", "");
        row("a bare name is a request", "{memory: 2Gi}", "{memory: 1100Mi}",
            "Quota q leaves too little memory: the pod asks for 1Gi, and 1.07Gi of 2Gi are used");
        row("limits", "{limits.memory: 3Gi}", "{limits.memory: 2Gi}",
            "Quota q leaves too little memory limits: the pod asks for 2Gi, and 2Gi of 3Gi are used");
        row("number of pods", "{pods: 3}", "{pods: 3}", "Quota q takes no more pods: 3 of 3 are used");
        row("what a pod does not count for", "{secrets: 1}", "{secrets: 1}", "");
        row("other scope", "{pods: 0}", "{pods: 0}", "", "{scopes: [Terminating]}");
        row("own scope", "{pods: 0}", "{pods: 0}", "Quota q takes no more pods: 0 of 0 are used",
            "{scopes: [NotTerminating]}");
        row("best effort", "{pods: 0}", "{pods: 0}", "", "{scopes: [BestEffort]}");
        row("another priority", "{pods: 0}", "{pods: 0}", "",
            "{scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}}");
    }

    void quotas()
    {
        QFETCH(QByteArray, hard);
        QFETCH(QByteArray, used);
        QFETCH(QByteArray, spec);
        QFETCH(QString, sentence);
        const Report report = reportOf(subject(halfACpu), withQuota(hard, used, spec));
        const Finding *finding = find(report.findings, "quota");
        QCOMPARE(finding && finding->severity == Severity::Blocks ? finding->sentence : QString(), sentence);
    }

    void aQuotaWantsEveryContainerToSay()
    {
        const Subject bare = subject("{container_resources: {requests: {memory: 1Gi}}}");
        const ClusterFacts facts = withQuota("{limits.memory: 8Gi}", "{}");
        const Report report = reportOf(bare, facts);
        const Finding *finding = find(report.findings, "quota");
        QVERIFY(finding && finding->severity == Severity::Blocks);
        QCOMPARE(finding->sentence, QStringLiteral("base has no memory limit; quota q wants one of every container"));
        QCOMPARE(finding->pointer, std::string("/task/container_resources/limits/memory"));
        QVERIFY(reportOf(*subjectOf(withEdits(bare.task, finding->edits)), facts).willRun());
    }

    void limitRanges_data()
    {
        QTest::addColumn<QByteArray>("limit");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *name, const char *limit, const char *sentence) {
            QTest::newRow(name) << QByteArray(limit) << QString::fromUtf8(sentence);
        };
        row("within", "{type: Container, max: {memory: 2Gi}, min: {cpu: 500m}}", "");
        row("above", "{type: Container, max: {memory: 1Gi}}",
            "base has a memory limit of 2Gi; this namespace takes at most 1Gi");
        row("below", "{type: Container, min: {cpu: 501m}}",
            "base has a CPU request of 0.5; this namespace takes at least 0.5");
        row("ratio", "{type: Container, maxLimitRequestRatio: {cpu: '1'}}",
            "base has a CPU limit that is 2 times its request; this namespace takes at most 1 times");
        row("the pod", "{type: Pod, max: {cpu: 900m}}",
            "The pod as a whole has a CPU limit of 1; this namespace takes at most 0.9");
        row("a claim is no pod", "{type: PersistentVolumeClaim, max: {storage: 1}}", "");
        row("not given and filled in", "{type: Container, max: {ephemeral-storage: 1Gi}}", "");
        row("not given", "{type: Pod, max: {ephemeral-storage: 1Gi}}",
            "The pod as a whole has no disk (ephemeral-storage) limit; this namespace takes at most 1Gi");
    }

    void limitRanges()
    {
        QFETCH(QByteArray, limit);
        QFETCH(QString, sentence);
        const Report report = reportOf(subject(halfACpu), withRange(limit));
        const Finding *finding = find(report.findings, "limit-range");
        QCOMPARE(finding && finding->severity == Severity::Blocks ? finding->sentence : QString(), sentence);
        if (finding && !finding->edits.empty()) {
            const auto mended = subjectOf(withEdits(subject(halfACpu).task, finding->edits));
            QVERIFY(reportOf(*mended, withRange(limit)).willRun());
        }
    }

    void podSecurity_data()
    {
        QTest::addColumn<QString>("level");
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<int>("breaches");
        const auto row = [](const char *name, const char *level, const char *arguments, int breaches) {
            QTest::newRow(name) << QString::fromUtf8(level) << QByteArray(arguments) << breaches;
        };
        row("privileged takes all", "privileged", "{hostnetwork: true}", 0);
        row("baseline and a plain pod", "baseline", "{}", 0);
        row("host network", "baseline", "{hostnetwork: true}", 1);
        row("privileged container", "baseline", "{container_security_context: {privileged: true}}", 1);
        row("a host path", "baseline", "{volumes: [{name: v, hostPath: {path: /}}]}", 1);
        row("an empty folder", "restricted",
            "{volumes: [{name: v, emptyDir: {}}], security_context: {runAsNonRoot: true, seccompProfile: {type: "
            "RuntimeDefault}}, container_security_context: {allowPrivilegeEscalation: false, capabilities: {drop: "
            "[ALL]}}}",
            0);
        row("restricted and a plain pod", "restricted", "{}", 4);
        row("a capability too many", "baseline", "{container_security_context: {capabilities: {add: [NET_ADMIN]}}}", 1);
        row("a harmless capability", "baseline", "{container_security_context: {capabilities: {add: [CHOWN]}}}", 0);
    }

    void podSecurity()
    {
        QFETCH(QString, level);
        QFETCH(QByteArray, arguments);
        QFETCH(int, breaches);
        ClusterFacts facts;
        facts.ns = said(Labels{{"pod-security.kubernetes.io/enforce", level.toStdString()}});
        Subject checked = subject(arguments);
        const Report report = reportOf(checked, facts);
        QCOMPARE(int(count(report.findings, Severity::Blocks)), breaches);
        for (const Finding &finding : report.findings)
            checked.task = withEdits(checked.task, finding.edits);
        if (level == QLatin1String("restricted"))
            QVERIFY(reportOf(*subjectOf(checked.task), facts).willRun());
    }

    void secretsAndTheirKeys()
    {
        const Subject wants = subject("{secrets: [{deploy_type: env, deploy_target: PW, secret: db, key: password}]}");
        ClusterFacts facts;
        facts.secrets["db"] = said(SecretFacts{"Opaque", {"user"}, {}});
        Report report = reportOf(wants, facts);
        const Finding *finding = find(report.findings, "secret");
        QVERIFY(finding);
        QCOMPARE(finding->sentence, QStringLiteral("Secret db has no key password: container base would stay in "
                                                   "CreateContainerConfigError"));
        QCOMPARE(finding->argument(), std::string("secrets"));
        facts.secrets["db"] = refused<SecretFacts>(core::Error::Kind::NotFound);
        QCOMPARE(find(reportOf(wants, facts).findings, "secret")->severity, Severity::Blocks);
        facts.secrets["db"] = refused<SecretFacts>(core::Error::Kind::Forbidden);
        QCOMPARE(find(reportOf(wants, facts).findings, "secret")->severity, Severity::Unchecked);
        facts.secrets["db"] = said(SecretFacts{"Opaque", {"password"}, {}});
        QVERIFY(reportOf(wants, facts).willRun());
    }

    void noValueOfASecretIsKept()
    {
        const QByteArray config = R"({"auths":{"https://registry.acme.io/v1/":{"auth":"cGxhbnRlZA=="}}})";
        const Json secret{
            {"type", "kubernetes.io/dockerconfigjson"},
            {"data", {{".dockerconfigjson", config.toBase64().toStdString()}, {"other", "cGxhbnRlZA=="}}}};
        const auto facts = readSecret(secret.dump());
        QVERIFY(facts.ok());
        QCOMPARE(facts->keys, (std::set<std::string>{".dockerconfigjson", "other"}));
        QCOMPARE(facts->registries, (std::set<std::string>{"registry.acme.io"}));
        QVERIFY(!readSecret("[]").ok());
        QVERIFY(!readSecret("planted").error().message.contains(QLatin1String("planted")));
    }

    void pullSecretsAndRegistries()
    {
        ClusterFacts facts;
        facts.secrets["acme"] = said(SecretFacts{"", {".dockerconfigjson"}, {"registry.acme.io"}});
        const Subject none = subject("{image: 'registry.acme.io/a/b:1'}");
        const Report without = reportOf(none, facts);
        const Finding *finding = find(without.findings, "pull-secret");
        QVERIFY(finding);
        QCOMPARE(finding->severity, Severity::MayFail);
        QCOMPARE(finding->argument(), std::string("image_pull_secrets"));
        const Report mended = reportOf(*subjectOf(withEdits(none.task, finding->edits)), facts);
        QCOMPARE(find(mended.findings, "pull-secret")->severity, Severity::Passed);
        const Report other = reportOf(subject("{image: 'other.io/a', image_pull_secrets: [{name: acme}]}"), facts);
        QCOMPARE(find(other.findings, "pull-secret")->severity, Severity::MayFail);
        facts.secrets["acme"] = refused<SecretFacts>(core::Error::Kind::NotFound);
        const Report missing = reportOf(subject("{image_pull_secrets: [{name: acme}]}"), facts);
        QCOMPARE(find(missing.findings, "pull-secret")->severity, Severity::MayFail);
    }

    void registries_data()
    {
        QTest::addColumn<QString>("image");
        QTest::addColumn<QString>("registry");
        QTest::newRow("bare") << QStringLiteral("ubuntu:24.04") << QStringLiteral("docker.io");
        QTest::newRow("user") << QStringLiteral("apache/airflow") << QStringLiteral("docker.io");
        QTest::newRow("host") << QStringLiteral("ghcr.io/a/b@sha256:0") << QStringLiteral("ghcr.io");
        QTest::newRow("port") << QStringLiteral("box:5000/a") << QStringLiteral("box:5000");
        QTest::newRow("localhost") << QStringLiteral("localhost/a") << QStringLiteral("localhost");
    }

    void registries()
    {
        QFETCH(QString, image);
        QFETCH(QString, registry);
        QCOMPARE(registryOf(image.toStdString()), registry.toStdString());
    }

    // The seeds' own case, and what else the server says no to.
    void refusals_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("pointer");
        using Kind = core::Error::Kind;
        const auto row = [](const char *name, Kind kind, const char *message, const char *id, const char *pointer) {
            QTest::newRow(name) << int(kind) << QString::fromUtf8(message) << QString::fromUtf8(id)
                                << QString::fromUtf8(pointer);
        };
        row("rights", Kind::Forbidden,
            R"(pods is forbidden: User "u" cannot create resource "pods" in API group "" in the namespace "default")",
            "rights", "/task/namespace");
        row("field", Kind::Invalid, R"(Pod "t" is invalid: spec.dnsPolicy: Unsupported value: "X")", "dry-run",
            "/task/dnspolicy");
        row("fields in brackets", Kind::Invalid,
            R"(Pod "t" is invalid: [spec.containers[0].image: Required value, spec.nodeSelector: Invalid value: "x"])",
            "dry-run", "/task/image");
        row("quota", Kind::Forbidden, R"(pods "t" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0)",
            "quota", "/task/container_resources");
        row("there is one", Kind::Conflict, R"(pods "t" already exists)", "name",
            "/task/task_id"); // which gives the name
        row("a webhook", Kind::Forbidden, R"(admission webhook "w" denied the request: no)", "dry-run", "");
    }

    void refusals()
    {
        QFETCH(int, kind);
        QFETCH(QString, message);
        QFETCH(QString, id);
        QFETCH(QString, pointer);
        ClusterFacts facts;
        facts.dryRun = core::Result<DryRun>(core::Error{.kind = core::Error::Kind(kind), .message = message});
        const Report report = reportOf(subject("{}"), facts);
        QVERIFY(!report.willRun());
        QCOMPARE(report.findings[0].id, id.toStdString());
        QCOMPARE(QString::fromStdString(report.findings[0].pointer), pointer);
    }

    void theServerKnowsBetter()
    {
        ClusterFacts facts = withQuota("{pods: 0}", "{}");
        QVERIFY(!reportOf(subject("{}"), facts).willRun());
        facts.dryRun = said(DryRun{subject("{}").pod, {QStringLiteral("spec.nodeSelector[x]: deprecated")}});
        const Report report = reportOf(subject("{}"), facts);
        QVERIFY(report.willRun());
        QCOMPARE(find(report.findings, "quota")->severity, Severity::Advice);
        QCOMPARE(find(report.findings, "warning")->argument(), std::string("node_selector"));
    }

    void noAnswerIsNoYes()
    {
        ClusterFacts facts;
        facts.dryRun = refused<DryRun>(core::Error::Kind::Network, "no answer");
        const Report report = reportOf(subject("{}"), facts);
        QVERIFY(report.trouble);
        QCOMPARE(find(report.findings, "dry-run")->severity, Severity::Unchecked);
    }

    void fieldsAndPointers()
    {
        QCOMPARE(pointerOfField("spec.containers[0].env[2].name"), std::string("/spec/containers/0/env/2/name"));
        QCOMPARE(pointerOfField("metadata.labels[a.b/c]"), std::string("/metadata/labels/a.b~1c"));
    }
};

QTEST_GUILESS_MAIN(TestChecks)
#include "tst_checks.moc"
