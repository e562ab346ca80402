// How much room a cluster has, and why a pod waits for a node, for users who may see all, some, or nothing of it.

#include "models/core/yaml.h"
#include "models/session/cluster_room.h"
#include "models/session/pending_nodes.h"
#include "tests/support/fake_api_server.h"

#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::session;
using core::Json;

namespace {

constexpr int patient = 30000;
constexpr std::chrono::milliseconds soon{50};

// Two nodes, one of them cordoned, and pods on them.
class TwoNodes
{
public:
    TwoNodes()
        : m_server(support::FakeServerOptions{.isTls = false},
                   [this](const support::FakeRequest &request, support::FakeAnswer &answer) { serve(request, answer); })
    {}

    std::atomic<bool> areNodesForbidden = false, arePodsForbidden = false, hasNode = false;
    std::atomic<int> questions = 0; // for nodes

    kube::Connection connection() const
    {
        kube::Connection connection;
        connection.context = QStringLiteral("x");
        connection.server = m_server.url();
        return connection;
    }

private:
    static void answerWith(support::FakeAnswer &answer, bool isForbidden, const char *yaml)
    {
        if (isForbidden)
            answer.replyJson(403,
                             R"({"kind": "Status", "code": 403, "reason": "Forbidden", "message": "you may not"})");
        else
            answer.replyJson(200, core::readYaml(yaml)->value.dump());
    }

    void serve(const support::FakeRequest &request, support::FakeAnswer &answer)
    {
        const auto asks = [&request](const char *part) { return request.target.starts_with(part); };
        if (asks("/version"))
            return answerWith(answer, false, "{major: '1', gitVersion: v1.30.0}");
        if (asks("/api/v1/nodes")) {
            ++questions;
            return answerWith(answer, areNodesForbidden,
                              "{items: [{metadata: {name: free}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: "
                              "110}}}, {metadata: {name: closed}, spec: {unschedulable: true}, status: {allocatable: "
                              "{cpu: 64, memory: 640Gi, pods: 110}}}]}");
        }
        if (asks("/api/v1/pods"))
            return answerWith(answer, arePodsForbidden,
                              "{items: [{metadata: {namespace: a, name: b}, spec: {nodeName: free, containers: [{name: "
                              "c, resources: {requests: {cpu: 1, memory: 2Gi}}}]}}]}");
        if (asks("/api/v1/namespaces/team/pods/p"))
            return answer.replyJson(200, pod(hasNode).dump());
        answerWith(answer, false, "{items: []}");
    }

public:
    static Json pod(bool isPlaced)
    {
        Json pod = core::readYaml("{metadata: {name: p, namespace: team, uid: u}, spec: {containers: [{name: base, "
                                  "resources: {requests: {cpu: 3500m}}}]}, status: {phase: Pending}}")
                       ->value;
        if (isPlaced)
            pod["spec"]["nodeName"] = "free";
        return pod;
    }

private:
    support::FakeApiServer m_server;
};

} // namespace

class TestPlace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theLargestPod()
    {
        TwoNodes cluster;
        QCOMPARE(roomOf(cluster), QStringLiteral("3 CPU and 6Gi memory on free"));
        cluster.arePodsForbidden = true;
        QCOMPARE(roomOf(cluster), QStringLiteral("4 CPU and 8Gi memory on free, if nothing else runs there (you may "
                                                 "not)"));
        cluster.areNodesForbidden = true;
        QCOMPARE(roomOf(cluster), QStringLiteral("cannot be told: you may not"));
    }

    void nothingIsAskedOfWhatIsNotConnected()
    {
        ClusterRoom room;
        room.show(nullptr);
        QCOMPARE(room.text(), QStringLiteral("not connected"));
        ClusterSession session(QStringLiteral("x"), core::systemClock());
        room.show(&session);
        QCOMPARE(room.text(), QStringLiteral("not connected"));
    }

    void nodeByNodeUntilItHasOne()
    {
        TwoNodes cluster;
        ClusterSession session(QStringLiteral("x"), core::systemClock());
        session.connectTo(cluster.connection());
        PendingNodes pending(soon);
        pending.watch(&session, TwoNodes::pod(false));
        QVERIFY(pending.isWatching() && !pending.isKnown());
        QTRY_VERIFY_WITH_TIMEOUT(pending.isKnown(), patient);
        QCOMPARE(pending.fits().size(), size_t(2));
        QCOMPARE(pending.fits()[0].misfits[0].text, QStringLiteral("CPU: asks for 3.5; 3 of 4 free"));
        QCOMPARE(pending.fits()[1].misfits[0].kind, preflight::Misfit::Kind::Unschedulable);
        QVERIFY(pending.note().isEmpty());
        const int asked = cluster.questions;
        QTRY_VERIFY_WITH_TIMEOUT(cluster.questions > asked + 1, patient); // again and again
        cluster.hasNode = true;
        QTRY_VERIFY_WITH_TIMEOUT(!pending.isWatching(), patient);
        QVERIFY(pending.fits().empty());
    }

    void whatMayNotBeSeenIsSaid()
    {
        TwoNodes cluster;
        cluster.arePodsForbidden = true;
        ClusterSession session(QStringLiteral("x"), core::systemClock());
        session.connectTo(cluster.connection());
        PendingNodes pending(soon);
        pending.watch(&session, TwoNodes::pod(false));
        QTRY_COMPARE_WITH_TIMEOUT(pending.note(),
                                  QStringLiteral("What the nodes hold already cannot be seen: you may not"), patient);
        QVERIFY(pending.fits()[0].fits());
        cluster.areNodesForbidden = true;
        QTRY_COMPARE_WITH_TIMEOUT(pending.note(), QStringLiteral("The nodes cannot be seen: you may not"), patient);
        QVERIFY(pending.fits().empty());
    }

    void onlyPodsWithoutANode()
    {
        TwoNodes cluster;
        ClusterSession session(QStringLiteral("x"), core::systemClock());
        session.connectTo(cluster.connection());
        PendingNodes pending(soon);
        QSignalSpy changed(&pending, &PendingNodes::changed);
        pending.watch(&session, TwoNodes::pod(true));
        pending.watch(nullptr, TwoNodes::pod(false));
        pending.watch(&session, Json());
        QVERIFY(!pending.isWatching());
        QCOMPARE(changed.count(), 0);
        pending.watch(&session, TwoNodes::pod(false));
        pending.stop();
        QVERIFY(!pending.isWatching());
        QCOMPARE(changed.count(), 2);
    }

private:
    static QString roomOf(const TwoNodes &cluster)
    {
        ClusterSession session(QStringLiteral("x"), core::systemClock());
        session.connectTo(cluster.connection());
        ClusterRoom room;
        const auto isKnown = [&] {
            room.show(&session);
            return room.text() != QLatin1String("not connected") && room.text() != QStringLiteral("asking…");
        };
        return QTest::qWaitFor(isKnown, patient) ? room.text() : QStringLiteral("nothing is told");
    }
};

QTEST_GUILESS_MAIN(TestPlace)
#include "tst_place.moc"
