#include "kubectl_bench.h"

#include <QRegularExpression>

using namespace podwright::support;

// Commands about objects.
class TestKubectl : public QObject, private KubectlBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPrograms(); }
    void initTestCase() { QVERIFY2(m_sandbox.start(), qPrintable(m_sandbox.errors())); }
    void init() { choose(); }
    void version();
    void apiResources();
    void getShowsTablesAndObjects();
    void selectorsChoose();
    void applyCreatesAndChanges();
    void applyDryRunStoresNothing();
    void strictValidationNamesTheField();
    void labelAndPatches();
    void createOtherKinds();
    void quotaRefuses();
    void rights();
    void restrictedUserIsRefusedInWords();
    void strangersAreRefused();
};

void TestKubectl::version()
{
    const KubectlResult result = kubectl({"version"});
    SUCCEEDS(result);
    QVERIFY(result.out.contains(QLatin1String("v1.35.0-podwright-sandbox")));
}

void TestKubectl::apiResources()
{
    const KubectlResult result = kubectl({"api-resources"});
    SUCCEEDS(result);
    for (const char *line : {"pods +po +v1 +true +Pod", "events +ev +events.k8s.io/v1 +true +Event",
                             "namespaces +ns +v1 +false +Namespace"})
        QVERIFY2(QRegularExpression(QLatin1String(line)).match(result.out).hasMatch(), qPrintable(result.out));
}

void TestKubectl::getShowsTablesAndObjects()
{
    const KubectlResult none = kubectl({"get", "pods"});
    SUCCEEDS(none);
    QCOMPARE(none.err.trimmed(), QStringLiteral("No resources found in default namespace."));
    SUCCEEDS(apply(pod("one", "exit 0")));
    QTRY_COMPARE_WITH_TIMEOUT(phase("one"), QStringLiteral("Succeeded"), 30000);
    const KubectlResult wide = kubectl({"get", "pods", "-o", "wide"});
    SUCCEEDS(wide);
    QVERIFY2(wide.out.startsWith(QLatin1String("NAME")) && wide.out.contains(QLatin1String("NOMINATED NODE")),
             qPrintable(wide.out));
    QVERIFY2(QRegularExpression("one +0/1 +Completed +0 ").match(wide.out).hasMatch(), qPrintable(wide.out));
    const KubectlResult yaml = kubectl({"get", "pod", "one", "-o", "yaml"});
    SUCCEEDS(yaml);
    QVERIFY(yaml.out.contains(QLatin1String("\n  restartPolicy: Never\n")));
    const KubectlResult missing = kubectl({"get", "pod", "nobody"});
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
    const KubectlResult wrong = kubectl({"get", "pods", "--field-selector", "spec.colour=red"});
    QCOMPARE(wrong.code, 1);
    QVERIFY(wrong.err.contains(QLatin1String("field label not supported: spec.colour")));
}

void TestKubectl::applyCreatesAndChanges()
{
    const KubectlResult created = apply(pod("kept", "sleep 60"));
    SUCCEEDS(created);
    QCOMPARE(created.out, "pod/kept created\n");
    QCOMPARE(apply(pod("kept", "sleep 60")).out, "pod/kept unchanged\n");
    QCOMPARE(apply(pod("kept", "sleep 60", "app: other")).out, "pod/kept configured\n");
    QCOMPARE(kubectl({"get", "pod", "kept", "-o", "jsonpath={.metadata.labels.app}"}).out, "other");
    const KubectlResult refused = apply(pod("kept", "sleep 61", "app: other"));
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains(QLatin1String("pod updates may not change fields other than")),
             qPrintable(refused.err));
}

void TestKubectl::applyDryRunStoresNothing()
{
    const KubectlResult result = kubectl({"apply", "--dry-run=server", "-f", "-"}, pod("ghost", "exit 0").toUtf8());
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
    const KubectlResult result = apply(manifest);
    if (!isCurrent()) {
        SUCCEEDS(result); // 1.20 asks for no validation by the server
        return;
    }
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(QLatin1String("unknown field \"spec.restartPolice\"")), qPrintable(result.err));
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
        const KubectlResult result = kubectl({"patch", "pod", "changing", "--type", type, "-p", patch});
        SUCCEEDS(result);
        QCOMPARE(result.out, "pod/changing patched\n");
        QCOMPARE(label("by"), QLatin1String(type));
    }
    QCOMPARE(label("app"), QString());
    QCOMPARE(kubectl({"get", "pod", "changing", "-o", "jsonpath={.spec.containers[*].image}"}).out, "debian");
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
    QTRY_COMPARE_WITH_TIMEOUT(
        kubectl({"get", "quota", "bounds", "-n", "made", "-o", "jsonpath={.status.hard.pods}/{.status.used.pods}"}).out,
        "3/0", 30000);
    const KubectlResult again = kubectl({"create", "namespace", "made"});
    QCOMPARE(again.code, 1);
    QVERIFY(again.err.contains(QLatin1String("(AlreadyExists)")));
    SUCCEEDS(kubectl({"delete", "namespace", "made"}));
    QCOMPARE(kubectl({"get", "configmap", "conf", "-n", "made"}).code, 1);
}

void TestKubectl::quotaRefuses()
{
    SUCCEEDS(kubectl({"create", "quota", "one", "--hard=pods=1"}));
    SUCCEEDS(apply(pod("first", "sleep 100")));
    const KubectlResult second = apply(pod("second", "sleep 100"));
    QCOMPARE(second.code, 1);
    QVERIFY2(second.err.contains(QLatin1String("pods \"second\" is forbidden: exceeded quota: one, requested: pods=1, "
                                               "used: pods=1, limited: pods=1")),
             qPrintable(second.err));
}

void TestKubectl::rights()
{
    QCOMPARE(kubectl({"auth", "can-i", "create", "pods"}).out, "yes\n");
    const KubectlResult denied = kubectl({"--context", "sandbox-restricted", "auth", "can-i", "create", "pods"});
    QCOMPARE(denied.code, 1);
    QCOMPARE(denied.out, "no\n");
    QCOMPARE(kubectl({"--context", "sandbox-restricted", "auth", "can-i", "list", "pods"}).out, "yes\n");
    const KubectlResult all = kubectl({"--context", "sandbox-restricted", "auth", "can-i", "--list"});
    SUCCEEDS(all);
    QVERIFY2(all.out.contains(QLatin1String("pods/log")), qPrintable(all.out));
    if (isCurrent())
        QVERIFY(kubectl({"auth", "whoami"}).out.contains(QLatin1String("sandbox-admin")));
}

void TestKubectl::restrictedUserIsRefusedInWords()
{
    SUCCEEDS(kubectl({"--context", "sandbox-restricted", "get", "pods"}));
    const KubectlResult result = kubectl({"--context", "sandbox-restricted", "get", "pods", "-n", "default"});
    QCOMPARE(result.code, 1);
    QCOMPARE(result.err.trimmed(),
             "Error from server (Forbidden): pods is forbidden: User \"sandbox-restricted\" cannot list resource "
             "\"pods\" in API group \"\" in the namespace \"default\"");
}

void TestKubectl::strangersAreRefused()
{
    const KubectlResult result = kubectl({"--token", "guessed", "get", "pods"});
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(QLatin1String("Unauthorized")) || result.err.contains(QLatin1String("logged in")),
             qPrintable(result.err));
}

QTEST_GUILESS_MAIN(TestKubectl)
#include "tst_kubectl.moc"
