// What is said of a pod that does not do what it is meant to, beside what the server says of it; and whether the change
// that is offered makes it run.

#include "tests/e2e/proving_ground.h"

using namespace podwright;
using core::Json;
using e2e::Fate;
using e2e::Trial;

namespace {

enum class Where { Everywhere, Kubernetes };

struct Failure
{
    const char *name;
    const char *arguments; // of the task
    const char *id;        // of the explanation
    const char *sentence;  // a part of it that names the cause
    const char *server;    // the server's own words, in the evidence
    const char *pointer;   // the field to change
    const char *objects = "[]";
    const char *change = "{}"; // of the pod
    bool isMended = false;     // by the edits
    Where where = Where::Everywhere;
    const char *byNodes = nullptr; // a part of what is told where nodes may be looked at; null: the same
};

constexpr auto secretKey = "{secrets: [{deploy_type: env, deploy_target: PW, secret: db, key: password}]}";
constexpr auto always = "{spec: {restartPolicy: Always}}";

constexpr Failure failures[] = {
    {"larger than any node", "{container_resources: {requests: {memory: 13010Gi}}}", "unschedulable",
     "no node has that much memory free (it asks for 12.71Ti memory)", "Insufficient memory",
     "/task/container_resources/requests/memory", "[]", "{}", false, Where::Everywhere,
     "no node is large enough; the pod asks for 12.71Ti memory, and the largest"},
    {"no GPU", "{container_resources: {limits: {nvidia.com/gpu: 1}}}", "unschedulable", "no node has what it asks for",
     "Insufficient nvidia.com/gpu", "/task/container_resources", "[]", "{}", false, Where::Everywhere,
     "no node has any nvidia.com/gpu, and the pod asks for 1"},
    {"no such label", "{node_selector: {disk: none-has-it}}", "unschedulable", "no node has the labels it wants",
     "0/1 nodes are available", "/task/node_selector", "[]", "{}", false, Where::Everywhere,
     "the node selector disk=none-has-it"},
    {"no such claim", "{volumes: [{name: v, persistentVolumeClaim: {claimName: none}}]}", "unschedulable",
     "a claim it mounts does not exist", "persistentvolumeclaim \"none\" not found", "/task/volumes"},
    {"no such registry", "{image: 'registry.invalid/none:1'}", "image-registry", "there is no host registry.invalid",
     "no such host", "/task/image"},
    {"no such image", "{image: 'nosuch-image:1'}", "image-missing", "docker.io has no nosuch-image:1", "not found",
     "/task/image", "[]", "{}", false, Where::Kubernetes},
    {"no name of an image", "{image: 'Not An Image'}", "image-name", "Not An Image is not the name of an image",
     "InvalidImageName", "/task/image"},
    {"never pulled", "{image: 'registry.invalid/none:1', image_pull_policy: Never}", "image-policy",
     "the policy forbids to pull it", "ErrImageNeverPull", "/task/image_pull_policy"},
    {"a private image without a login", "{image: '127.0.0.1:16501/private/hello:1', image_pull_policy: Always}",
     "image-login", "127.0.0.1:16501 wants a login for 127.0.0.1:16501/private/hello:1", "401 Unauthorized",
     "/task/image_pull_secrets", "[]", "{}", false, Where::Kubernetes},
    {"a missing secret", secretKey, "missing-object", "secret db is not in namespace trial-", "secret \"db\" not found",
     "/task/secrets/0"},
    {"a missing key", secretKey, "missing-key", "Secret db has no key password", "couldn't find key password in Secret",
     "/task/secrets/0", "[{resource: secrets, metadata: {name: db}, stringData: {user: planted-value}}]"},
    {"a missing config map", "{configmaps: [settings]}", "missing-object", "config map settings is not in namespace",
     "configmap \"settings\" not found", "/task/configmaps/0"},
    {"a missing key of a config map", "{env_vars: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}]}",
     "missing-key", "ConfigMap settings has no key a", "couldn't find key a in ConfigMap", "/task/env_vars/0",
     "[{resource: configmaps, metadata: {name: settings}, data: {b: c}}]"},
    {"a missing secret to mount",
     "{volumes: [{name: v, secret: {secretName: db}}], volume_mounts: [{name: v, mountPath: /v}]}", "mount",
     "secret db is not in its namespace", "secret \"db\" not found", "/task/volumes"},
    {"a crash loop", "{arguments: [exit 3]}", "exit-code", "base ended with exit code 3 of its own", "exit 3",
     "/task/arguments", "[]", always},
    {"a loop without a fault", "{}", "ends-again", "base ends and is started again (exit 0)", "exit 0",
     "/task/arguments", "[]", always},
    {"too little memory",
     "{cmds: [python3, -c], arguments: ['import time; x = b\"x\" * 90000000; time.sleep(4)'], container_resources: "
     "{limits: {memory: 64Mi}}}",
     "oom-killed", "base was killed for memory: it reached its limit of 64Mi", "OOMKilled",
     "/task/container_resources/limits/memory", "[]", "{}", true},
    {"too little time", "{arguments: [sleep 17], active_deadline_seconds: 15}", "deadline",
     "longer than its deadline of 15 s", "DeadlineExceeded", "/task/active_deadline_seconds", "[]", "{}", true},
    {"an exit code", "{arguments: ['echo no such table; exit 3']}", "exit-code",
     "base ended with exit code 3 of its own", "last line: “no such table”", "/task/arguments"},
    {"a signal", "{arguments: [\"bash -c 'kill -SEGV $BASHPID'; exit $?\"]}", "signal",
     "base ended by SIGSEGV (exit 139)", "exit 139", "/task/arguments"},
    {"no such command", "{arguments: [no-such-command]}", "exit-code", "did not find a command it was to run",
     "exit 127", "/task/cmds"},
    {"no such program", "{cmds: [/no/such/program]}", "not-started", "the image has no /no/such/program",
     "no such file or directory", "/task/cmds"},
    {"an init container that fails",
     "{init_containers: [{name: prepare, image: ubuntu, imagePullPolicy: IfNotPresent, command: [bash, -c, exit 5]}]}",
     "exit-code", "prepare ended with exit code 5", "exit 5", "/task/init_containers/0"},
    {"more disk than it may have",
     "{arguments: ['head -c 1400000 /dev/zero > /tmp/x; sleep 45'], container_resources: {limits: "
     "{ephemeral-storage: 1Mi}}}",
     "evicted", "it wrote more to disk than it may", "Evicted", "/task/container_resources/limits/ephemeral-storage",
     "[]", "{}", true, Where::Kubernetes},
    {"more in a volume than it may have",
     "{arguments: ['head -c 5000000 /dev/zero > /v/x; sleep 60'], volumes: [{name: v, emptyDir: {sizeLimit: 1Mi}}], "
     "volume_mounts: [{name: v, mountPath: /v}]}",
     "evicted", "volume v outgrew its limit", "Evicted", "/task/volumes", "[]", "{}", false, Where::Kubernetes},
};

constexpr auto finalizer = "podwright.test/hold";
constexpr auto ghost = "trial-ghost"; // a node of which nothing is heard

Trial trialOf(const std::string &ns, const char *arguments, const char *change = "{}")
{
    return {.task = e2e::taskOf(ns, arguments), .ns = ns, .change = core::readYaml(change)->value};
}

std::string pathOf(const Trial &trial)
{
    return kube::podsPath(trial.ns, core::textAt(trial.pod, {"metadata", "name"}));
}

bool isExplained(const Trial &trial, std::string_view id)
{
    return trial.why && trial.why->id == id;
}

} // namespace

class TestWhy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_ground = std::make_unique<e2e::ProvingGround>();
        m_ground->pullFirst();
        for (const Failure &that : failures) {
            if (that.where == Where::Everywhere || m_ground->isKubernetes())
                m_tried.push_back({.that = &that});
        }
        const auto namespaces = m_ground->newNamespaces(m_tried.size());
        std::vector<Trial *> trials;
        for (size_t i = 0; i < m_tried.size(); ++i) {
            const Failure &that = *m_tried[i].that;
            m_ground->make(namespaces[i], that.objects);
            m_tried[i].trial = trialOf(namespaces[i], that.arguments, that.change);
            trials.push_back(&m_tried[i].trial);
        }
        m_ground->tryAll(trials, [this](const Trial &trial) { return isOver(trial); });
        tryMended();
    }

    void cleanupTestCase() { m_ground.reset(); }

    void theReasonIsFound_data()
    {
        QTest::addColumn<int>("number");
        for (size_t i = 0; i < m_tried.size(); ++i)
            QTest::newRow(m_tried[i].that->name) << int(i);
    }

    void theReasonIsFound()
    {
        QFETCH(int, number);
        const auto &[that, trial, mended] = m_tried[size_t(number)];
        QVERIFY2(trial.why, (trial.refusal.toStdString() + trial.pod.dump()).c_str());
        const QString evidence = trial.why->evidence.join(QStringLiteral(" | "));
        const QByteArray all = (trial.why->sentence + QStringLiteral(" | ") + evidence).toUtf8();
        QVERIFY2(trial.why->id == that->id, all);
        QVERIFY2(trial.why->sentence.contains(QString::fromUtf8(that->sentence)), all);
        QVERIFY2(evidence.contains(QString::fromUtf8(that->server)), all);
        QCOMPARE(QByteArray::fromStdString(trial.why->pointer), QByteArray(that->pointer));
        QVERIFY2(that->isMended <= !trial.why->edits.empty(), "no edit is offered");
        if (!trial.why->edits.empty())
            QVERIFY(manifest::buildPod(preflight::withEdits(trial.task, trial.why->edits)).ok());
        if (that->isMended)
            QVERIFY2(mended.fate == Fate::Runs, mended.pod.dump().c_str());
        QVERIFY2(trial.byNodes && trial.byNodes->id == that->id, all);
        QVERIFY2(
            trial.byNodes->sentence.contains(that->byNodes ? QString::fromUtf8(that->byNodes) : trial.why->sentence),
            qPrintable(trial.byNodes->sentence));
        QVERIFY2(trial.byNodes->pointer.starts_with(that->pointer), trial.byNodes->pointer.c_str());
    }

    // Two pods of more than half a node: the second one is told how much is left, and runs with that.
    void aNodeWithoutRoom()
    {
        const Json node = m_ground->get("/api/v1/nodes/" + m_ground->firstNode());
        const auto whole = task::Quantity::fromJson(node.at("status").at("allocatable").at("cpu"));
        QVERIFY(whole);
        const std::string most = std::to_string(whole->milliValue() * 6 / 10) + 'm';
        const std::string wish = "{arguments: [sleep 600], container_resources: {requests: {cpu: " + most + "}}}";
        const auto namespaces = m_ground->newNamespaces(2);
        Trial first = trialOf(namespaces[0], wish.c_str()), second = trialOf(namespaces[1], wish.c_str());
        second.task.arguments["arguments"] = Json::array({"exit 0"});
        m_ground->launchAll({&first});
        m_ground->follow({&first}, [](const Trial &one) {
            return core::textAt(one.pod, {"status", "phase"}) == "Running";
        });
        m_ground->launchAll({&second});
        m_ground->follow({&second}, [](const Trial &one) { return isExplained(one, "unschedulable"); });
        Trial mended;
        if (second.byNodes && !second.byNodes->edits.empty() && !m_ground->isKubernetes()) { // others use that, too
            mended = {.task = preflight::withEdits(second.task, second.byNodes->edits), .ns = second.ns};
            mended.task.arguments["name"] = "mended";
            m_ground->launchAll({&mended});
            m_ground->follow({&mended}, e2e::ProvingGround::isFateKnown);
        }
        m_ground->removeAll({&first, &second, &mended});
        QVERIFY2(second.byNodes, second.pod.dump().c_str());
        const QString sentence = second.byNodes->sentence;
        QVERIFY2(sentence.contains(QStringLiteral(" CPU free now; the most is ")), qPrintable(sentence));
        QCOMPARE(second.byNodes->pointer, std::string("/task/container_resources/requests/cpu"));
        QVERIFY2(second.why->sentence.contains(QStringLiteral("no node has that much CPU free")),
                 qPrintable(second.why->sentence));
        QVERIFY(m_ground->isKubernetes() || mended.fate == Fate::Runs);
    }

    void aPodThatWaitsForAFinalizer()
    {
        Trial trial =
            trialOf(m_ground->newNamespaces(1).front(), "{}", "{metadata: {finalizers: [podwright.test/hold]}}");
        m_ground->launchAll({&trial});
        m_ground->follow({&trial}, [](const Trial &one) { return one.fate == Fate::Runs; });
        (void)m_ground->send("DELETE", pathOf(trial), R"({"gracePeriodSeconds":0})");
        m_ground->follow({&trial}, [](const Trial &one) { return isExplained(one, "terminating"); });
        (void)m_ground->send("PATCH", pathOf(trial), R"({"metadata":{"finalizers":null}})");
        QVERIFY2(isExplained(trial, "terminating"), trial.pod.dump().c_str());
        QVERIFY2(trial.why->sentence.contains(QLatin1String(finalizer)), qPrintable(trial.why->sentence));
    }

    // The pods of a node that no longer answers: one that is still counted on, and one that was given up.
    void aNodeOfWhichNothingIsHeard()
    {
        if (!m_ground->isKubernetes()) // nobody there looks after other nodes
            return;
        makeGhost();
        const auto namespaces = m_ground->newNamespaces(2);
        Trial kept = trialOf(namespaces[0], "{}", "{spec: {nodeName: trial-ghost}}");
        Trial given = trialOf(namespaces[1],
                              "{tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists, effect: "
                              "NoExecute, tolerationSeconds: 0}]}",
                              "{spec: {nodeName: trial-ghost}}");
        m_ground->launchAll({&kept, &given});
        for (const Trial *trial : {&kept, &given}) // as its kubelet would have written
            QVERIFY(
                m_ground->send("PATCH", pathOf(*trial) + "/status",
                               R"({"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}})"));
        m_ground->follow({&kept}, [](const Trial &one) { return isExplained(one, "node-lost"); });
        m_ground->follow({&given}, [](const Trial &one) { return isExplained(one, "terminating"); });
        m_ground->removeAll({&kept, &given});
        QVERIFY2(isExplained(kept, "node-lost"), kept.pod.dump().c_str());
        QVERIFY2(kept.why->sentence.contains(QLatin1String(ghost)), qPrintable(kept.why->sentence));
        QVERIFY2(isExplained(given, "terminating"), given.pod.dump().c_str());
        QVERIFY2(given.why->sentence.contains(QLatin1String(ghost)), qPrintable(given.why->sentence));
        for (const Trial *trial : {&kept, &given})
            QVERIFY2(trial->byNodes->sentence.contains(QStringLiteral("trial-ghost does not answer (Ready Unknown")),
                     qPrintable(trial->byNodes->sentence));
    }

private:
    struct Tried
    {
        const Failure *that = nullptr;
        Trial trial = {}, mended = {};
    };

    const Failure &failureOf(const Trial &trial) const
    {
        return *std::ranges::find(m_tried, trial.ns, [](const Tried &tried) { return tried.trial.ns; })->that;
    }

    bool isOver(const Trial &trial) const
    {
        return isExplained(trial, failureOf(trial).id) || trial.fate == Fate::Runs || trial.fate == Fate::Fails;
    }

    void tryMended()
    {
        std::vector<Trial *> trials;
        for (auto &[that, trial, mended] : m_tried) {
            if (!that->isMended || !trial.why || trial.why->edits.empty())
                continue;
            mended = {.task = preflight::withEdits(trial.task, trial.why->edits), .ns = trial.ns};
            trials.push_back(&mended);
        }
        m_ground->tryAll(trials, [](const Trial &trial) { return trial.fate != Fate::Undecided; });
    }

    // It was ready once.
    void makeGhost()
    {
        const Json node{{"metadata", {{"name", ghost}}}, {"spec", {{"unschedulable", true}}}};
        QVERIFY(m_ground->makeForAll("/api/v1/nodes", node));
        const std::string now = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
        const Json ready{{"type", "Ready"},
                         {"status", "True"},
                         {"reason", "KubeletReady"},
                         {"lastHeartbeatTime", now},
                         {"lastTransitionTime", now}};
        const Json status{{"status", {{"conditions", Json::array({ready})}}}};
        QVERIFY(m_ground->send("PATCH", std::string("/api/v1/nodes/") + ghost + "/status", status.dump()));
    }

    std::unique_ptr<e2e::ProvingGround> m_ground;
    std::vector<Tried> m_tried;
};

QTEST_GUILESS_MAIN(TestWhy)
#include "tst_why.moc"
