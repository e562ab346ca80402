#include "app/sandbox/container_probes.h"

#include <QTest>

namespace podwright::sandbox {

using Outcome = ActionResult::Outcome;
using std::chrono::seconds;

// The rules of probes alone: when one is due and what its results amount to.
class TestContainerProbes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thresholds_data();
    void thresholds();
    void delayAndPeriod();
    void startupGoesFirst();
    void onlyReadinessWhileStopping();
};

void TestContainerProbes::thresholds_data()
{
    QTest::addColumn<QByteArray>("results"); // s, f, i: success, failure, impossible
    QTest::addColumn<int>("verdict");
    const auto row = [](const char *results, Probe::Verdict verdict) {
        QTest::newRow(results) << QByteArray(results) << static_cast<int>(verdict);
    };
    row("s", Probe::Verdict::Unknown); // successThreshold 2, failureThreshold 3
    row("ss", Probe::Verdict::Success);
    row("sfs", Probe::Verdict::Unknown);
    row("ffsff", Probe::Verdict::Unknown);
    row("fff", Probe::Verdict::Failure);
    row("ssff", Probe::Verdict::Success);
    row("ssfff", Probe::Verdict::Failure);
    row("fffs", Probe::Verdict::Failure);
    row("sis", Probe::Verdict::Success);
    row("iiii", Probe::Verdict::Unknown);
}

void TestContainerProbes::thresholds()
{
    QFETCH(QByteArray, results);
    QFETCH(int, verdict);
    Probe probe(Json{{"successThreshold", 2}, {"failureThreshold", 3}});
    probe.begin({});
    for (const char result : results)
        probe.take(result == 's' ? Outcome::Success : result == 'f' ? Outcome::Failure : Outcome::Impossible, {});
    QCOMPARE(static_cast<int>(probe.verdict()), verdict);
}

void TestContainerProbes::delayAndPeriod()
{
    const SteadyTime start{seconds(100)};
    Probe probe(Json{{"initialDelaySeconds", 5}, {"periodSeconds", 7}});
    QVERIFY(!probe.due());
    probe.begin(start);
    QCOMPARE(*probe.due(), start + seconds(5));
    probe.noteBegun();
    QVERIFY(!probe.due());
    probe.take(Outcome::Success, start + seconds(6));
    QCOMPARE(*probe.due(), start + seconds(12));
    probe.noteBegun();
    probe.take(Outcome::Success, start + seconds(60)); // a slow one: the next comes at once
    QCOMPARE(*probe.due(), start + seconds(60));
    probe.end();
    QVERIFY(!probe.due());
}

void TestContainerProbes::startupGoesFirst()
{
    const Json none = Json::object();
    ContainerProbes probes({{"startupProbe", none}, {"livenessProbe", none}, {"readinessProbe", none}});
    const SteadyTime now{seconds(1)};
    probes.begin(now);
    QVERIFY(!probes.isStarted() && !probes.isReady());
    QCOMPARE(probes.dueAt(now, false), std::vector{Purpose::Startup});
    probes.of(Purpose::Startup).take(Outcome::Success, now);
    QVERIFY(probes.isStarted() && !probes.isReady());
    const std::vector others = {Purpose::Liveness, Purpose::Readiness};
    QCOMPARE(probes.dueAt(now + seconds(100), false), others);
    probes.of(Purpose::Readiness).take(Outcome::Success, now);
    QVERIFY(probes.isReady());
}

void TestContainerProbes::onlyReadinessWhileStopping()
{
    ContainerProbes probes({{"livenessProbe", Json::object()}, {"readinessProbe", Json::object()}});
    const SteadyTime now{seconds(1)};
    probes.begin(now);
    QCOMPARE(probes.dueAt(now, true), std::vector{Purpose::Readiness});
    ContainerProbes plain{Json::object()};
    plain.begin(now);
    QVERIFY(plain.isStarted() && plain.isReady() && !plain.nextTime(false));
}

} // namespace podwright::sandbox

QTEST_GUILESS_MAIN(podwright::sandbox::TestContainerProbes)
#include "tst_container_probes.moc"
