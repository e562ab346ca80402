#include "kubectl_bench.h"

#include <QRegularExpression>

using namespace podwright::support;
using Result = KubectlResult;

// What a node and a server of several writers do, as each kubectl shows it: probes, hooks, tokens, server-side apply.
class TestKubectlNode : public QObject, private KubectlBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPrograms(); }
    void initTestCase() { QVERIFY2(m_sandbox.start(), qPrintable(m_sandbox.errors())); }
    void init() { choose(); }
    void readinessDecidesTheTable();
    void livenessRestarts();
    void hooksTellWhatWentWrong();
    void serverSideApplyRemovesAndConflicts();
    void tokensOpenTheApi();
    void podsMayAskTheApi();
};

void TestKubectlNode::readinessDecidesTheTable()
{
    SUCCEEDS(apply(pod("web", "sleep 1; touch /tmp/ready; sleep 600") +
                   QStringLiteral("    readinessProbe: {periodSeconds: 1, exec: {command: [cat, /tmp/ready]}}\n")));
    const Result waited = kubectl({"wait", "--for=condition=Ready", "pod/web", "--timeout=30s"});
    SUCCEEDS(waited);
    const Result table = kubectl({"get", "pod", "web"});
    QVERIFY2(QRegularExpression("web +1/1 +Running").match(table.out).hasMatch(), qPrintable(table.out));
    const Result told = kubectl({"describe", "pod", "web"});
    QVERIFY2(told.out.contains(QLatin1String("Readiness probe failed")), qPrintable(told.out));
}

void TestKubectlNode::livenessRestarts()
{
    QString manifest = pod("ill", "trap \"exit 0\" TERM; while true; do sleep 0.1; done") +
                       QStringLiteral("    livenessProbe: {periodSeconds: 1, failureThreshold: 1, exec: {command: "
                                      "[\"false\"]}}\n");
    manifest.replace(QLatin1String("restartPolicy: Never"), QLatin1String("restartPolicy: Always"));
    SUCCEEDS(apply(manifest));
    const auto restarts = [this] {
        return kubectl({"get", "pod", "ill", "-o", "jsonpath={.status.containerStatuses[0].restartCount}"}).out.toInt();
    };
    QTRY_VERIFY_WITH_TIMEOUT(restarts() >= 1, 30000);
    const Result told = kubectl({"describe", "pod", "ill"});
    QVERIFY2(told.out.contains(QLatin1String("Container main failed liveness probe, will be restarted")),
             qPrintable(told.out));
}

void TestKubectlNode::hooksTellWhatWentWrong()
{
    SUCCEEDS(apply(pod("hooked", "sleep 600") +
                   QStringLiteral("    lifecycle: {postStart: {exec: {command: [sh, -c, exit 7]}}}\n")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("hooked"), QStringLiteral("Failed"), 30000);
    const Result told = kubectl({"describe", "pod", "hooked"});
    QVERIFY2(told.out.contains(QLatin1String("FailedPostStartHook")), qPrintable(told.out));
}

void TestKubectlNode::serverSideApplyRemovesAndConflicts()
{
    const auto applyServerSide = [this](const char *data, const QStringList &more = {}) {
        const QByteArray map = QByteArray("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shared}\ndata: ") + data;
        return kubectl(QStringList{"apply", "--server-side", "-f", "-"} + more, map);
    };
    const auto stored = [this] { return kubectl({"get", "configmap", "shared", "-o", "jsonpath={.data}"}).out; };
    SUCCEEDS(applyServerSide("{a: one, b: two}"));
    SUCCEEDS(applyServerSide("{a: one}"));
    QCOMPARE(stored(), QStringLiteral("{\"a\":\"one\"}"));
    const Result refused = applyServerSide("{a: other}", {"--field-manager=somebody"});
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains(QLatin1String("conflict with \"kubectl\"")), qPrintable(refused.err));
    SUCCEEDS(applyServerSide("{a: other}", {"--field-manager=somebody", "--force-conflicts"}));
    QCOMPARE(stored(), QStringLiteral("{\"a\":\"other\"}"));
}

void TestKubectlNode::tokensOpenTheApi()
{
    if (!isCurrent()) // 1.20 has no such command
        return;
    const Result made = kubectl({"create", "token", "default", "--duration=10m"});
    SUCCEEDS(made);
    const Result who =
        kubectl({"--token", made.out.trimmed(), "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"});
    SUCCEEDS(who);
    QCOMPARE(who.out, QStringLiteral("system:serviceaccount:default:default"));
}

void TestKubectlNode::podsMayAskTheApi()
{
    SUCCEEDS(apply(pod("asker", "cd /var/run/secrets/kubernetes.io/serviceaccount && curl -s --cacert ca.crt "
                                "-H \"Authorization: Bearer $(cat token)\" -o /dev/null -w \"%{http_code}\" "
                                "https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT/api")));
    QTRY_VERIFY_WITH_TIMEOUT(phase("asker") == "Succeeded" || phase("asker") == "Failed", 30000);
    QCOMPARE(kubectl({"logs", "asker"}).out, QStringLiteral("200"));
}

QTEST_GUILESS_MAIN(TestKubectlNode)
#include "tst_kubectl_node.moc"
