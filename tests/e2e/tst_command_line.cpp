// Whole runs with the built program, as scripts use it. On the sandbox, or on the context that PODWRIGHT_TEST_CONTEXT
// names of KUBECONFIG.

#include "models/core/json.h"
#include "tests/support/places.h"
#include "tests/support/private_home.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace podwright;

namespace {

constexpr int patience = 180000;

struct Answer
{
    int exitCode = -1;
    QByteArray output, errors;
};

Answer ask(const QStringList &arguments)
{
    QProcess process;
    process.start(support::programPath(QStringLiteral("podwright")), arguments);
    if (!process.waitForFinished(patience))
        process.kill();
    process.waitForFinished();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

QByteArray taskText(const QByteArray &id, const QByteArray &script, const QByteArray &more = {})
{
    return "podtask: 1\ntask:\n  task_id: " + id + "\n  name: " + id +
           "\n  namespace: default\n  image: ubuntu\n  image_pull_policy: IfNotPresent\n  cmds: [bash, -c]\n  "
           "arguments:\n  - |\n    " +
           script + "\n" + more;
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_context = qEnvironmentVariable("PODWRIGHT_TEST_CONTEXT", QStringLiteral("sandbox"));
        const QByteArray kubeconfig = qgetenv("KUBECONFIG");
        m_home = std::make_unique<support::PrivateHome>();
        if (isRealCluster())
            qputenv("KUBECONFIG", kubeconfig);
    }

    void cleanupTestCase() { m_home.reset(); }

    void theLogIsTheOutput()
    {
        const Answer answer = run("hello", taskText("hello", "echo hello; echo to stderr >&2"));
        QVERIFY2(answer.exitCode == 0, answer.errors.constData());
        QVERIFY2(answer.output.contains("hello\n"), answer.output.constData());
        QVERIFY(answer.output.contains("to stderr\n"));
        QVERIFY(!answer.errors.contains("to stderr"));
    }

    void theTasksFailureIsOne()
    {
        const Answer answer = run("fails", taskText("fails", "echo before; exit 3", "  log_events_on_failure: true\n"));
        QCOMPARE(answer.exitCode, 1);
        QVERIFY(answer.output.contains("before\n"));
        QVERIFY2(answer.errors.contains('3'), answer.errors.constData());
    }

    void skipIsNoFailure()
    {
        QCOMPARE(run("skips", taskText("skips", "exit 99", "  skip_on_exit_code: 99\n")).exitCode, 0);
    }

    void xcomIsWritten()
    {
        const QString out = m_home->path(QStringLiteral("xcom.json"));
        const QByteArray script = "mkdir -p /airflow/xcom; echo '{\"rows\": 42}' > /airflow/xcom/return.json";
        const Answer answer =
            run("xcom", taskText("xcom", script, "  do_xcom_push: true\n"), {QStringLiteral("--xcom-out"), out});
        QVERIFY2(answer.exitCode == 0, answer.errors.constData());
        QFile file(out);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(core::intAt(core::parseJson(file.readAll().toStdString()), {"rows"}), 42);
    }

    void aTimeLimitIsFive()
    {
        const Answer answer =
            run("slow", taskText("slow", "sleep 100"), {QStringLiteral("--timeout"), QStringLiteral("6")});
        QCOMPARE(answer.exitCode, 5);
    }

    void anImageThatCannotBePulledIsSaid()
    {
        QByteArray text = taskText("nopull", "true");
        text.replace("image: ubuntu", "image: registry.invalid/no:1");
        const Answer answer = run("nopull", text);
        QVERIFY(answer.exitCode == 1 || answer.exitCode == 5);
        QVERIFY2(answer.errors.contains("ErrImagePull") || answer.errors.contains("ImagePullBackOff"),
                 answer.errors.constData());
    }

    void interruptedIsAHundredAndThirty()
    {
        QProcess process;
        process.start(support::programPath(QStringLiteral("podwright")),
                      {QStringLiteral("run"), write("endless", taskText("endless", "echo started; sleep 1000")),
                       QStringLiteral("--context"), m_context});
        QByteArray output;
        QTRY_VERIFY_WITH_TIMEOUT((output += process.readAllStandardOutput()).contains("started"), patience);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(patience));
        QCOMPARE(process.exitCode(), 130);
    }

    void aKeptPodStaysAndAnswers()
    {
        QCOMPARE(run("kept", taskText("kept", "echo still here", "  on_finish_action: keep_pod\n")).exitCode, 0);
        const QString pod = podOfLastRun();
        QVERIFY(pod.startsWith(QStringLiteral("kept-")));
        const Answer answer = attach(pod);
        QVERIFY2(answer.exitCode == 0, answer.errors.constData());
        QCOMPARE(answer.output, QByteArray("still here\n"));
        QCOMPARE(attach(pod).exitCode, 0); // not deleted by being looked at
    }

    void aDeletedPodIsGone()
    {
        QCOMPARE(run("deleted", taskText("deleted", "true")).exitCode, 0);
        QCOMPARE(attach(podOfLastRun()).exitCode, 4);
    }

    void aRunningPodIsTakenUp()
    {
        const QString file = write("left", taskText("left", "echo started; sleep 8; echo over"));
        QProcess first;
        first.start(support::programPath(QStringLiteral("podwright")),
                    {QStringLiteral("run"), file, QStringLiteral("--context"), m_context});
        QByteArray output;
        QTRY_VERIFY_WITH_TIMEOUT((output += first.readAllStandardOutput()).contains("started"), patience);
        first.kill();
        QVERIFY(first.waitForFinished(patience));
        const Answer answer = attach(file);
        QVERIFY2(answer.exitCode == 0, answer.errors.constData());
        QCOMPARE(answer.output, QByteArray("started\nover\n"));
        QCOMPARE(attach(file).exitCode, 4); // it was the task's pod, so it was deleted
    }

    void theRestrictedUserReadsWhy()
    {
        const QString restricted =
            isRealCluster() ? QStringLiteral("restricted") : QStringLiteral("sandbox-restricted");
        if (!isRealCluster())
            qputenv("KUBECONFIG", m_home->path(QStringLiteral("runtime/podwright/sandbox/kubeconfig")).toUtf8());
        const Answer answer = ask({QStringLiteral("run"), write("refused", taskText("refused", "true")),
                                   QStringLiteral("--context"), restricted});
        if (!isRealCluster())
            qunsetenv("KUBECONFIG");
        QCOMPARE(answer.exitCode, 4);
        QVERIFY2(answer.errors.contains("is forbidden: User ") && answer.errors.contains("resource \"pods\""),
                 answer.errors.constData());
    }

    void theHistoryKnowsThemAll()
    {
        const Answer answer = ask({QStringLiteral("history"), QStringLiteral("--json")});
        QCOMPARE(answer.exitCode, 0);
        const core::Json runs = core::parseJson(answer.output.toStdString());
        QVERIFY2(runs.is_array(), answer.output.constData());
        QVERIFY(runs.size() >= 7);
    }

    void wrongUsageAndInvalidTasks()
    {
        QCOMPARE(ask({QStringLiteral("run")}).exitCode, 2);
        QCOMPARE(ask({QStringLiteral("nonsense"), QStringLiteral("--no-such-flag")}).exitCode, 2);
        const QString file = write("wrong", "podtask: 1\ntask:\n  task_id: x\n  imge: ubuntu\n");
        const Answer answer = ask({QStringLiteral("validate"), file});
        QCOMPARE(answer.exitCode, 3);
        const QByteArray all = answer.output + answer.errors;
        QVERIFY2(all.contains(file.toUtf8() + ":4:3: error:"), all.constData());
        QVERIFY(all.contains("image"));
        QCOMPARE(ask({QStringLiteral("run"), file, QStringLiteral("--context"), m_context}).exitCode, 3);
    }

    void renderPrintsThePod()
    {
        const QString file = write("hello", taskText("hello", "echo hello"));
        const Answer answer = ask({QStringLiteral("render"), file, QStringLiteral("-o"), QStringLiteral("json"),
                                   QStringLiteral("--name-suffix"), QStringLiteral("abcdefgh")});
        QCOMPARE(answer.exitCode, 0);
        const core::Json pod = core::parseJson(answer.output.toStdString());
        QCOMPARE(core::textAt(pod, {"metadata", "name"}), std::string("hello-abcdefgh"));
    }

    void contextsHaveTheSandbox()
    {
        const Answer answer = ask({QStringLiteral("contexts"), QStringLiteral("--json")});
        QCOMPARE(answer.exitCode, 0);
        QVERIFY2(answer.output.contains("\"sandbox\""), answer.output.constData());
    }

    void anUnreachableClusterIsFour()
    {
        const QByteArray kubeconfig = qgetenv("KUBECONFIG");
        QFile file(m_home->path(QStringLiteral("dead.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\nusers: [{name: u, user: {token: "
                   "planted-secret}}]\n"
                   "contexts: [{name: dead, context: {cluster: c, user: u}}]\ncurrent-context: dead\n");
        file.close();
        qputenv("KUBECONFIG", file.fileName().toUtf8());
        const Answer answer =
            ask({QStringLiteral("run"), write("dead", taskText("dead", "true")), QStringLiteral("--context"),
                 QStringLiteral("dead"), QStringLiteral("--timeout"), QStringLiteral("60")});
        qputenv("KUBECONFIG", kubeconfig);
        if (kubeconfig.isEmpty())
            qunsetenv("KUBECONFIG");
        QCOMPARE(answer.exitCode, 4);
        QVERIFY2(answer.errors.contains("127.0.0.1:1"), answer.errors.constData());
        QVERIFY(!answer.errors.contains("planted-secret"));
    }

private:
    bool isRealCluster() const { return m_context != QStringLiteral("sandbox"); }

    QString write(const QString &name, const QByteArray &text) const
    {
        QFile file(m_home->path(name + QStringLiteral(".podtask.yaml")));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write the task file");
        return file.fileName();
    }

    Answer run(const QString &name, const QByteArray &text, const QStringList &more = {}) const
    {
        return ask(QStringList{QStringLiteral("run"), write(name, text), QStringLiteral("--context"), m_context} +
                   more);
    }

    Answer attach(const QString &target) const
    {
        return ask({QStringLiteral("attach"), target, QStringLiteral("--context"), m_context, QStringLiteral("-n"),
                    QStringLiteral("default")});
    }

    static QString podOfLastRun()
    {
        const Answer answer = ask({QStringLiteral("history"), QStringLiteral("--json")});
        const core::Json runs = core::parseJson(answer.output.toStdString());
        return runs.empty() ? QString() : QString::fromStdString(core::textAt(runs[0], {"pod"}));
    }

    QString write(const char *name, const QByteArray &text) const { return write(QString::fromLatin1(name), text); }
    Answer run(const char *name, const QByteArray &text, const QStringList &more = {}) const
    {
        return run(QString::fromLatin1(name), text, more);
    }

    QString m_context;
    std::unique_ptr<support::PrivateHome> m_home;
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
