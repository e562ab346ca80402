#include "sandbox_process.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

namespace {

struct Result
{
    int code = -1;
    QString out, err;
};

QString pod(const QString &name, const QString &script, const QString &labels = QStringLiteral("app: test"))
{
    return QStringLiteral("apiVersion: v1\nkind: Pod\nmetadata:\n  name: %1\n  labels: {%3}\nspec:\n"
                          "  restartPolicy: Never\n  terminationGracePeriodSeconds: 2\n  containers:\n"
                          "  - name: main\n    image: ubuntu\n    command: [sh, -c, '%2']\n")
        .arg(name, script, labels);
}

} // namespace

// Every test runs with each kubectl that tests/kube/fetch_kubectl has fetched.
class TestKubectl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void initTestCase();
    void init();
    void version();
    void apiResources();
    void getShowsTablesAndObjects();
    void selectorsChoose();
    void watchShowsEveryStep();
    void describeTellsTheEvents();
    void applyCreatesAndChanges();
    void applyDryRunStoresNothing();
    void strictValidationNamesTheField();
    void runAttachShowsTheOutput();
    void attachCarriesInput();
    void logsInAllForms();
    void logsFollowToTheEnd();
    void execCarriesInputAndExitCode();
    void waitForConditions();
    void labelAndPatches();
    void deleteHonoursTheGrace();
    void createOtherKinds();
    void quotaRefuses();
    void rights();
    void restrictedUserIsRefusedInWords();
    void strangersAreRefused();
    void events();

private:
    Result kubectl(const QStringList &arguments, const QByteArray &input = {}, int seconds = 60) const;
    Result apply(const QString &manifest) const;
    QString phase(const QString &name) const;
    void cleanUp() const;
    bool isCurrent() const { return m_kind == QLatin1String("current"); }

    podwright::support::SandboxProcess m_sandbox;
    QString m_kind, m_program;
};

void TestKubectl::initTestCase_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("1.20") << QStringLiteral("1.20");
    QTest::newRow("current") << QStringLiteral("current");
}

void TestKubectl::initTestCase()
{
    QVERIFY2(m_sandbox.start(), qPrintable(m_sandbox.errors()));
}

void TestKubectl::init()
{
    QFETCH_GLOBAL(QString, kind);
    m_kind = kind;
    m_program = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                QStringLiteral("/podwright/kubectl-%1/kubectl").arg(kind);
    if (!QFileInfo(m_program).isExecutable())
        QSKIP(qPrintable(m_program + QStringLiteral(" is not there: run tests/kube/fetch_kubectl (needs a network)")));
    cleanUp();
}

Result TestKubectl::kubectl(const QStringList &arguments, const QByteArray &input, int seconds) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("KUBECONFIG"), m_sandbox.kubeconfig());
    environment.insert(QStringLiteral("HOME"), m_sandbox.folder() + QLatin1Char('/') + m_kind);
    process.setProcessEnvironment(environment);
    process.start(m_program, arguments);
    process.write(input);
    process.closeWriteChannel();
    Result result;
    if (process.waitForFinished(seconds * 1000))
        result.code = process.exitCode();
    else
        process.kill();
    process.waitForFinished();
    result.out = QString::fromUtf8(process.readAllStandardOutput());
    result.err = QString::fromUtf8(process.readAllStandardError());
    return result;
}

Result TestKubectl::apply(const QString &manifest) const
{
    return kubectl({QStringLiteral("apply"), QStringLiteral("-f"), QStringLiteral("-")}, manifest.toUtf8());
}

QString TestKubectl::phase(const QString &name) const
{
    return kubectl({"get", "pod", name, "-o", "jsonpath={.status.phase}"}).out;
}

void TestKubectl::cleanUp() const
{
    kubectl({"delete", "pods", "--all", "--grace-period=0", "--force"});
    kubectl({"delete", "quota,configmaps,secrets", "--all"});
}

#define SUCCEEDS(result) QVERIFY2((result).code == 0, qPrintable((result).out + (result).err))

void TestKubectl::version()
{
    const Result result = kubectl({"version"});
    SUCCEEDS(result);
    QVERIFY(result.out.contains(QLatin1String("v1.35.0-podwright-sandbox")));
}

void TestKubectl::apiResources()
{
    const Result result = kubectl({"api-resources"});
    SUCCEEDS(result);
    for (const char *line : {"pods +po +v1 +true +Pod", "events +ev +events.k8s.io/v1 +true +Event",
                             "namespaces +ns +v1 +false +Namespace"})
        QVERIFY2(QRegularExpression(QLatin1String(line)).match(result.out).hasMatch(), qPrintable(result.out));
}

void TestKubectl::getShowsTablesAndObjects()
{
    const Result none = kubectl({"get", "pods"});
    SUCCEEDS(none);
    QCOMPARE(none.err.trimmed(), QStringLiteral("No resources found in default namespace."));
    SUCCEEDS(apply(pod("one", "exit 0")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("one"), QStringLiteral("Succeeded"), 30000);
    const Result wide = kubectl({"get", "pods", "-o", "wide"});
    SUCCEEDS(wide);
    QVERIFY2(wide.out.startsWith(QLatin1String("NAME")) && wide.out.contains(QLatin1String("NOMINATED NODE")),
             qPrintable(wide.out));
    QVERIFY2(QRegularExpression("one +0/1 +Completed +0 ").match(wide.out).hasMatch(), qPrintable(wide.out));
    const Result yaml = kubectl({"get", "pod", "one", "-o", "yaml"});
    SUCCEEDS(yaml);
    QVERIFY(yaml.out.contains(QLatin1String("\n  restartPolicy: Never\n")));
    const Result missing = kubectl({"get", "pod", "nobody"});
    QCOMPARE(missing.code, 1);
    QCOMPARE(missing.err.trimmed(), QStringLiteral("Error from server (NotFound): pods \"nobody\" not found"));
}

void TestKubectl::selectorsChoose()
{
    SUCCEEDS(apply(pod("red", "sleep 60", "colour: red")));
    SUCCEEDS(apply(pod("blue", "exit 0", "colour: blue")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("red"), QStringLiteral("Running"), 30000);
    QTRY_COMPARE_WITH_TIMEOUT(phase("blue"), QStringLiteral("Succeeded"), 30000);
    QCOMPARE(kubectl({"get", "pods", "--selector", "colour in (red,green)", "-o", "name"}).out, "pod/red\n");
    QCOMPARE(kubectl({"get", "pods", "--selector", "colour!=red", "-o", "name"}).out, "pod/blue\n");
    QCOMPARE(kubectl({"get", "pods", "-A", "--field-selector", "status.phase=Running", "-o", "name"}).out, "pod/red\n");
    const Result wrong = kubectl({"get", "pods", "--field-selector", "spec.colour=red"});
    QCOMPARE(wrong.code, 1);
    QVERIFY(wrong.err.contains(QLatin1String("field label not supported: spec.colour")));
}

void TestKubectl::watchShowsEveryStep()
{
    QProcess watch;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("KUBECONFIG", m_sandbox.kubeconfig());
    environment.insert("HOME", m_sandbox.folder() + QLatin1Char('/') + m_kind);
    watch.setProcessEnvironment(environment);
    watch.start(m_program, {"get", "pods", "-w", "-o", "custom-columns=N:.metadata.name,P:.status.phase"});
    QVERIFY(watch.waitForStarted());
    SUCCEEDS(apply(pod("seen", "exit 3")));
    QByteArray output;
    const auto shows = [&](const char *text) {
        watch.waitForReadyRead(100);
        output += watch.readAllStandardOutput();
        return output.simplified().contains(text);
    };
    QTRY_VERIFY2_WITH_TIMEOUT(shows("seen Pending"), output.constData(), 30000);
    QTRY_VERIFY2_WITH_TIMEOUT(shows("seen Failed"), output.constData(), 30000);
    watch.terminate();
    watch.waitForFinished();
}

void TestKubectl::describeTellsTheEvents()
{
    SUCCEEDS(apply(pod("told", "exit 0")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("told"), QStringLiteral("Succeeded"), 30000);
    const Result result = kubectl({"describe", "pod", "told"});
    SUCCEEDS(result);
    for (const char *part :
         {"Status:", "Succeeded", "Reason:       Completed", "Scheduled", "Pulled", "Created", "Started"})
        QVERIFY2(result.out.contains(QLatin1String(part)), qPrintable(result.out));
}

void TestKubectl::applyCreatesAndChanges()
{
    const Result created = apply(pod("kept", "sleep 60"));
    SUCCEEDS(created);
    QCOMPARE(created.out, "pod/kept created\n");
    QCOMPARE(apply(pod("kept", "sleep 60")).out, "pod/kept unchanged\n");
    QCOMPARE(apply(pod("kept", "sleep 60", "app: other")).out, "pod/kept configured\n");
    QCOMPARE(kubectl({"get", "pod", "kept", "-o", "jsonpath={.metadata.labels.app}"}).out, "other");
    const Result refused = apply(pod("kept", "sleep 61", "app: other"));
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains(QLatin1String("pod updates may not change fields other than")),
             qPrintable(refused.err));
}

void TestKubectl::applyDryRunStoresNothing()
{
    const Result result = kubectl({"apply", "--dry-run=server", "-f", "-"}, pod("ghost", "exit 0").toUtf8());
    if (isCurrent()) {
        SUCCEEDS(result);
        QCOMPARE(result.out, "pod/ghost created (server dry run)\n");
    } else {
        QCOMPARE(result.code, 1);
        QVERIFY2(result.err.contains(QLatin1String("doesn't support dry-run")), qPrintable(result.err));
    }
    QCOMPARE(kubectl({"get", "pods", "-o", "name"}).out, QString());
}

void TestKubectl::strictValidationNamesTheField()
{
    QString manifest = pod("typo", "exit 0");
    manifest += QStringLiteral("  restartPolice: Never\n");
    const Result result = apply(manifest);
    if (!isCurrent()) {
        SUCCEEDS(result); // 1.20 asks for no validation by the server
        return;
    }
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(QLatin1String("unknown field \"spec.restartPolice\"")), qPrintable(result.err));
}

void TestKubectl::runAttachShowsTheOutput()
{
    // 1.20 cannot attach without SPDY and shows the log of that moment instead.
    const Result result = kubectl({"run", "quick", "--image=ubuntu", "--restart=Never", "--attach", "--rm", "--", "sh",
                                   "-c", "for i in 1 2 3 4 5 6; do echo from the pod; sleep 0.5; done"});
    SUCCEEDS(result);
    QVERIFY2(result.out.contains(QLatin1String("from the pod")), qPrintable(result.out + result.err));
    QVERIFY2(result.out.contains(QLatin1String("pod \"quick\" deleted")), qPrintable(result.out));
    QTRY_COMPARE_WITH_TIMEOUT(kubectl({"get", "pods", "-o", "name"}).out, QString(), 20000);
}

void TestKubectl::attachCarriesInput()
{
    const Result run = kubectl({"run", "echo", "-i", "--rm", "--image=ubuntu", "--restart=Never", "--", "sh", "-c",
                                "read line; echo $line is back; exit 5"},
                               "something\n");
    if (!isCurrent())
        return; // speaks SPDY only
    QCOMPARE(run.code, 5);
    QVERIFY2(run.out.startsWith(QLatin1String("something is back\n")), qPrintable(run.out + run.err));
    SUCCEEDS(apply(pod("ticking", "while sleep 0.2; do echo tick; done")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("ticking"), QStringLiteral("Running"), 30000);
    const Result attached = kubectl({"attach", "ticking"}, {}, 3);
    QVERIFY2(attached.out.startsWith(QLatin1String("tick\ntick\n")), qPrintable(attached.out + attached.err));
}

void TestKubectl::logsInAllForms()
{
    SUCCEEDS(apply(pod("talk", "echo a; echo b; echo c")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("talk"), QStringLiteral("Succeeded"), 30000);
    QCOMPARE(kubectl({"logs", "talk"}).out, "a\nb\nc\n");
    QCOMPARE(kubectl({"logs", "talk", "--tail=2"}).out, "b\nc\n");
    const QString stamped = kubectl({"logs", "talk", "-c", "main", "--timestamps", "--tail=1"}).out;
    QVERIFY2(
        QRegularExpression("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}\\S+ c\n$").match(stamped).hasMatch(),
        qPrintable(stamped));
    const Result wrong = kubectl({"logs", "talk", "-c", "nobody"});
    QCOMPARE(wrong.code, 1);
    QVERIFY2(wrong.err.contains(QLatin1String("container nobody is not valid for pod talk")), qPrintable(wrong.err));
}

void TestKubectl::logsFollowToTheEnd()
{
    SUCCEEDS(apply(pod("slow", "echo first; sleep 3; echo last")));
    QTRY_VERIFY_WITH_TIMEOUT(phase("slow") == QLatin1String("Running") || phase("slow") == QLatin1String("Succeeded"),
                             30000);
    const Result result = kubectl({"logs", "-f", "slow"});
    SUCCEEDS(result);
    QCOMPARE(result.out, "first\nlast\n");
}

void TestKubectl::execCarriesInputAndExitCode()
{
    SUCCEEDS(apply(pod("shell", "sleep 100")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("shell"), QStringLiteral("Running"), 30000);
    const Result upper = kubectl({"exec", "-i", "shell", "--", "tr", "a-z", "A-Z"}, "typed\n");
    if (!isCurrent()) {
        QVERIFY(upper.code != 0); // speaks SPDY only
        return;
    }
    SUCCEEDS(upper);
    QCOMPARE(upper.out, "TYPED\n");
    const Result failing = kubectl({"exec", "shell", "--", "sh", "-c", "echo oops >&2; exit 7"});
    QCOMPARE(failing.code, 7);
    QVERIFY(failing.err.startsWith(QLatin1String("oops\n")));
}

void TestKubectl::waitForConditions()
{
    SUCCEEDS(apply(pod("ready", "sleep 100")));
    const Result result = kubectl({"wait", "--for=condition=Ready", "pod/ready", "--timeout=30s"});
    SUCCEEDS(result);
    QCOMPARE(result.out, "pod/ready condition met\n");
    const Result never = kubectl({"wait", "--for=condition=Odd", "pod/ready", "--timeout=1s"});
    QCOMPARE(never.code, 1);
    QVERIFY2(never.err.contains(QLatin1String("timed out waiting for the condition")), qPrintable(never.err));
}

void TestKubectl::labelAndPatches()
{
    SUCCEEDS(apply(pod("changing", "sleep 100")));
    const auto label = [this](const char *name) {
        return kubectl({"get", "pod", "changing", "-o", QStringLiteral("jsonpath={.metadata.labels.%1}").arg(name)})
            .out;
    };
    QCOMPARE(kubectl({"label", "pod", "changing", "by=label"}).out, "pod/changing labeled\n");
    QCOMPARE(label("by"), "label");
    for (const auto &[type, patch] :
         {std::pair("merge", R"({"metadata":{"labels":{"by":"merge","app":null}}})"),
          std::pair(
              "strategic",
              R"({"metadata":{"labels":{"by":"strategic"}},"spec":{"containers":[{"name":"main","image":"debian"}]}})"),
          std::pair("json", R"([{"op":"replace","path":"/metadata/labels/by","value":"json"}])")}) {
        const Result result = kubectl({"patch", "pod", "changing", "--type", type, "-p", patch});
        SUCCEEDS(result);
        QCOMPARE(result.out, "pod/changing patched\n");
        QCOMPARE(label("by"), QLatin1String(type));
    }
    QCOMPARE(label("app"), QString());
    QCOMPARE(kubectl({"get", "pod", "changing", "-o", "jsonpath={.spec.containers[*].image}"}).out, "debian");
}

void TestKubectl::deleteHonoursTheGrace()
{
    SUCCEEDS(apply(pod("ending", "trap \"exit 0\" TERM; sleep 100 & wait")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("ending"), QStringLiteral("Running"), 30000);
    const Result result = kubectl({"delete", "pod", "ending", "--grace-period=5"});
    SUCCEEDS(result);
    QVERIFY2(result.out.startsWith(QLatin1String("pod \"ending\" deleted")), qPrintable(result.out));
    QCOMPARE(kubectl({"get", "pod", "ending"}).code, 1);
}

void TestKubectl::createOtherKinds()
{
    kubectl({"delete", "namespace", "made", "--wait=true"});
    SUCCEEDS(kubectl({"create", "namespace", "made"}));
    SUCCEEDS(kubectl({"create", "secret", "generic", "key", "--from-literal=a=b", "-n", "made"}));
    SUCCEEDS(kubectl({"create", "configmap", "conf", "--from-literal=c=d", "-n", "made"}));
    SUCCEEDS(kubectl({"create", "serviceaccount", "robot", "-n", "made"}));
    SUCCEEDS(kubectl({"create", "quota", "bounds", "--hard=pods=3,requests.cpu=2", "-n", "made"}));
    QCOMPARE(kubectl({"get", "secret", "key", "-n", "made", "-o", "jsonpath={.data.a}/{.type}"}).out, "Yg==/Opaque");
    QCOMPARE(kubectl({"get", "configmap", "conf", "-n", "made", "-o", "jsonpath={.data.c}"}).out, "d");
    QCOMPARE(kubectl({"get", "sa", "-n", "made", "-o", "name"}).out, "serviceaccount/default\nserviceaccount/robot\n");
    QTRY_COMPARE(
        kubectl({"get", "quota", "bounds", "-n", "made", "-o", "jsonpath={.status.hard.pods}/{.status.used.pods}"}).out,
        "3/0");
    const Result again = kubectl({"create", "namespace", "made"});
    QCOMPARE(again.code, 1);
    QVERIFY(again.err.contains(QLatin1String("(AlreadyExists)")));
    SUCCEEDS(kubectl({"delete", "namespace", "made"}));
    QCOMPARE(kubectl({"get", "configmap", "conf", "-n", "made"}).code, 1);
}

void TestKubectl::quotaRefuses()
{
    SUCCEEDS(kubectl({"create", "quota", "one", "--hard=pods=1"}));
    SUCCEEDS(apply(pod("first", "sleep 100")));
    const Result second = apply(pod("second", "sleep 100"));
    QCOMPARE(second.code, 1);
    QVERIFY2(second.err.contains(QLatin1String("pods \"second\" is forbidden: exceeded quota: one, requested: pods=1, "
                                               "used: pods=1, limited: pods=1")),
             qPrintable(second.err));
}

void TestKubectl::rights()
{
    QCOMPARE(kubectl({"auth", "can-i", "create", "pods"}).out, "yes\n");
    const Result denied = kubectl({"--context", "sandbox-restricted", "auth", "can-i", "create", "pods"});
    QCOMPARE(denied.code, 1);
    QCOMPARE(denied.out, "no\n");
    QCOMPARE(kubectl({"--context", "sandbox-restricted", "auth", "can-i", "list", "pods"}).out, "yes\n");
    const Result all = kubectl({"--context", "sandbox-restricted", "auth", "can-i", "--list"});
    SUCCEEDS(all);
    QVERIFY2(all.out.contains(QLatin1String("pods/log")), qPrintable(all.out));
    if (isCurrent())
        QVERIFY(kubectl({"auth", "whoami"}).out.contains(QLatin1String("sandbox-admin")));
}

void TestKubectl::restrictedUserIsRefusedInWords()
{
    SUCCEEDS(kubectl({"--context", "sandbox-restricted", "get", "pods"}));
    const Result result = kubectl({"--context", "sandbox-restricted", "get", "pods", "-n", "default"});
    QCOMPARE(result.code, 1);
    QCOMPARE(result.err.trimmed(),
             "Error from server (Forbidden): pods is forbidden: User \"sandbox-restricted\" cannot list resource "
             "\"pods\" in API group \"\" in the namespace \"default\"");
}

void TestKubectl::strangersAreRefused()
{
    const Result result = kubectl({"--token", "guessed", "get", "pods"});
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(QLatin1String("Unauthorized")) || result.err.contains(QLatin1String("logged in")),
             qPrintable(result.err));
}

void TestKubectl::events()
{
    SUCCEEDS(apply(pod("noisy", "exit 0")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("noisy"), QStringLiteral("Succeeded"), 30000);
    const Result result = kubectl({"get", "events", "--field-selector", "involvedObject.name=noisy"});
    SUCCEEDS(result);
    QVERIFY2(QRegularExpression("Normal +Scheduled +pod/noisy").match(result.out).hasMatch(), qPrintable(result.out));
    if (!isCurrent())
        return;
    const Result forPod = kubectl({"events", "--for", "pod/noisy"});
    SUCCEEDS(forPod);
    QVERIFY2(forPod.out.contains(QLatin1String("Started")), qPrintable(forPod.out));
}

QTEST_GUILESS_MAIN(TestKubectl)
#include "tst_kubectl.moc"
