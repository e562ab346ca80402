// What containers take: read, kept, judged, and asked for while somebody looks.

#include "models/session/usage_advice.h"
#include "models/session/usage_sampler.h"
#include "tests/models/session/loaded_sessions.h"
#include "tests/support/fake_api_server.h"

#include <QTest>

using namespace podwright;
using namespace podwright::session;

namespace {

constexpr qint64 mebi = 1024 * 1024;
constexpr int longWait = 30000;

std::vector<runs::UsageSample> samples(const char *container, qint64 seconds, qint64 milliCores, qint64 bytes)
{
    return {{container, QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC), milliCores, bytes}};
}

std::vector<UsagePoint> aMinuteOf(qint64 milliCores, qint64 bytes)
{
    return {{0, milliCores / 2, bytes / 2}, {30'000, milliCores, bytes / 2}, {60'000, milliCores / 2, bytes}};
}

} // namespace

class TestUsage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void figuresAreRead();
    void figuresAreBounded();
    void whatIsNoAnswerIsToldSo_data();
    void whatIsNoAnswerIsToldSo();
    void amountsForPeople_data();
    void amountsForPeople();
    void theRecordIsSortedAndTakesAMomentOnce();
    void aLongRunStaysBoundedAndKeepsItsPeaks();
    void boundsOfAContainer();
    void advice_data();
    void advice();
    void noAdviceFromAGlance();
    void aClusterWithoutMetricsIsAskedOnce();
    void forbiddenInTheServersWords();
    void figuresComeAgainAndAgain();
    void whatHasNoneYetIsAskedAgain();
    void init() { m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere")); }
    void cleanup()
    {
        m_sessions.reset();
        m_home.reset();
    }

private:
    void letTimePass(); // a sampler that asks would have done so
    void connectTo(const support::FakeApiServer &server);
    static int countOf(const support::FakeApiServer &server, const std::string &part);

    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<SessionManager> m_sessions;
    const BulkTarget m_pod{.context = QStringLiteral("here"), .ns = "default", .pod = "p", .uid = "u"};
};

namespace {

constexpr auto figures = R"({"kind":"PodMetrics","apiVersion":"metrics.k8s.io/v1beta1","metadata":{"name":"p"},
    "timestamp":"2026-11-22T08:00:00Z","window":"15s","containers":[
    {"name":"base","usage":{"cpu":"120345678n","memory":"215040Ki"}},
    {"name":"broken","usage":{"cpu":"much"}},{"name":"xcom","usage":{"cpu":"0","memory":"1Mi"}}]})";

support::FakeHandler metricsServer(int status, const char *body)
{
    return [status, body](const support::FakeRequest &request, support::FakeAnswer &answer) {
        if (request.target == "/apis/metrics.k8s.io/v1beta1")
            return answer.replyJson(200, R"({"kind":"APIResourceList","resources":[{"name":"pods"}]})");
        if (request.target.starts_with("/apis/metrics.k8s.io"))
            return answer.replyJson(status, body);
        answer.replyJson(200, R"({"major":"1","minor":"35","gitVersion":"v1.35.0"})");
    };
}

} // namespace

void TestUsage::figuresAreRead()
{
    const auto read = readPodMetrics(core::parseJson(figures));
    QVERIFY(read);
    const QDateTime at(QDate(2026, 11, 22), QTime(8, 0), Qt::UTC);
    const std::vector<runs::UsageSample> expected{{"base", at, 121, 210 * mebi}, {"xcom", at, 0, mebi}};
    QCOMPARE(*read, expected);
}

void TestUsage::figuresAreBounded()
{
    const auto read = readPodMetrics(core::parseJson(R"({"timestamp":"2026-11-22T08:00:00Z","containers":[
        {"name":"base","usage":{"cpu":"9E","memory":"-5Mi"}}]})"));
    QVERIFY(read);
    QCOMPARE((*read)[0].milliCores, qint64(1) << 56);
    QCOMPARE((*read)[0].bytes, 0);
}

void TestUsage::whatIsNoAnswerIsToldSo_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("a list") << "[]";
    QTest::newRow("nothing") << "{}";
    QTest::newRow("no time") << R"({"containers":[]})";
    QTest::newRow("containers of another kind") << R"({"timestamp":"2026-11-22T08:00:00Z","containers":"many"})";
}

void TestUsage::whatIsNoAnswerIsToldSo()
{
    QFETCH(QString, text);
    QVERIFY(!readPodMetrics(core::parseJson(text.toStdString())));
}

void TestUsage::amountsForPeople_data()
{
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("expected");
    QTest::newRow("milli") << processorText(250) << "250m";
    QTest::newRow("core") << processorText(1000) << "1";
    QTest::newRow("cores") << processorText(1500) << "1.5";
    QTest::newRow("many") << processorText(128'000) << "128";
    QTest::newRow("none") << processorText(0) << "0m";
    QTest::newRow("kibi") << memoryText(4096) << "4 KiB";
    QTest::newRow("mebi") << memoryText(210 * mebi) << "210 MiB";
    QTest::newRow("part") << memoryText(mebi + mebi / 2) << "1.5 MiB";
    QTest::newRow("nearly gibi") << memoryText(1023 * mebi) << "1023 MiB";
    QTest::newRow("gibi") << memoryText(1024 * mebi) << "1 GiB";
}

void TestUsage::amountsForPeople()
{
    QFETCH(QString, shown);
    QTEST(shown, "expected");
}

void TestUsage::theRecordIsSortedAndTakesAMomentOnce()
{
    UsageRecord record;
    record.add(samples("base", 30, 300, 3));
    record.add(samples("base", 10, 100, 9));
    record.add(samples("base", 30, 999, 9)); // the server measures seldomer than it is asked
    record.add(samples("side", 20, 200, 2));
    const std::vector<UsagePoint> expected{{10'000, 100, 9}, {30'000, 300, 3}};
    QCOMPARE(record.points("base"), expected);
    QCOMPARE(record.peak("base"), (UsagePoint{30'000, 300, 9}));
    QCOMPARE(record.containers(), (std::vector<std::string>{"base", "side"}));
    QVERIFY(record.points("nobody").empty());
}

void TestUsage::aLongRunStaysBoundedAndKeepsItsPeaks()
{
    UsageRecord record;
    record.add(samples("base", 3, 7777, 7 * mebi));
    for (qint64 second = 4; second < 20'000; ++second)
        record.add(samples("base", second, 10, mebi));
    QVERIFY(record.points("base").size() <= UsageRecord::mostPoints);
    QVERIFY(record.points("base").size() > UsageRecord::mostPoints / 4);
    QCOMPARE(record.points("base").back().at, 19'999'000);
    QCOMPARE(record.peak("base").milliCores, 7777);
    QCOMPARE(record.peak("base").bytes, 7 * mebi);
}

void TestUsage::boundsOfAContainer()
{
    const core::Json pod = core::parseJson(R"({"spec":{"containers":[{"name":"base","resources":{
        "requests":{"cpu":"500m","memory":"1Gi"},"limits":{"cpu":2,"memory":"nonsense"}}}]}})");
    const ContainerBounds expected{.milliCoresRequest = 500, .milliCoresLimit = 2000, .bytesRequest = 1024 * mebi};
    QCOMPARE(boundsOf(pod, "base"), expected);
    QCOMPARE(boundsOf(pod, "other"), ContainerBounds());
}

void TestUsage::advice_data()
{
    QTest::addColumn<qint64>("milliCores");
    QTest::addColumn<qint64>("mebibytes");
    QTest::addColumn<QString>("bounds"); // a container's resources
    QTest::addColumn<QStringList>("sentences");
    QTest::addColumn<QStringList>("edits");
    QTest::newRow("far too much memory")
        << qint64(400) << qint64(210) << R"({"requests":{"cpu":"500m","memory":"1Gi"}})"
        << QStringList{"Memory: used at most 210 MiB of 1 GiB requested: request 256 MiB."}
        << QStringList{"/task/container_resources/requests/memory=256Mi"};
    QTest::newRow("far too much of both")
        << qint64(100) << qint64(210) << R"({"requests":{"cpu":"4","memory":"1Gi"}})"
        << QStringList{"CPU: used at most 100m of 4 requested: request 150m.",
                       "Memory: used at most 210 MiB of 1 GiB requested: request 256 MiB."}
        << QStringList{"/task/container_resources/requests/cpu=150m",
                       "/task/container_resources/requests/memory=256Mi"};
    QTest::newRow("too little") << qint64(900) << qint64(300) << R"({"requests":{"cpu":"500m","memory":"128Mi"}})"
                                << QStringList{"CPU: used at most 900m of 500m requested: request 1.1.",
                                               "Memory: used at most 300 MiB of 128 MiB requested: request 384 MiB."}
                                << QStringList{"/task/container_resources/requests/cpu=1100m",
                                               "/task/container_resources/requests/memory=384Mi"};
    QTest::newRow("well chosen") << qint64(420) << qint64(400)
                                 << R"({"requests":{"cpu":"500m","memory":"512Mi"},"limits":{"memory":"1Gi"}})"
                                 << QStringList() << QStringList();
    QTest::newRow("close to the limit")
        << qint64(420) << qint64(500) << R"({"requests":{"cpu":"500m","memory":"256Mi"},"limits":{"memory":"512Mi"}})"
        << QStringList{"Memory: used at most 500 MiB, close to the limit of 512 MiB: limit it to 640 MiB."}
        << QStringList{"/task/container_resources/limits/memory=640Mi"};
    QTest::newRow("never over the limit")
        << qint64(950) << qint64(400) << R"({"requests":{"cpu":"500m","memory":"512Mi"},"limits":{"cpu":"1"}})"
        << QStringList{"CPU: used at most 950m of 500m requested: request 1."}
        << QStringList{"/task/container_resources/requests/cpu=1"};
    QTest::newRow("none requested") << qint64(3) << qint64(5) << "{}"
                                    << QStringList{"CPU: used at most 3m, none requested: request 50m.",
                                                   "Memory: used at most 5 MiB, none requested: request 32 MiB."}
                                    << QStringList{"/task/container_resources/requests/cpu=50m",
                                                   "/task/container_resources/requests/memory=32Mi"};
}

void TestUsage::advice()
{
    QFETCH(qint64, milliCores);
    QFETCH(qint64, mebibytes);
    QFETCH(QString, bounds);
    const core::Json pod{
        {"spec", {{"containers", {{{"name", "base"}, {"resources", core::parseJson(bounds.toStdString())}}}}}}};
    const std::vector<UsagePoint> points = aMinuteOf(milliCores, mebibytes * mebi);
    QStringList sentences, edits;
    for (const UsageAdvice &one : adviseOn(points, {60'000, milliCores, mebibytes * mebi}, boundsOf(pod, "base"))) {
        sentences += one.sentence;
        for (const preflight::Edit &edit : one.edits)
            edits += QString::fromStdString(edit.pointer + '=' + edit.value.get<std::string>());
    }
    QTEST(sentences, "sentences");
    QTEST(edits, "edits");
}

void TestUsage::noAdviceFromAGlance()
{
    const std::vector<UsagePoint> glance{{0, 1, mebi}, {59'999, 1, mebi}};
    QVERIFY(adviseOn(glance, {59'999, 1, mebi}, {.bytesRequest = 1024 * mebi}).empty());
    QVERIFY(adviseOn({}, {}, {}).empty());
}

void TestUsage::aClusterWithoutMetricsIsAskedOnce()
{
    const support::FakeApiServer server(
        {.isTls = false}, [](const support::FakeRequest &request, support::FakeAnswer &answer) {
            if (request.target.starts_with("/apis/metrics"))
                return answer.reply(404, "404 page not found\n");
            answer.replyJson(200, R"({"major":"1","minor":"35","gitVersion":"v1.35.0"})");
        });
    connectTo(server);
    UsageSampler sampler(*m_sessions);
    sampler.setInterval(1);
    sampler.watch(m_pod);
    QTRY_COMPARE_WITH_TIMEOUT(sampler.gap().kind, UsageGap::Kind::NotServed, longWait);
    const int asked = countOf(server, "/apis/metrics");
    sampler.watch(m_pod); // as at each change of the run
    letTimePass();
    QCOMPARE(countOf(server, "/apis/metrics"), asked);
    sampler.askAgain();
    QTRY_VERIFY_WITH_TIMEOUT(countOf(server, "/apis/metrics") > asked, longWait);
}

void TestUsage::forbiddenInTheServersWords()
{
    const support::FakeApiServer server(
        {.isTls = false}, metricsServer(403, R"({"kind":"Status","reason":"Forbidden","code":403,"message":
            "pods.metrics.k8s.io \"p\" is forbidden: User \"u\" cannot get resource"})"));
    connectTo(server);
    UsageSampler sampler(*m_sessions);
    sampler.setInterval(1);
    sampler.watch(m_pod);
    QTRY_COMPARE_WITH_TIMEOUT(sampler.gap().kind, UsageGap::Kind::Forbidden, longWait);
    QVERIFY2(sampler.gap().reason.contains(QStringLiteral("cannot get resource")), qPrintable(sampler.gap().reason));
}

void TestUsage::figuresComeAgainAndAgain()
{
    const support::FakeApiServer server({.isTls = false}, metricsServer(200, figures));
    connectTo(server);
    UsageSampler sampler(*m_sessions);
    sampler.setInterval(1);
    QSignalSpy sampled(&sampler, &UsageSampler::sampled);
    sampler.watch(m_pod);
    QTRY_VERIFY_WITH_TIMEOUT(sampled.size() >= 3, longWait);
    QCOMPARE(sampler.gap().kind, UsageGap::Kind::None);
    QCOMPARE(countOf(server, "/v1beta1/namespaces"), countOf(server, "/namespaces/default/pods/p"));
    int discoveries = 0;
    for (const support::FakeRequest &request : server.requests())
        discoveries += request.target == "/apis/metrics.k8s.io/v1beta1";
    QCOMPARE(discoveries, 1);
    sampler.stop();
    const int asked = countOf(server, "/pods/p");
    const qsizetype came = sampled.size();
    letTimePass();
    QVERIFY(countOf(server, "/pods/p") <= asked + 1); // one may have been on its way
    QCOMPARE(sampled.size(), came);
}

void TestUsage::whatHasNoneYetIsAskedAgain()
{
    const support::FakeApiServer server(
        {.isTls = false},
        metricsServer(404,
                      R"({"kind":"Status","reason":"NotFound","code":404,"message":"pods.metrics.k8s.io not found"})"));
    connectTo(server);
    UsageSampler sampler(*m_sessions);
    sampler.setInterval(1);
    sampler.watch(m_pod);
    QTRY_COMPARE_WITH_TIMEOUT(sampler.gap().kind, UsageGap::Kind::NotYet, longWait);
    QTRY_VERIFY_WITH_TIMEOUT(countOf(server, "/pods/p") >= 3, longWait);
}

void TestUsage::letTimePass()
{
    for (int i = 0; i < 20; ++i) {
        bool isAnswered = false;
        m_sessions->session(m_pod.context)->client()->version(this, [&](const auto &) { isAnswered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isAnswered, longWait);
    }
}

int TestUsage::countOf(const support::FakeApiServer &server, const std::string &part)
{
    int count = 0;
    for (const support::FakeRequest &request : server.requests())
        count += request.target.find(part) != std::string::npos;
    return count;
}

void TestUsage::connectTo(const support::FakeApiServer &server)
{
    m_sessions = test::loadSessions(*m_home, test::kubeconfigOf({QByteArray::fromStdString(server.url())}));
}

QTEST_GUILESS_MAIN(TestUsage)
#include "tst_usage.moc"
