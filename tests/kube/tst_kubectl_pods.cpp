#include "kubectl_bench.h"

#include <QProcess>
#include <QRegularExpression>

using namespace podwright::support;

// Commands about what runs.
class TestKubectlPods : public QObject, private KubectlBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPrograms(); }
    void initTestCase() { QVERIFY2(m_sandbox.start(), qPrintable(m_sandbox.errors())); }
    void init() { choose(); }
    void watchShowsEveryStep();
    void runAttachShowsTheOutput();
    void attachCarriesInput();
    void logsInAllForms();
    void logsFollowToTheEnd();
    void execCarriesInputAndExitCode();
    void waitForConditions();
    void deleteHonoursTheGrace();
    void events();
    void describeTellsTheEvents();
};

void TestKubectlPods::watchShowsEveryStep()
{
    SUCCEEDS(apply(pod("first", "sleep 1000")));
    QProcess watch;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("KUBECONFIG", m_sandbox.kubeconfig());
    environment.insert("HOME", m_sandbox.folder() + QLatin1Char('/') + m_kind);
    watch.setProcessEnvironment(environment);
    watch.start(m_program, {"get", "pods", "-w", "-o", "custom-columns=N:.metadata.name,P:.status.phase"});
    QByteArray output;
    const auto shows = [&](const char *text) {
        watch.waitForReadyRead(100);
        output += watch.readAllStandardOutput();
        return output.simplified().contains(text);
    };
    QTRY_VERIFY2_WITH_TIMEOUT(shows("first"), output.constData(), 30000); // it has listed
    SUCCEEDS(apply(pod("seen", "exit 3")));
    QTRY_VERIFY2_WITH_TIMEOUT(shows("seen Pending"), output.constData(), 30000);
    QTRY_VERIFY2_WITH_TIMEOUT(shows("seen Failed"), output.constData(), 30000);
    watch.terminate();
    watch.waitForFinished();
}

void TestKubectlPods::runAttachShowsTheOutput()
{
    // 1.20 cannot attach without SPDY and shows the log of that moment instead.
    const KubectlResult result = kubectl({"run", "quick", "--image=ubuntu", "--restart=Never", "--attach", "--rm", "--",
                                          "sh", "-c", "for i in 1 2 3 4 5 6; do echo from the pod; sleep 0.5; done"});
    SUCCEEDS(result);
    QVERIFY2(result.out.contains(QLatin1String("from the pod")), qPrintable(result.out + result.err));
    QVERIFY2(result.out.contains(QLatin1String("pod \"quick\" deleted")), qPrintable(result.out));
    QTRY_COMPARE_WITH_TIMEOUT(kubectl({"get", "pods", "-o", "name"}).out, QString(), 20000);
}

void TestKubectlPods::attachCarriesInput()
{
    const KubectlResult run = kubectl({"run", "echo", "-i", "--rm", "--image=ubuntu", "--restart=Never", "--", "sh",
                                       "-c", "read line; echo $line is back; exit 5"},
                                      "something\n");
    if (!isCurrent())
        return; // speaks SPDY only
    QCOMPARE(run.code, 5);
    QVERIFY2(run.out.startsWith(QLatin1String("something is back\n")), qPrintable(run.out + run.err));
    SUCCEEDS(apply(pod("ticking", "while sleep 0.2; do echo tick; done")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("ticking"), QStringLiteral("Running"), 30000);
    const KubectlResult attached = kubectl({"attach", "ticking"}, {}, 3);
    QVERIFY2(attached.out.startsWith(QLatin1String("tick\ntick\n")), qPrintable(attached.out + attached.err));
}

void TestKubectlPods::logsInAllForms()
{
    SUCCEEDS(apply(pod("talk", "echo a; echo b; echo c")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("talk"), QStringLiteral("Succeeded"), 30000);
    QCOMPARE(kubectl({"logs", "talk"}).out, "a\nb\nc\n");
    QCOMPARE(kubectl({"logs", "talk", "--tail=2"}).out, "b\nc\n");
    const QString stamped = kubectl({"logs", "talk", "-c", "main", "--timestamps", "--tail=1"}).out;
    QVERIFY2(
        QRegularExpression("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}\\S+ c\n$").match(stamped).hasMatch(),
        qPrintable(stamped));
    const KubectlResult wrong = kubectl({"logs", "talk", "-c", "nobody"});
    QCOMPARE(wrong.code, 1);
    QVERIFY2(wrong.err.contains(QLatin1String("container nobody is not valid for pod talk")), qPrintable(wrong.err));
}

void TestKubectlPods::logsFollowToTheEnd()
{
    SUCCEEDS(apply(pod("slow", "echo first; sleep 3; echo last")));
    QTRY_VERIFY_WITH_TIMEOUT(phase("slow") == QLatin1String("Running") || phase("slow") == QLatin1String("Succeeded"),
                             30000);
    const KubectlResult result = kubectl({"logs", "-f", "slow"});
    SUCCEEDS(result);
    QCOMPARE(result.out, "first\nlast\n");
}

void TestKubectlPods::execCarriesInputAndExitCode()
{
    SUCCEEDS(apply(pod("shell", "sleep 100")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("shell"), QStringLiteral("Running"), 30000);
    const KubectlResult upper = kubectl({"exec", "-i", "shell", "--", "tr", "a-z", "A-Z"}, "typed\n");
    if (!isCurrent()) {
        QVERIFY(upper.code != 0); // speaks SPDY only
        return;
    }
    SUCCEEDS(upper);
    QCOMPARE(upper.out, "TYPED\n");
    const KubectlResult failing = kubectl({"exec", "shell", "--", "sh", "-c", "echo oops >&2; exit 7"});
    QCOMPARE(failing.code, 7);
    QVERIFY(failing.err.startsWith(QLatin1String("oops\n")));
}

void TestKubectlPods::waitForConditions()
{
    SUCCEEDS(apply(pod("ready", "sleep 100")));
    const KubectlResult result = kubectl({"wait", "--for=condition=Ready", "pod/ready", "--timeout=30s"});
    SUCCEEDS(result);
    QCOMPARE(result.out, "pod/ready condition met\n");
    const KubectlResult never = kubectl({"wait", "--for=condition=Odd", "pod/ready", "--timeout=1s"});
    QCOMPARE(never.code, 1);
    QVERIFY2(never.err.contains(QLatin1String("timed out waiting for the condition")), qPrintable(never.err));
}

void TestKubectlPods::deleteHonoursTheGrace()
{
    SUCCEEDS(apply(pod("ending", "trap \"exit 0\" TERM; sleep 100 & wait")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("ending"), QStringLiteral("Running"), 30000);
    const KubectlResult result = kubectl({"delete", "pod", "ending", "--grace-period=5"});
    SUCCEEDS(result);
    QVERIFY2(result.out.startsWith(QLatin1String("pod \"ending\" deleted")), qPrintable(result.out));
    QCOMPARE(kubectl({"get", "pod", "ending"}).code, 1);
}

void TestKubectlPods::events()
{
    SUCCEEDS(apply(pod("noisy", "exit 0")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("noisy"), QStringLiteral("Succeeded"), 30000);
    const KubectlResult result = kubectl({"get", "events", "--field-selector", "involvedObject.name=noisy"});
    SUCCEEDS(result);
    QVERIFY2(QRegularExpression("Normal +Scheduled +pod/noisy").match(result.out).hasMatch(), qPrintable(result.out));
    if (!isCurrent())
        return;
    const KubectlResult forPod = kubectl({"events", "--for", "pod/noisy"});
    SUCCEEDS(forPod);
    QVERIFY2(forPod.out.contains(QLatin1String("Started")), qPrintable(forPod.out));
}

void TestKubectlPods::describeTellsTheEvents()
{
    SUCCEEDS(apply(pod("told", "exit 0")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("told"), QStringLiteral("Succeeded"), 30000);
    const KubectlResult result = kubectl({"describe", "pod", "told"});
    SUCCEEDS(result);
    for (const char *part :
         {"Status:", "Succeeded", "Reason:       Completed", "Scheduled", "Pulled", "Created", "Started"})
        QVERIFY2(result.out.contains(QLatin1String(part)), qPrintable(result.out));
}

QTEST_GUILESS_MAIN(TestKubectlPods)
#include "tst_kubectl_pods.moc"
