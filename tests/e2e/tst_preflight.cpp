// What the preflight says of a pod beside what the server then does with it. On the sandbox, or on the context that
// PODWRIGHT_TEST_CONTEXT names of KUBECONFIG.

#include "models/kube/paths.h"
#include "models/session/preflight.h"
#include "models/session/run_center.h"
#include "tests/e2e/test_cluster.h"
#include "tests/support/await.h"
#include "tests/support/places.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace podwright;
using core::Json;

namespace {

constexpr int patience = 120000;

} // namespace

class TestPreflight : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_cluster = std::make_unique<e2e::TestCluster>(); }

    void cleanupTestCase() { m_cluster.reset(); }

    void aNamespaceThatIsNotThere()
    {
        const task::Task task = taskOf("nowhere-at-all");
        const preflight::Report report = check(task);
        QVERIFY(!report.willRun());
        QCOMPARE(report.findings[0].id, std::string("namespace"));
        QCOMPARE(report.findings[0].argument(), std::string("namespace"));
        QVERIFY(isRefused(task, "nowhere-at-all"));
    }

    // `pods is forbidden ... cannot create pods in the namespace`, as scripts read it.
    void theRestrictedUserReadsWhatIsMissing()
    {
        const QString restricted =
            m_cluster->isKubernetes() ? QStringLiteral("restricted") : QStringLiteral("sandbox-restricted");
        const Answer answer = command(taskText("cmds: [bash, -c]\n  arguments: [exit 0]"), restricted, "team-a");
        QCOMPARE(answer.exitCode, 1);
        QVERIFY2(answer.output.contains("blocks: You cannot create pods in the namespace team-a"), answer.output);
        QVERIFY2(answer.output.contains("pods is forbidden: User "), answer.output);
        QVERIFY2(answer.output.contains("not checked: "), answer.output);
        QVERIFY2(answer.errors.contains("would not run"), answer.errors);
    }

    void theCommandTellsFileLineAndFix()
    {
        const Answer answer = command(taskText("service_account_name: nobody"), m_cluster->context, {});
        QCOMPARE(answer.exitCode, 1);
        QVERIFY2(answer.output.contains(":6:25: blocks: Service account nobody is not in namespace default"),
                 answer.output);
        const Answer sound = command(taskText("cmds: [bash]"), m_cluster->context, {}, {QStringLiteral("--json")});
        QVERIFY2(sound.exitCode == 0, sound.output + sound.errors);
        const Json report = core::parseJson(sound.output.toStdString());
        QVERIFY(core::boolAt(report, {"willRun"}));
        QVERIFY(core::boolAt(report.at("nodes").at(0), {"fits"}));
    }

    void invalidTasksAndMissingContexts()
    {
        QCOMPARE(command("podtask: 1\ntask: {imge: x}\n", m_cluster->context, {}).exitCode, 3);
        QCOMPARE(command(taskText("cmds: [bash]"), QStringLiteral("no-such-context"), {}).exitCode, 4);
    }

private:
    struct Answer
    {
        int exitCode = -1;
        QByteArray output, errors;
    };

    core::Result<Json> send(const char *method, const std::string &path, const std::string &body = {})
    {
        kube::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        std::optional<core::Result<Json>> answer;
        m_cluster->client->sendForJson(request, this, [&answer](core::Result<Json> json) { answer = std::move(json); });
        if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, patience))
            qFatal("no answer to %s %s", method, path.c_str());
        return *answer;
    }
    static task::Task taskOf(const std::string &ns)
    {
        task::Task task;
        task.arguments = {{"task_id", "t"}, {"namespace", ns}, {"image", "ubuntu"}};
        return task;
    }

    preflight::Report check(const task::Task &task)
    {
        session::Preflight preflight(*m_cluster->sessions, core::systemClock());
        return checkWith(preflight, task);
    }

    preflight::Report checkWith(session::Preflight &preflight, const task::Task &task)
    {
        std::optional<preflight::Report> report;
        connect(&preflight, &session::Preflight::reported, this,
                [&report](const preflight::Report &told) { report = told; });
        connect(&preflight, &session::Preflight::failed, this,
                [](const core::Error &error) { qFatal("%s", qPrintable(error.text())); });
        preflight.check(task, {.context = m_cluster->context});
        if (!QTest::qWaitFor([&report] { return report.has_value(); }, patience))
            qFatal("no report");
        return *report;
    }

    bool isRefused(const task::Task &task, const std::string &ns)
    {
        Json pod = manifest::buildPod(task)->pod;
        pod["metadata"]["namespace"] = ns;
        return !send("POST", kube::podsPath(ns), pod.dump()).ok();
    }

    static QByteArray taskText(const QByteArray &more)
    {
        return "podtask: 1\ntask:\n  task_id: t\n  namespace: default\n  image: ubuntu\n  " + more + "\n";
    }

    Answer command(const QByteArray &text, const QString &context, const char *ns, const QStringList &more = {})
    {
        QFile file(m_cluster->home.path(QStringLiteral("t.podtask.yaml")));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write the task file");
        file.close();
        const QByteArray before = qgetenv("KUBECONFIG");
        if (context == QLatin1String("sandbox-restricted"))
            qputenv("KUBECONFIG",
                    m_cluster->home.path(QStringLiteral("runtime/podwright/sandbox/kubeconfig")).toUtf8());
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

    std::unique_ptr<e2e::TestCluster> m_cluster;
};

QTEST_GUILESS_MAIN(TestPreflight)
#include "tst_preflight.moc"
