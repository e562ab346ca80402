// A pod that nobody follows, looked at: what is asked for, when, and what is not.

#include "models/session/node_look.h"
#include "models/session/pod_look.h"
#include "tests/models/session/trouble_cluster.h"

#include <QTest>

using namespace podwright;
using namespace podwright::session;
using test::TroubleCluster;

namespace {

constexpr int patient = 30000;
constexpr std::chrono::milliseconds soon{50};
constexpr std::chrono::hours never{1};
const BulkTarget target{.context = QStringLiteral("here"), .ns = "team", .pod = "p", .uid = "uid-p"};

constexpr auto twoContainers = "{nodeName: roomy, containers: [{name: side}, {name: base}]}";
constexpr auto running = "{phase: Running, containerStatuses: [{name: base, state: {running: {}}}]}";
constexpr auto failed = "{phase: Failed, containerStatuses: [{name: base, restartCount: 0, state: {terminated: "
                        "{exitCode: 3, reason: Error, finishedAt: '2026-01-01T00:00:05Z'}}}]}";

} // namespace

class TestPodLook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        m_cluster = std::make_unique<TroubleCluster>();
        m_sessions = m_cluster->connect(*m_home);
    }
    void cleanup()
    {
        m_sessions.reset();
        m_cluster.reset();
        m_home.reset();
    }

    void aFailedPodAndItsLastLine()
    {
        m_cluster->setPod(twoContainers, failed);
        m_cluster->setEvents("[{type: Warning, reason: BackOff, message: again}]");
        m_cluster->setLog("no such table\n");
        PodLook look(*m_sessions, soon);
        QSignalSpy lines(&look, &PodLook::lineTaken);
        look.show(target);
        QVERIFY(look.isShown("uid-p") && !look.isShown("other"));
        QTRY_COMPARE_WITH_TIMEOUT(look.seen().lastLine, QStringLiteral("no such table"), patient);
        QTRY_COMPARE_WITH_TIMEOUT(look.seen().events.size(), size_t(1), patient);
        QCOMPARE(look.seen().baseContainer, std::string("base"));
        look.lookAgain(); // it is the same end: its last line is known
        QTRY_VERIFY_WITH_TIMEOUT(m_cluster->requests("/events?") > 1, patient);
        QTRY_VERIFY_WITH_TIMEOUT(m_cluster->requests("/pods/p") > 2, patient);
        QCOMPARE(m_cluster->requests("/log?"), size_t(1));
        QCOMPARE(m_cluster->requests("tailLines=1&"), size_t(1));
        look.stop();
        QVERIFY(!look.isShown("uid-p"));
        QVERIFY(look.seen().pod.is_null() && look.seen().events.empty() && look.seen().lastLine.isEmpty());
    }

    void aPodThatIsWellIsLookedAtNowAndThen()
    {
        m_cluster->setPod(twoContainers, running);
        PodLook look(*m_sessions, soon);
        look.show(target);
        QTRY_VERIFY_WITH_TIMEOUT(m_cluster->requests("/pods/p") > 2, patient);
        QCOMPARE(m_cluster->requests("/log?"), size_t(0));
        m_cluster->setStatus(failed);
        QTRY_COMPARE_WITH_TIMEOUT(m_cluster->requests("/log?"), size_t(1), patient);
    }

    void changesAreAskedForOnce()
    {
        m_cluster->setPod(twoContainers, running);
        PodLook look(*m_sessions, never);
        QSignalSpy pods(&look, &PodLook::podTaken);
        look.show(target);
        QTRY_COMPARE_WITH_TIMEOUT(pods.count(), 1, patient);
        for (int i = 0; i < 50; ++i)
            look.lookAgain();
        QTRY_COMPARE_WITH_TIMEOUT(pods.count(), 2, patient);
        QCOMPARE(m_cluster->requests("/pods/p"), size_t(2));
    }

    void anotherPodOfItsNameIsNotShown()
    {
        m_cluster->setPod(twoContainers, failed, "{uid: another}");
        PodLook look(*m_sessions, soon);
        QSignalSpy events(&look, &PodLook::eventsTaken);
        look.show(target);
        QTRY_VERIFY_WITH_TIMEOUT(!events.isEmpty() && m_cluster->requests("/pods/p") > 0, patient);
        QVERIFY(look.seen().pod.is_null());
    }

    void whatCannotBeReadIsSaidOnce()
    {
        m_cluster->setPod(twoContainers, running);
        m_cluster->forbid("/pods/p");
        PodLook look(*m_sessions, soon);
        QSignalSpy trouble(&look, &PodLook::trouble);
        look.show(target);
        QTRY_VERIFY_WITH_TIMEOUT(m_cluster->requests("/pods/p") > 2, patient);
        QCOMPARE(trouble.count(), 1);
        QVERIFY(trouble[0].at(0).toString().contains(QStringLiteral("you may not")));
    }

    void theContainerOfTheWork()
    {
        const auto of = [](const char *pod) { return workContainer(core::readYaml(pod)->value); };
        QCOMPARE(of("{spec: {containers: [{name: a}, {name: base}]}}"), std::string("base"));
        QCOMPARE(of("{metadata: {annotations: {kubectl.kubernetes.io/default-container: b}}, spec: {containers: "
                    "[{name: a}, {name: b}]}}"),
                 std::string("b"));
        QCOMPARE(of("{metadata: {annotations: {kubectl.kubernetes.io/default-container: c}}, spec: {containers: "
                    "[{name: a}, {name: b}]}}"),
                 std::string("a"));
        QCOMPARE(of("{spec: {containers: x}}"), std::string());
    }

    void aNodeIsAskedAgain()
    {
        m_cluster->setNodes(TroubleCluster::nodeRoomy);
        ClusterSession *here = m_sessions->session(QStringLiteral("here"));
        NodeLook look(soon);
        look.watch(here, "roomy");
        QVERIFY(!look.answer(here, "roomy"));
        QTRY_VERIFY_WITH_TIMEOUT(look.answer(here, "roomy"), patient);
        QVERIFY((*look.answer(here, "roomy"))->troubles.empty());
        QVERIFY(!look.answer(here, "other") && !look.answer(nullptr, "roomy"));
        m_cluster->setNodes("[{metadata: {name: roomy}, status: {conditions: [{type: Ready, status: Unknown}]}}]");
        QTRY_COMPARE_WITH_TIMEOUT((*look.answer(here, "roomy"))->troubles.size(), size_t(1), patient);
        m_cluster->setNodes("[]");
        QTRY_VERIFY_WITH_TIMEOUT(preflight::isMissing(look.answer(here, "roomy")), patient);
        look.stop();
        QVERIFY(!look.answer(here, "roomy"));
    }

private:
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<TroubleCluster> m_cluster;
    std::unique_ptr<SessionManager> m_sessions;
};

QTEST_GUILESS_MAIN(TestPodLook)
#include "tst_pod_look.moc"
