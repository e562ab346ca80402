#include "kubectl_bench.h"

#include <QRegularExpression>

using namespace podwright::support;

// What people do to a pod that runs.
class TestKubectlHands : public QObject, private KubectlBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPrograms(); }
    void initTestCase() { QVERIFY2(m_sandbox.start(), qPrintable(m_sandbox.errors())); }
    void init() { choose(); }
    void topTellsWhatPodsTake();
    void drainMindsTheBudget();
    void debugEntersAPod();
};

void TestKubectlHands::topTellsWhatPodsTake()
{
    SUCCEEDS(apply(pod("busy", "while true; do true; done", "app: busy")));
    SUCCEEDS(apply(pod("idle", "sleep 1000", "app: idle")));
    const QRegularExpression row("busy +(\\d+)m +(\\d+)Mi");
    const auto used = [&] {
        const KubectlResult top = kubectl({"top", "pod", "busy"});
        return row.match(top.out).captured(1).toInt();
    };
    QTRY_VERIFY_WITH_TIMEOUT(used() > 10, 60000); // of a machine that may be busy
    QTRY_VERIFY_WITH_TIMEOUT(kubectl({"top", "pods"}).out.contains(QRegularExpression("idle +\\d+m +\\d+Mi")), 60000);
    const KubectlResult chosen = kubectl({"top", "pods", "-l", "app=idle", "--containers"});
    SUCCEEDS(chosen);
    QVERIFY2(chosen.out.contains(QRegularExpression("idle +main +\\d+m +\\d+Mi")), qPrintable(chosen.out));
    QVERIFY(!chosen.out.contains(QLatin1String("busy")));
    QVERIFY(kubectl({"top", "pod", "nobody"}).code != 0);
}

void TestKubectlHands::drainMindsTheBudget()
{
    SUCCEEDS(apply(pod("kept", "trap \"exit 0\" TERM; sleep 1000 & wait", "app: kept")));
    SUCCEEDS(apply(pod("free", "trap \"exit 0\" TERM; sleep 1000 & wait", "app: free")));
    SUCCEEDS(apply(QStringLiteral("apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: keep}\nspec:\n"
                                  "  minAvailable: 1\n  selector: {matchLabels: {app: kept}}\n")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("kept"), QStringLiteral("Running"), 30000);
    QTRY_COMPARE_WITH_TIMEOUT(phase("free"), QStringLiteral("Running"), 30000);
    const QString node = kubectl({"get", "nodes", "-o", "name"}).out.trimmed().section(u'/', -1);
    const KubectlResult drained = kubectl({"drain", node, "--force", "--timeout=15s"});
    QVERIFY(drained.code != 0);
    QVERIFY2((drained.out + drained.err).contains(QLatin1String("disruption budget")), qPrintable(drained.err));
    QTRY_COMPARE_WITH_TIMEOUT(kubectl({"get", "pod", "free"}).code, 1, 30000);
    QCOMPARE(phase("kept"), QStringLiteral("Running"));
    SUCCEEDS(kubectl({"delete", "pdb", "keep"}));
    SUCCEEDS(kubectl({"drain", node, "--force", "--timeout=60s"}));
    QCOMPARE(kubectl({"get", "pod", "kept"}).code, 1);
    SUCCEEDS(kubectl({"uncordon", node}));
}

void TestKubectlHands::debugEntersAPod()
{
    if (!isCurrent())
        return; // asks for a kind of its own that no server since 1.22 has
    SUCCEEDS(apply(pod("shell", "sleep 1000")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("shell"), QStringLiteral("Running"), 30000);
    const KubectlResult debug = kubectl({"debug", "shell", "-i", "--image=busybox", "--target=main", "-c", "look", "--",
                                         "sh", "-c", "read line; echo $line; cat /proc/1/cmdline | tr \"\\0\" \" \""},
                                        "typed here\n");
    SUCCEEDS(debug);
    QTRY_VERIFY_WITH_TIMEOUT(kubectl({"logs", "shell", "-c", "look"}).out.contains(QLatin1String("sleep 1000")), 30000);
    const QString state =
        kubectl({"get", "pod", "shell", "-o", "jsonpath={.status.ephemeralContainerStatuses[0].state}"}).out;
    QVERIFY2(state.contains(QLatin1String("\"exitCode\":0")), qPrintable(state));
    QVERIFY(kubectl({"logs", "shell", "-c", "look"}).out.contains(QLatin1String("typed here")));
}

QTEST_GUILESS_MAIN(TestKubectlHands)
#include "tst_kubectl_hands.moc"
