// What the preflight says of a pod beside what the server then does with it.

#include "tests/e2e/proving_ground.h"

using namespace podwright;
using core::Json;
using e2e::Fate;
using e2e::Trial;
using preflight::Severity;

namespace {

enum class Where { Everywhere, Kubernetes };

struct Case
{
    const char *name;
    const char *arguments; // of the task
    const char *objects;   // made before, in the case's namespace: [{resource, metadata, ...}]
    const char *finding;   // id of what stops it; empty: nothing does
    const char *argument;  // the field to blame
    Fate fate;
    bool isMended = false; // by the finding's own edits
    Where where = Where::Everywhere;
};

constexpr auto widget = "podwright.test/widget"; // the node has one
constexpr auto privateHello = "{image: '127.0.0.1:16501/private/hello:1', cmds: null, arguments: null, "
                              "image_pull_policy: Always, image_pull_secrets: [{name: login}]}";
// Of puller:pull-me, for the registry of the cluster under test.
constexpr auto login = "[{resource: secrets, metadata: {name: login}, type: kubernetes.io/dockerconfigjson, "
                       "stringData: {.dockerconfigjson: "
                       "'{\"auths\":{\"127.0.0.1:16501\":{\"auth\":\"cHVsbGVyOnB1bGwtbWU=\"}}}'}}]";
constexpr auto otherLogin = "[{resource: secrets, metadata: {name: login}, type: kubernetes.io/dockerconfigjson, "
                            "stringData: {.dockerconfigjson: "
                            "'{\"auths\":{\"registry.invalid\":{\"auth\":\"cHVsbGVyOnB1bGwtbWU=\"}}}'}}]";

// On a node of at most some hundred CPUs and GB.
constexpr Case cases[] = {
    {"nothing in the way", "{}", "[]", "", "", Fate::Runs},
    {"larger than the largest node", "{container_resources: {requests: {memory: 13010Gi, cpu: 10m}}}", "[]",
     "node-never", "container_resources", Fate::Waits, true},
    {"more processors than any node", "{container_resources: {requests: {cpu: 3920}}}", "[]", "node-never",
     "container_resources", Fate::Waits, true},
    {"more disk than any node", "{container_resources: {requests: {ephemeral-storage: 900Ti}}}", "[]", "node-never",
     "container_resources", Fate::Waits},
    {"a GPU", "{container_resources: {limits: {nvidia.com/gpu: 1}}}", "[]", "node-never", "container_resources",
     Fate::Waits},
    {"what another pod has", "{container_resources: {limits: {podwright.test/widget: 1}}}",
     "[{resource: pods, metadata: {name: holder}, spec: {containers: [{name: c, image: busybox, imagePullPolicy: "
     "IfNotPresent, command: [sleep, '600'], resources: {limits: {podwright.test/widget: 1}}}]}}]",
     "node-now", "container_resources", Fate::Waits},
    {"a port of the node that another pod has", "{ports: [{containerPort: 80, hostPort: 31999}]}",
     "[{resource: pods, metadata: {name: holder}, spec: {containers: [{name: c, image: busybox, imagePullPolicy: "
     "IfNotPresent, command: [sleep, '600'], ports: [{containerPort: 80, hostPort: 31999}]}]}}]",
     "node-now", "ports", Fate::Waits, false, Where::Kubernetes},
    {"no node of that label", "{node_selector: {disk: none-has-it}}", "[]", "node-never", "node_selector", Fate::Waits},
    {"no node of that affinity",
     "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
     "[{matchExpressions: [{key: rack, operator: In, values: [a]}]}]}}}}",
     "[]", "node-never", "affinity", Fate::Waits},
    {"an affinity that holds",
     "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
     "[{matchExpressions: [{key: kubernetes.io/hostname, operator: Exists}, {key: rack, operator: NotIn, values: "
     "[a]}]}]}}}}",
     "[]", "", "", Fate::Runs},
    {"an affinity that is only wished",
     "{affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: "
     "{matchExpressions: [{key: rack, operator: In, values: [a]}]}}]}}}",
     "[]", "", "", Fate::Runs},
    {"no extra capacity", "{container_resources: {requests: {cpu: 100m}}}",
     "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {requests.cpu: '0'}}}]", "quota",
     "container_resources", Fate::Refused},
    {"no pod more", "{}", "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {pods: '0'}}}]", "quota",
     "namespace", Fate::Refused},
    {"a quota with room", "{container_resources: {requests: {cpu: 100m}}}",
     "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {requests.cpu: '1'}}}]", "", "", Fate::Runs},
    {"a quota of another scope", "{}",
     "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {pods: '0'}, scopes: [Terminating]}}]", "", "",
     Fate::Runs},
    {"a quota of its scope", "{active_deadline_seconds: 600}",
     "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {pods: '0'}, scopes: [Terminating]}}]", "quota",
     "namespace", Fate::Refused},
    {"a quota that wants limits", "{container_resources: {requests: {memory: 32Mi}}}",
     "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {limits.memory: 1Gi}}}]", "quota",
     "container_resources", Fate::Refused, true},
    {"above the limit range", "{container_resources: {limits: {memory: 2Gi}}}",
     "[{resource: limitranges, metadata: {name: r}, spec: {limits: [{type: Container, max: {memory: 256Mi}}]}}]",
     "limit-range", "container_resources", Fate::Refused, true},
    {"below the limit range", "{container_resources: {requests: {memory: 8Mi}}}",
     "[{resource: limitranges, metadata: {name: r}, spec: {limits: [{type: Container, min: {memory: 32Mi}}]}}]",
     "limit-range", "container_resources", Fate::Refused, true},
    {"the limit range fills in", "{}",
     "[{resource: limitranges, metadata: {name: r}, spec: {limits: [{type: Container, max: {memory: 256Mi}}]}}]", "",
     "", Fate::Runs},
    {"a limit range that fills in more than the quota has", "{}",
     "[{resource: limitranges, metadata: {name: r}, spec: {limits: [{type: Container, defaultRequest: {cpu: 500m}}]}}, "
     "{resource: resourcequotas, metadata: {name: q}, spec: {hard: {requests.cpu: 200m}}}]",
     "quota", "container_resources", Fate::Refused},
    {"a missing secret", "{secrets: [{deploy_type: env, deploy_target: PW, secret: db, key: password}]}", "[]",
     "secret", "secrets", Fate::Waits},
    {"a missing key", "{secrets: [{deploy_type: env, deploy_target: PW, secret: db, key: password}]}",
     "[{resource: secrets, metadata: {name: db}, stringData: {user: planted-value}}]", "secret", "secrets",
     Fate::Waits},
    {"a secret that is there", "{secrets: [{deploy_type: env, deploy_target: PW, secret: db, key: user}]}",
     "[{resource: secrets, metadata: {name: db}, stringData: {user: planted-value}}]", "", "", Fate::Runs},
    {"a secret that need not be there",
     "{env_vars: [{name: A, valueFrom: {secretKeyRef: {name: db, key: a, optional: true}}}]}", "[]", "", "",
     Fate::Runs},
    {"a missing config map", "{configmaps: [settings]}", "[]", "config-map", "configmaps", Fate::Waits},
    {"a missing key of a config map", "{env_vars: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}]}",
     "[{resource: configmaps, metadata: {name: settings}, data: {b: c}}]", "config-map", "env_vars", Fate::Waits},
    {"a missing volume secret",
     "{volumes: [{name: v, secret: {secretName: db}}], volume_mounts: [{name: v, mountPath: /v}]}", "[]", "secret",
     "volumes", Fate::Waits},
    {"no such service account", "{service_account_name: nobody}", "[]", "service-account", "service_account_name",
     Fate::Refused, true},
    {"no such priority class", "{priority_class_name: nobody}", "[]", "priority-class", "priority_class_name",
     Fate::Refused, true},
    {"no such runtime class", "{runtime_class_name: nobody}", "[]", "runtime-class", "runtime_class_name",
     Fate::Refused, true},
    {"no such claim", "{volumes: [{name: v, persistentVolumeClaim: {claimName: none}}]}", "[]", "claim", "volumes",
     Fate::Waits},
    {"a claim without a volume",
     "{volumes: [{name: v, persistentVolumeClaim: {claimName: data}}], volume_mounts: [{name: v, mountPath: /v}]}",
     "[{resource: persistentvolumeclaims, metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], "
     "storageClassName: '', resources: {requests: {storage: 1Gi}}}}]",
     "claim", "volumes", Fate::Waits, false, Where::Kubernetes},
    {"a missing pull secret", "{image: 'registry.invalid/private:1', image_pull_secrets: [{name: regcred}]}", "[]",
     "pull-secret", "image_pull_secrets", Fate::Waits},
    {"a private image without its secret", privateHello, "[]", "pull-secret", "image_pull_secrets", Fate::Waits, false,
     Where::Kubernetes},
    {"a private image with the secret of another registry", privateHello, otherLogin, "pull-secret",
     "image_pull_secrets", Fate::Waits, false, Where::Kubernetes},
    {"a private image with its secret", privateHello, login, "", "", Fate::Runs, false, Where::Kubernetes},
    {"a pod security level that this server does not know", "{container_security_context: {privileged: false}}",
     "[{resource: namespaces, metadata: {labels: {pod-security.kubernetes.io/enforce: restricted}}}]", "", "",
     Fate::Runs},
    {"what only the server minds", "{dnspolicy: Sometimes}", "[]", "dry-run", "dnspolicy", Fate::Refused},
};

bool hasDoubts(const preflight::Report &report)
{
    return preflight::count(report.findings, Severity::Blocks) + preflight::count(report.findings, Severity::MayFail) >
           0;
}

bool isSaidToRun(const preflight::Report &report)
{
    return !hasDoubts(report) && preflight::count(report.findings, Severity::Unchecked) == 0;
}

const preflight::Finding *findingOf(const Trial &trial, std::string_view id)
{
    const auto found = std::ranges::find(trial.report->findings, id, &preflight::Finding::id);
    return found == trial.report->findings.end() ? nullptr : &*found;
}

// Whether the pod starts is what this is about; a wait shows within its first moments.
bool isDecided(const Trial &trial)
{
    return trial.fate != Fate::Undecided && (trial.fate != Fate::Waits || trial.why);
}

} // namespace

class TestPreflightFate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_ground = std::make_unique<e2e::ProvingGround>();
        m_ground->pullFirst();
        setWidgets(1);
        for (const Case &that : cases) {
            if (isHere(that))
                m_tried.push_back({.that = &that});
        }
        const auto namespaces = m_ground->newNamespaces(m_tried.size());
        std::vector<Trial *> trials;
        for (size_t i = 0; i < m_tried.size(); ++i) {
            const Case &that = *m_tried[i].that;
            m_ground->make(namespaces[i], that.objects);
            m_tried[i].trial = {.task = e2e::taskOf(namespaces[i], that.arguments), .ns = namespaces[i]};
            trials.push_back(&m_tried[i].trial);
        }
        m_ground->checkAll(trials);
        m_ground->tryAll(trials, isDecided);
        tryMended();
    }

    void cleanupTestCase()
    {
        setWidgets(0);
        m_ground.reset();
    }

    void theServerDoesWhatWasSaid_data()
    {
        rows([](const Case &) { return true; });
    }

    void theServerDoesWhatWasSaid()
    {
        QFETCH(int, number);
        const auto &[that, trial, mended] = m_tried[size_t(number)];
        const QByteArray all = e2e::said(*trial.report);
        QCOMPARE(trial.fate, that->fate);
        if (*that->finding == '\0') {
            QVERIFY2(isSaidToRun(*trial.report), all);
            return;
        }
        QVERIFY2(hasDoubts(*trial.report), all);
        const preflight::Finding *found = findingOf(trial, that->finding);
        QVERIFY2(found && found->severity <= Severity::MayFail, all);
        QCOMPARE(QByteArray::fromStdString(found->argument()), QByteArray(that->argument));
        QVERIFY2(!found->fix.isEmpty(), all);
        if (trial.fate == Fate::Refused) // the server's own reason
            QVERIFY2(found->severity == Severity::Blocks && !trial.refusal.isEmpty(), all);
    }

    // What is said before the launch and after it leads to the same field.
    void afterwardsTheSameFieldIsToBlame_data()
    {
        rows([](const Case &that) {
            return that.fate == Fate::Waits && std::string_view(that.finding) != "pull-secret";
        });
    }

    void afterwardsTheSameFieldIsToBlame()
    {
        QFETCH(int, number);
        const auto &[that, trial, mended] = m_tried[size_t(number)];
        QVERIFY2(trial.why, trial.pod.dump().c_str());
        const std::string argument = task::Problem{.pointer = trial.why->pointer}.argument();
        QCOMPARE(QByteArray::fromStdString(argument), QByteArray(that->argument));
    }

    void theOfferedEditMendsIt_data()
    {
        rows([](const Case &that) { return that.isMended; });
    }

    void theOfferedEditMendsIt()
    {
        QFETCH(int, number);
        const Trial &mended = m_tried[size_t(number)].mended;
        QVERIFY2(mended.report, "no edit is offered");
        QVERIFY2(mended.report->willRun(), e2e::said(*mended.report));
        QVERIFY2(mended.fate != Fate::Refused, qPrintable(mended.refusal));
        QCOMPARE(mended.fate == Fate::Runs, isSaidToRun(*mended.report));
    }

    void noFalseHopesAndHowManyFalseAlarms()
    {
        int hopes = 0, alarms = 0, running = 0;
        for (const Tried &tried : m_tried) {
            const bool runs = tried.trial.fate == Fate::Runs;
            running += runs;
            hopes += !runs && !hasDoubts(*tried.trial.report);
            alarms += runs && !isSaidToRun(*tried.trial.report);
        }
        qInfo("%zu pods, of which %d ran; said to run and did not: %d; false alarms: %d of %d (%.0f %%)",
              m_tried.size(), running, hopes, alarms, running, 100.0 * alarms / running);
        QCOMPARE(hopes, 0);
        QCOMPARE(alarms, 0);
    }

    void aTaintIsToleratedByTheOfferedEdit()
    {
        const std::string path = "/api/v1/nodes/" + m_ground->firstNode();
        Trial plain = newTrial();
        patch(path, R"({"spec":{"taints":[{"key":"dedicated","value":"gpu","effect":"NoSchedule"}]}})");
        m_ground->checkAll({&plain});
        m_ground->tryAll({&plain}, isDecided);
        const preflight::Finding *found = findingOf(plain, "node-never");
        Trial tolerant = plain;
        tolerant.fate = Fate::Undecided;
        if (found) {
            tolerant.task = preflight::withEdits(plain.task, found->edits);
            m_ground->tryAll({&tolerant}, isDecided);
        }
        patch(path, R"({"spec":{"taints":null}})");
        QCOMPARE(plain.fate, Fate::Waits);
        QVERIFY2(found && found->argument() == "tolerations", e2e::said(*plain.report));
        QCOMPARE(QByteArray::fromStdString(plain.why->pointer), QByteArray("/task/tolerations"));
        QCOMPARE(plain.byNodes->sentence, QStringLiteral("The pod waits: the only node has the taint "
                                                         "dedicated=gpu:NoSchedule, which the pod does not tolerate."));
        QCOMPARE(tolerant.fate, Fate::Runs);
    }

    void aCordonedNodeTakesNothingNow()
    {
        const std::string path = "/api/v1/nodes/" + m_ground->firstNode();
        Trial trial = newTrial();
        patch(path, R"({"spec":{"unschedulable":true}})");
        m_ground->checkAll({&trial});
        m_ground->tryAll({&trial}, isDecided);
        patch(path, R"({"spec":{"unschedulable":null,"taints":null}})");
        QCOMPARE(trial.fate, Fate::Waits);
        QCOMPARE(trial.byNodes->sentence, QStringLiteral("The pod waits: the only node is cordoned."));
        const preflight::Finding *found = findingOf(trial, "node-now");
        QVERIFY2(found && found->severity == Severity::MayFail, e2e::said(*trial.report));
    }

private:
    struct Tried
    {
        const Case *that = nullptr;
        Trial trial = {}, mended = {};
    };

    bool isHere(const Case &that) const { return that.where == Where::Everywhere || m_ground->isKubernetes(); }

    void rows(const std::function<bool(const Case &)> &isOne)
    {
        QTest::addColumn<int>("number");
        for (size_t i = 0; i < m_tried.size(); ++i) {
            if (isOne(*m_tried[i].that))
                QTest::newRow(m_tried[i].that->name) << int(i);
        }
    }

    // One after the other: some take all that the node has.
    void tryMended()
    {
        for (auto &[that, trial, mended] : m_tried) {
            const preflight::Finding *found = that->isMended ? findingOf(trial, that->finding) : nullptr;
            if (!found || found->edits.empty())
                continue;
            mended = {.task = preflight::withEdits(trial.task, found->edits), .ns = trial.ns};
            m_ground->checkAll({&mended});
            m_ground->tryAll({&mended}, isDecided);
        }
    }

    Trial newTrial()
    {
        const std::string ns = m_ground->newNamespaces(1).front();
        return {.task = e2e::taskOf(ns, "{}"), .ns = ns};
    }

    void patch(const std::string &path, const std::string &change)
    {
        const auto answer = m_ground->send("PATCH", path, change);
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().text()));
    }

    // A resource that the node has, for the pods of one case alone.
    void setWidgets(int number)
    {
        const std::string node = "/api/v1/nodes/" + m_ground->firstNode();
        const Json amount{{widget, std::to_string(number)}};
        patch(node + (m_ground->isKubernetes() ? "/status" : ""),
              Json{{"status", {{"capacity", amount}, {"allocatable", amount}}}}.dump());
    }

    std::unique_ptr<e2e::ProvingGround> m_ground;
    std::vector<Tried> m_tried;
};

QTEST_GUILESS_MAIN(TestPreflightFate)
#include "tst_preflight_fate.moc"
