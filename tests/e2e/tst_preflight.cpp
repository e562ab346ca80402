// What the preflight says of a pod beside what the server then does with it. On the sandbox, or on the context that
// PODWRIGHT_TEST_CONTEXT names of KUBECONFIG.

#include "models/core/yaml.h"
#include "models/kube/paths.h"
#include "models/preflight/why.h"
#include "models/session/preflight.h"
#include "models/session/run_center.h"
#include "tests/support/await.h"
#include "tests/support/places.h"
#include "tests/support/private_home.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using core::Json;
using preflight::Severity;

namespace {

constexpr int patience = 120000;

enum class Fate { Runs, Refused, Waits, Fails };

struct Case
{
    const char *name;
    const char *arguments; // of the task
    const char *objects;   // made before, in the case's namespace: [{resource, metadata, ...}]
    const char *finding;   // id of what stops it; empty: nothing does
    const char *argument;  // the field to blame
    Fate fate;
    bool isMended = false; // by the finding's own edits
};

// On a node of at most some hundred CPUs and GB.
constexpr Case cases[] = {
    {"nothing in the way", "{}", "[]", "", "", Fate::Runs},
    {"larger than the largest node", "{container_resources: {requests: {memory: 13010Gi, cpu: 10m}}}", "[]",
     "node-never", "container_resources", Fate::Waits, true},
    {"more processors than any node", "{container_resources: {requests: {cpu: 3920}}}", "[]", "node-never",
     "container_resources", Fate::Waits, true},
    {"a GPU", "{container_resources: {limits: {nvidia.com/gpu: 1}}}", "[]", "node-never", "container_resources",
     Fate::Waits},
    {"no node of that label", "{node_selector: {disk: none-has-it}}", "[]", "node-never", "node_selector", Fate::Waits},
    {"no node of that affinity",
     "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
     "[{matchExpressions: [{key: rack, operator: In, values: [a]}]}]}}}}",
     "[]", "node-never", "affinity", Fate::Waits},
    {"an affinity that holds",
     "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
     "[{matchExpressions: [{key: kubernetes.io/hostname, operator: Exists}]}]}}}}",
     "[]", "", "", Fate::Runs},
    {"no extra capacity", "{container_resources: {requests: {cpu: 100m}}}",
     "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {requests.cpu: '0'}}}]", "quota",
     "container_resources", Fate::Refused},
    {"a quota with room", "{container_resources: {requests: {cpu: 100m}}}",
     "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {requests.cpu: '1'}}}]", "", "", Fate::Runs},
    {"a quota of another scope", "{}",
     "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {pods: '0'}, scopes: [Terminating]}}]", "", "",
     Fate::Runs},
    {"a quota that wants limits", "{container_resources: {requests: {memory: 32Mi}}}",
     "[{resource: resourcequotas, metadata: {name: q}, spec: {hard: {limits.memory: 1Gi}}}]", "quota",
     "container_resources", Fate::Refused, true},
    {"above the limit range", "{container_resources: {limits: {memory: 2Gi}}}",
     "[{resource: limitranges, metadata: {name: r}, spec: {limits: [{type: Container, max: {memory: 256Mi}}]}}]",
     "limit-range", "container_resources", Fate::Refused, true},
    {"the limit range fills in", "{}",
     "[{resource: limitranges, metadata: {name: r}, spec: {limits: [{type: Container, max: {memory: 256Mi}}]}}]", "",
     "", Fate::Runs},
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
    {"a missing pull secret", "{image: 'registry.invalid/private:1', image_pull_secrets: [{name: regcred}]}", "[]",
     "pull-secret", "image_pull_secrets", Fate::Waits},
    {"what only the server minds", "{dnspolicy: Sometimes}", "[]", "dry-run", "dnspolicy", Fate::Refused},
};

// What goes wrong once the pod is there.
struct Failure
{
    const char *name;
    const char *arguments; // of the task
    const char *id;        // of the explanation
    const char *argument;  // the field to change
    Fate fate;
};

constexpr Failure failures[] = {
    {"an exit code", "{arguments: [exit 3]}", "exit-code", "arguments", Fate::Fails},
    {"a signal", "{arguments: [exit 139]}", "signal", "arguments", Fate::Fails},
    {"no such program", "{cmds: [/no/such/program]}", "not-started", "cmds", Fate::Fails},
    {"too little time", "{arguments: [sleep 100], active_deadline_seconds: 2}", "deadline", "active_deadline_seconds",
     Fate::Fails},
    {"too little memory",
     R"({arguments: ["x=$(head -c 300000000 /dev/zero | tr '\\0' x); sleep 60"], )"
     "container_resources: {limits: {memory: 64Mi}}}",
     "oom-killed", "container_resources", Fate::Fails},
    {"no such registry", "{image: 'registry.invalid/none:1'}", "image-registry", "image", Fate::Waits},
    {"never pulled", "{image: 'registry.invalid/none:1', image_pull_policy: Never}", "image-policy",
     "image_pull_policy", Fate::Waits},
};

} // namespace

class TestPreflight : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_context = qEnvironmentVariable("PODWRIGHT_TEST_CONTEXT", session::sandboxContext);
        const QByteArray kubeconfig = qgetenv("KUBECONFIG");
        m_home = std::make_unique<support::PrivateHome>();
        if (isRealCluster())
            qputenv("KUBECONFIG", kubeconfig);
        m_sessions = std::make_unique<session::SessionManager>(core::systemClock());
        QSignalSpy loaded(m_sessions.get(), &session::SessionManager::contextsChanged);
        m_sessions->load();
        QVERIFY(loaded.wait(patience));
        m_sessions->session(m_context)->whenReady(
            this, [this](const core::Result<kube::ApiClient *> &client) { m_client = client ? *client : nullptr; });
        QTRY_VERIFY_WITH_TIMEOUT(m_client, patience);
    }

    void cleanupTestCase()
    {
        for (const std::string &ns : m_namespaces)
            (void)send("DELETE", "/api/v1/namespaces/" + ns);
        qInfo("%d cases; false alarms: %d; said to run and did not: %d", m_asked, m_falseAlarms, m_falseHopes);
        QCOMPARE(m_falseHopes, 0);
        m_sessions.reset();
        m_home.reset();
    }

    void theServerDoesWhatWasSaid_data()
    {
        QTest::addColumn<int>("number");
        for (int i = 0; i < int(std::size(cases)); ++i)
            QTest::newRow(cases[i].name) << i;
    }

    void theServerDoesWhatWasSaid()
    {
        QFETCH(int, number);
        const Case &that = cases[number];
        const std::string ns = newNamespace();
        const Json objects = core::readYaml(that.objects)->value;
        for (const Json &object : objects)
            QVERIFY(make(ns, object));
        const task::Task task = taskOf(that.arguments, ns);
        const preflight::Report report = check(task);
        const Fate fate = tryIt(task, ns);
        ++m_asked;
        const bool isWarned = hasDoubts(report);
        m_falseAlarms += isWarned && fate == Fate::Runs;
        m_falseHopes += !isWarned && fate != Fate::Runs;
        QCOMPARE(fate, that.fate);
        if (fate == Fate::Waits && std::string_view(that.finding) != "pull-secret")
            QCOMPARE(whyField(), QByteArray(that.argument)); // afterwards the same field is to blame
        QCOMPARE(report.willRun(), that.fate == Fate::Runs || std::string_view(that.finding) == "pull-secret");
        if (*that.finding == '\0') {
            QVERIFY2(!isWarned, said(report));
            return;
        }
        const auto found = std::ranges::find(report.findings, that.finding, &preflight::Finding::id);
        QVERIFY2(found != report.findings.end() && found->severity <= Severity::MayFail, said(report));
        QCOMPARE(QByteArray::fromStdString(found->argument()), QByteArray(that.argument));
        if (that.isMended)
            isMendedBy(*found, task, ns);
    }

    void theReasonIsFound_data()
    {
        QTest::addColumn<int>("number");
        for (int i = 0; i < int(std::size(failures)); ++i)
            QTest::newRow(failures[i].name) << i;
    }

    void theReasonIsFound()
    {
        QFETCH(int, number);
        const Failure &that = failures[number];
        const std::string ns = newNamespace();
        const task::Task task = taskOf(that.arguments, ns);
        QCOMPARE(tryIt(task, ns), that.fate);
        QVERIFY2(m_why, m_seen.dump().c_str());
        qInfo("%s", qPrintable(m_why->sentence));
        QVERIFY2(m_why->id == that.id, qPrintable(m_why->sentence + m_why->evidence.join(QLatin1Char(' '))));
        QCOMPARE(whyField(), QByteArray(that.argument));
        if (!m_why->edits.empty())
            QVERIFY(manifest::buildPod(preflight::withEdits(task, m_why->edits)).ok());
    }

    void aTaintIsToleratedByTheOfferedEdit()
    {
        const std::string node = core::textAt(get("/api/v1/nodes").at("items").at(0), {"metadata", "name"});
        const std::string path = "/api/v1/nodes/" + node;
        const std::string ns = newNamespace();
        const task::Task task = taskOf(cases[0].arguments, ns);
        (void)send("PATCH", path, R"({"spec":{"taints":[{"key":"dedicated","value":"gpu","effect":"NoSchedule"}]}})");
        const preflight::Report report = check(task);
        const Fate fate = tryIt(task, ns);
        const auto found = std::ranges::find(report.findings, "node-never", &preflight::Finding::id);
        const bool isFound = found != report.findings.end() && found->argument() == "tolerations";
        const Fate mended = isFound ? tryIt(preflight::withEdits(task, found->edits), ns) : Fate::Waits;
        (void)send("PATCH", path, R"({"spec":{"taints":null}})");
        QCOMPARE(fate, Fate::Waits);
        QVERIFY2(isFound, said(report));
        QCOMPARE(mended, Fate::Runs);
    }

    void aCordonedNodeTakesNothingNow()
    {
        const std::string path =
            "/api/v1/nodes/" + core::textAt(get("/api/v1/nodes").at("items").at(0), {"metadata", "name"});
        const std::string ns = newNamespace();
        const task::Task task = taskOf(cases[0].arguments, ns);
        (void)send("PATCH", path, R"({"spec":{"unschedulable":true}})");
        const preflight::Report report = check(task);
        const Fate fate = tryIt(task, ns);
        (void)send("PATCH", path, R"({"spec":{"unschedulable":null,"taints":null}})");
        QCOMPARE(fate, Fate::Waits);
        const auto found = std::ranges::find(report.findings, "node-now", &preflight::Finding::id);
        QVERIFY2(found != report.findings.end() && found->severity == Severity::MayFail, said(report));
    }

    void aNamespaceThatIsNotThere()
    {
        const task::Task task = taskOf(cases[0].arguments, "nowhere-at-all");
        const preflight::Report report = check(task);
        QVERIFY(!report.willRun());
        QCOMPARE(report.findings[0].id, std::string("namespace"));
        QCOMPARE(report.findings[0].argument(), std::string("namespace"));
        QCOMPARE(tryIt(task, "nowhere-at-all"), Fate::Refused);
    }

    // `pods is forbidden ... cannot create pods in the namespace`, as scripts read it.
    void theRestrictedUserReadsWhatIsMissing()
    {
        const QString restricted =
            isRealCluster() ? QStringLiteral("restricted") : QStringLiteral("sandbox-restricted");
        const Answer answer = command(taskText("cmds: [bash, -c]\n  arguments: [exit 0]"), restricted, "team-a");
        QCOMPARE(answer.exitCode, 1);
        QVERIFY2(answer.output.contains("blocks: You cannot create pods in the namespace team-a"), answer.output);
        QVERIFY2(answer.output.contains("pods is forbidden: User "), answer.output);
        QVERIFY2(answer.output.contains("not checked: "), answer.output);
        QVERIFY2(answer.errors.contains("would not run"), answer.errors);
    }

    void theCommandTellsFileLineAndFix()
    {
        const Answer answer = command(taskText("service_account_name: nobody"), m_context, {});
        QCOMPARE(answer.exitCode, 1);
        QVERIFY2(answer.output.contains(":6:25: blocks: Service account nobody is not in namespace default"),
                 answer.output);
        const Answer sound = command(taskText("cmds: [bash]"), m_context, {}, {QStringLiteral("--json")});
        QVERIFY2(sound.exitCode == 0, sound.output + sound.errors);
        const Json report = core::parseJson(sound.output.toStdString());
        QVERIFY(core::boolAt(report, {"willRun"}));
        QVERIFY(core::boolAt(report.at("nodes").at(0), {"fits"}));
    }

    void invalidTasksAndMissingContexts()
    {
        QCOMPARE(command("podtask: 1\ntask: {imge: x}\n", m_context, {}).exitCode, 3);
        QCOMPARE(command(taskText("cmds: [bash]"), QStringLiteral("no-such-context"), {}).exitCode, 4);
    }

private:
    struct Answer
    {
        int exitCode = -1;
        QByteArray output, errors;
    };

    bool isRealCluster() const { return m_context != session::sandboxContext; }

    core::Result<Json> send(const char *method, const std::string &path, const std::string &body = {})
    {
        kube::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        if (std::string_view(method) == "PATCH")
            request.contentType = "application/merge-patch+json";
        std::optional<core::Result<Json>> answer;
        m_client->sendForJson(request, this, [&answer](core::Result<Json> json) { answer = std::move(json); });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, patience))
            qFatal("no answer to %s %s", method, path.c_str());
        return *answer;
    }
    Json get(const std::string &path) { return *send("GET", path); }

    bool make(const std::string &ns, Json object)
    {
        const std::string resource = core::textAt(object, {"resource"});
        object.erase("resource");
        return send("POST", "/api/v1/namespaces/" + ns + '/' + resource, object.dump()).ok();
    }

    std::string newNamespace()
    {
        const std::string ns = "preflight-" + std::to_string(m_namespaces.size()) + '-' +
                               std::to_string(QDateTime::currentSecsSinceEpoch());
        if (!send("POST", "/api/v1/namespaces", Json{{"metadata", {{"name", ns}}}}.dump()))
            qFatal("no namespace");
        m_namespaces.push_back(ns);
        const std::string account = "/api/v1/namespaces/" + ns + "/serviceaccounts/default";
        if (!QTest::qWaitFor([&] { return send("GET", account).ok(); }, patience))
            qFatal("no service account");
        return ns;
    }

    static task::Task taskOf(const char *arguments, const std::string &ns)
    {
        task::Task task;
        task.arguments = {{"task_id", "t"},         {"namespace", ns},
                          {"image", "ubuntu"},      {"image_pull_policy", "IfNotPresent"},
                          {"cmds", {"bash", "-c"}}, {"arguments", {"exit 0"}}};
        const Json more = core::readYaml(arguments)->value;
        for (const auto &[name, value] : more.items())
            task.arguments[name] = value;
        return task;
    }

    preflight::Report check(const task::Task &task)
    {
        session::Preflight preflight(*m_sessions, core::systemClock());
        return checkWith(preflight, task);
    }

    preflight::Report checkWith(session::Preflight &preflight, const task::Task &task)
    {
        std::optional<preflight::Report> report;
        connect(&preflight, &session::Preflight::reported, this,
                [&report](const preflight::Report &told) { report = told; });
        connect(&preflight, &session::Preflight::failed, this,
                [](const core::Error &error) { qFatal("%s", qPrintable(error.text())); });
        preflight.check(task, {.context = m_context});
        if (!QTest::qWaitFor([&report] { return report.has_value(); }, patience))
            qFatal("no report");
        return *report;
    }

    static bool hasDoubts(const preflight::Report &report)
    {
        return preflight::count(report.findings, Severity::Blocks) +
                   preflight::count(report.findings, Severity::MayFail) >
               0;
    }

    static const char *said(const preflight::Report &report)
    {
        static QByteArray text;
        text.clear();
        for (const preflight::Finding &finding : report.findings)
            text += QByteArray(preflight::severityName(finding.severity)) + ": " + finding.sentence.toUtf8() + " [" +
                    finding.evidence.toUtf8() + "]\n";
        return text.constData();
    }

    Fate tryIt(const task::Task &task, const std::string &ns)
    {
        Json pod = manifest::buildPod(task)->pod;
        pod["metadata"]["namespace"] = ns;
        const auto created = send("POST", kube::podsPath(ns), pod.dump());
        if (!created)
            return Fate::Refused;
        const std::string name = core::textAt(*created, {"metadata", "name"});
        std::optional<Fate> fate;
        if (!QTest::qWaitFor([&] { return (fate = fateOf(ns, name)).has_value(); }, patience))
            qFatal("nothing becomes of the pod");
        explain(task, ns, name);
        (void)send("DELETE", kube::podsPath(ns, name), R"({"gracePeriodSeconds":0})");
        return *fate;
    }

    void explain(const task::Task &task, const std::string &ns, const std::string &name)
    {
        m_seen = get(kube::podsPath(ns, name));
        preflight::Observation seen{.pod = m_seen, .origins = preflight::subjectOf(task)->origins};
        const Json events = get(kube::eventsPath(ns));
        for (const Json &event : events.at("items")) {
            if (core::textAt(event, {"involvedObject", "name"}) == name)
                seen.events.push_back(kube::summariseEvent(event));
        }
        m_why = preflight::explain(seen);
    }

    QByteArray whyField() const
    {
        return m_why ? QByteArray::fromStdString(task::Problem{.pointer = m_why->pointer}.argument())
                     : QByteArray("no explanation");
    }

    // Nothing: it is not decided yet.
    std::optional<Fate> fateOf(const std::string &ns, const std::string &name)
    {
        const Json pod = get(kube::podsPath(ns, name));
        if (core::textAt(pod, {"status", "phase"}) == "Succeeded")
            return Fate::Runs;
        if (core::textAt(pod, {"status", "phase"}) == "Failed")
            return Fate::Fails;
        for (const Json &condition : core::at(pod, {"status", "conditions"})) {
            if (core::textAt(condition, {"reason"}) == "Unschedulable")
                return Fate::Waits;
        }
        for (const Json &status : core::at(pod, {"status", "containerStatuses"})) {
            const std::string reason = core::textAt(status, {"state", "waiting", "reason"});
            if (!reason.empty() && reason != "ContainerCreating" && reason != "PodInitializing")
                return Fate::Waits;
        }
        const Json events = get(kube::eventsPath(ns));
        for (const Json &event : events.at("items")) {
            if (core::textAt(event, {"reason"}) == "FailedMount" &&
                core::textAt(event, {"involvedObject", "name"}) == name)
                return Fate::Waits;
        }
        return std::nullopt;
    }

    void isMendedBy(const preflight::Finding &finding, const task::Task &task, const std::string &ns)
    {
        QVERIFY2(!finding.edits.empty(), finding.id.c_str());
        const task::Task mended = preflight::withEdits(task, finding.edits);
        const preflight::Report report = check(mended);
        QVERIFY2(report.willRun(), said(report));
        QVERIFY(tryIt(mended, ns) != Fate::Refused);
    }

    static QByteArray taskText(const QByteArray &more)
    {
        return "podtask: 1\ntask:\n  task_id: t\n  namespace: default\n  image: ubuntu\n  " + more + "\n";
    }

    Answer command(const QByteArray &text, const QString &context, const char *ns, const QStringList &more = {})
    {
        QFile file(m_home->path(QStringLiteral("t.podtask.yaml")));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write the task file");
        file.close();
        const QByteArray before = qgetenv("KUBECONFIG");
        if (context == QLatin1String("sandbox-restricted"))
            qputenv("KUBECONFIG", m_home->path(QStringLiteral("runtime/podwright/sandbox/kubeconfig")).toUtf8());
        QProcess process;
        QStringList arguments{QStringLiteral("preflight"), file.fileName(), QStringLiteral("--context"), context};
        if (ns)
            arguments += {QStringLiteral("-n"), QString::fromUtf8(ns)};
        process.start(support::programPath(QStringLiteral("podwright")), arguments + more);
        if (!process.waitForFinished(patience))
            process.kill();
        process.waitForFinished();
        before.isEmpty() ? qunsetenv("KUBECONFIG") : qputenv("KUBECONFIG", before);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    QString m_context;
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<session::SessionManager> m_sessions;
    kube::ApiClient *m_client = nullptr;
    std::vector<std::string> m_namespaces;
    Json m_seen; // the last pod that was tried
    std::optional<preflight::Explanation> m_why;
    int m_asked = 0, m_falseAlarms = 0, m_falseHopes = 0;
};

QTEST_GUILESS_MAIN(TestPreflight)
#include "tst_preflight.moc"
