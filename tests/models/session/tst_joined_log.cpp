// Logs of containers, runs and pods in one: what the history kept, what the cluster gives, what happened meanwhile.

#include "models/core/files.h"
#include "models/logs/stamp.h"
#include "models/session/joined_log.h"
#include "tests/models/session/log_cluster.h"
#include "tests/support/busy_pool.h"

#include <QTest>

using namespace podwright;
using namespace podwright::session;
using logs::LogPart;
using test::LogCluster;
using test::stamped;

namespace {

// Lines as they are read: the source before a bar, notices between dashes; without stamps.
QStringList linesOf(logs::LogStore &store)
{
    QStringList lines;
    for (qint64 n = store.firstLine(); n < store.endLine(); ++n) {
        const QByteArray bytes = store.line(n);
        const logs::StampedLine line = logs::splitStamp(bytes);
        if (store.isNotice(n))
            lines += QStringLiteral("- %1").arg(QString::fromUtf8(bytes));
        else if (line.source.isEmpty())
            lines += QString::fromUtf8(line.text);
        else
            lines += QStringLiteral("%1| %2").arg(QString::fromUtf8(line.source), QString::fromUtf8(line.text));
    }
    return lines;
}

runs::RunState doneRun(const std::string &id)
{
    runs::RunState state;
    state.plan.id = id;
    state.plan.context = QStringLiteral("here");
    state.plan.ns = "default";
    state.plan.podName = "pod-of-" + id;
    state.plan.baseContainer = "base";
    state.stage = runs::Stage::Done;
    state.outcome = runs::Outcome::Failed;
    state.started = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    state.pod = core::parseJson(R"({"spec": {"containers": [{"name": "base"}, {"name": "side"}]}, "status": {
        "phase": "Failed", "containerStatuses": [{"name": "base", "restartCount": 0, "state": {"terminated":
        {"exitCode": 3, "startedAt": "2026-01-01T00:00:02Z", "finishedAt": "2026-01-01T00:00:05Z"}}}]}})");
    return state;
}

} // namespace

class TestJoinedLog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        m_history = std::make_unique<runs::History>(core::stateFolder());
    }
    void cleanup()
    {
        m_history.reset();
        m_home.reset();
    }

    void containersOfARunInTheOrderOfTime()
    {
        const auto run = kept("r", {{"base", stamped(1, "one") + stamped(4, "four")}, {"side", stamped(3, "three")}});
        JoinedLog log(m_clock);
        log.addRun(*run, {});
        const QStringList expected{QStringLiteral("base| one"), QStringLiteral("side| three"),
                                   QStringLiteral("base| four")};
        QTRY_COMPARE_WITH_TIMEOUT(linesOf(log.store()), expected, 30000);
    }

    void oneContainerHasNoMarks()
    {
        const auto run = kept("r", {{"base", stamped(1, "one")}, {"side", stamped(3, "three")}});
        JoinedLog log(m_clock);
        log.addRun(*run, {.container = QStringLiteral("base")});
        QTRY_COMPARE_WITH_TIMEOUT(linesOf(log.store()), QStringList{QStringLiteral("one")}, 30000);
    }

    void whatHappenedStandsAtItsTime()
    {
        const auto run = kept("r", {{"base", stamped(1, "one") + stamped(4, "four") + stamped(6, "six")}});
        JoinedLog log(m_clock);
        log.addRun(*run, {.container = QStringLiteral("base"), .withEvents = true});
        const QStringList expected{QStringLiteral("one"),
                                   QStringLiteral("- 00:00:02 container base started"),
                                   QStringLiteral("- 00:00:03 Pulled: image is there"),
                                   QStringLiteral("four"),
                                   QStringLiteral("- 00:00:05 container base ended with exit code 3"),
                                   QStringLiteral("six")};
        QTRY_COMPARE_WITH_TIMEOUT(sorted(linesOf(log.store())), sorted(expected), 30000);
        QCOMPARE(linesOf(log.store()).indexOf(QStringLiteral("four")), 3);
        Q_EMIT run->eventsChanged(); // told once
        Q_EMIT run->changed();
        QCOMPARE(linesOf(log.store()).size(), expected.size());
    }

    void linesThatComeWhileTheHistoryIsReadFollowIt()
    {
        const auto run = kept("r", {{"base", stamped(1, "one")}});
        JoinedLog log(m_clock);
        log.addRun(*run, {.container = QStringLiteral("base")});
        Q_EMIT run->logLines(QStringLiteral("base"), QByteArray::fromStdString(stamped(2, "two")));
        Q_EMIT run->logLines(QStringLiteral("other"), QByteArray::fromStdString(stamped(2, "of nobody")));
        const QStringList expected{QStringLiteral("one"), QStringLiteral("two")};
        QTRY_COMPARE_WITH_TIMEOUT(linesOf(log.store()), expected, 30000);
        Q_EMIT run->logLines(QStringLiteral("base"), QByteArray::fromStdString(stamped(3, "three")));
        QCOMPARE(linesOf(log.store()), expected + QStringList{QStringLiteral("three")});
        Q_EMIT run->logNotice(QStringLiteral("base"), QStringLiteral("connection lost"));
        QTRY_COMPARE_WITH_TIMEOUT(linesOf(log.store()).last(), QStringLiteral("- connection lost"), 30000);
    }

    void severalRunsAreToldApart()
    {
        const auto first = kept("a", {{"base", stamped(1, "one") + stamped(3, "three")}});
        auto second = kept("b", {{"base", stamped(2, "two")}});
        JoinedLog log(m_clock);
        log.addRun(*first, {.podName = QStringLiteral("pod-of-a")});
        log.addRun(*second, {.podName = QStringLiteral("a-pod-whose-name-is-much-too-long-for-a-line-x1y2")});
        QTRY_COMPARE_WITH_TIMEOUT(linesOf(log.store()).size(), 3, 30000);
        const QStringList lines = linesOf(log.store());
        QCOMPARE(lines[0], QStringLiteral("pod-of-a/base| one"));
        QVERIFY2(lines[1].startsWith(u'…') && lines[1].endsWith(QStringLiteral("-x1y2/base| two")),
                 qPrintable(lines[1]));
        QCOMPARE(lines[2], QStringLiteral("pod-of-a/base| three"));
        second.reset(); // out of the history: what is shown stays
        QCOMPARE(linesOf(log.store()), lines);
    }

    void podsAsTheirClusterGivesThem()
    {
        const LogCluster cluster([](const support::FakeRequest &request, support::FakeAnswer &answer) {
            const bool isSide = LogCluster::has(request, "container=side");
            const bool isSecond = LogCluster::has(request, "/pods/p2/");
            answer.reply(200, stamped(isSide ? 2 : 1, isSecond ? "second" : "first"));
        });
        const auto sessions = cluster.connect(*m_home);
        JoinedLog log(core::systemClock());
        for (const char *pod : {"p1", "p2"})
            log.addPod(*sessions, target(pod), {.podName = QString::fromLatin1(pod)});
        const QStringList expected{QStringLiteral("p1/base| first"), QStringLiteral("p1/side| first"),
                                   QStringLiteral("p2/base| second"), QStringLiteral("p2/side| second")};
        QTRY_COMPARE_WITH_TIMEOUT(sorted(linesOf(log.store())), expected, 30000);
    }

    void partsAreAskedOfTheCluster_data()
    {
        QTest::addColumn<LogPart>("part");
        QTest::addColumn<QStringList>("asked"); // in each request, one after the other
        QTest::addColumn<QStringList>("lines");
        const QStringList one{QStringLiteral("text")};
        QTest::newRow("whole") << LogPart{} << QStringList{QStringLiteral("timestamps=true")} << one;
        QTest::newRow("since") << LogPart{.sinceSeconds = 300} << QStringList{QStringLiteral("sinceSeconds=300")}
                               << one;
        QTest::newRow("tail") << LogPart{.lastLines = 1000} << QStringList{QStringLiteral("tailLines=1000")} << one;
        QTest::newRow("former") << LogPart{.isPrevious = true} << QStringList{QStringLiteral("previous=true")} << one;
        QTest::newRow("error") << LogPart{.streams = LogPart::Streams::Error}
                               << QStringList{QStringLiteral("stream=Stderr")} << one;
        QTest::newRow("apart") << LogPart{.streams = LogPart::Streams::Apart}
                               << QStringList{QStringLiteral("stream=Stdout"), QStringLiteral("stream=Stderr")}
                               << QStringList{QStringLiteral("err| text"), QStringLiteral("out| text")};
    }
    void partsAreAskedOfTheCluster()
    {
        QFETCH(LogPart, part);
        QFETCH(QStringList, asked);
        QFETCH(QStringList, lines);
        const LogCluster cluster(
            [](const support::FakeRequest &, support::FakeAnswer &answer) { answer.reply(200, stamped(1, "text")); });
        const auto sessions = cluster.connect(*m_home);
        JoinedLog log(core::systemClock());
        log.addPod(*sessions, target("p1"), {.container = QStringLiteral("base"), .part = part});
        QTRY_COMPARE_WITH_TIMEOUT(sorted(linesOf(log.store())), lines, 30000);
        const auto requests = cluster.logRequests();
        for (const QString &wanted : asked)
            QVERIFY2(std::ranges::any_of(
                         requests,
                         [&](const std::string &one) { return one.find(wanted.toStdString()) != std::string::npos; }),
                     qPrintable(wanted));
        QCOMPARE(requests.size(), size_t(asked.size()));
    }

    void whatCannotBeHadIsSaid_data()
    {
        QTest::addColumn<QString>("pod");
        QTest::addColumn<LogWish>("wish");
        QTest::addColumn<QString>("says");
        QTest::newRow("no pod") << "gone" << LogWish{} << "not found";
        QTest::newRow("no container") << "p1" << LogWish{.container = QStringLiteral("none")} << "no such container";
        QTest::newRow("no former instance")
            << "p1" << LogWish{.container = QStringLiteral("side"), .part = {.isPrevious = true}} << "no former log";
        QTest::newRow("not allowed") << "p1" << LogWish{.container = QStringLiteral("base")} << "base: ";
    }
    void whatCannotBeHadIsSaid()
    {
        QFETCH(QString, pod);
        QFETCH(LogWish, wish);
        QFETCH(QString, says);
        const LogCluster cluster([](const support::FakeRequest &, support::FakeAnswer &answer) {
            answer.replyJson(403, R"({"kind": "Status", "reason": "Forbidden", "code": 403, "message": "no right"})");
        });
        const auto sessions = cluster.connect(*m_home);
        JoinedLog log(core::systemClock());
        log.addPod(*sessions, target(pod.toStdString()), wish);
        QTRY_COMPARE_WITH_TIMEOUT(linesOf(log.store()).size(), 1, 30000);
        QVERIFY2(linesOf(log.store())[0].contains(says), qPrintable(linesOf(log.store())[0]));
    }

    void eventsOfAPodStandInItsLog()
    {
        const LogCluster cluster([](const support::FakeRequest &, support::FakeAnswer &answer) {
            answer.reply(200, stamped(1, "one") + stamped(9, "nine"));
        });
        const auto sessions = cluster.connect(*m_home);
        JoinedLog log(core::systemClock());
        log.addPod(*sessions, target("p1"), {.container = QStringLiteral("base"), .withEvents = true});
        const QStringList expected{QStringLiteral("- 00:00:01 container base started"),
                                   QStringLiteral("- 00:00:02 BackOff: waits"),
                                   QStringLiteral("- 00:00:50 container base ended with exit code 3"),
                                   QStringLiteral("nine"), QStringLiteral("one")};
        QTRY_COMPARE_WITH_TIMEOUT(sorted(linesOf(log.store())), expected, 30000);
    }

    void aSlowDiskHoldsTheServerBack()
    {
        constexpr qint64 lineCount = 96 * 1024;
        std::atomic<bool> isHeld = false;
        const LogCluster cluster([&isHeld](const support::FakeRequest &, support::FakeAnswer &answer) {
            const std::string line = stamped(1, std::string(992, 'x')); // a kilobyte
            std::string block;
            for (int i = 0; i < 256; ++i)
                block += line;
            answer.whenHeldBack([&isHeld] { isHeld = true; });
            answer.beginChunked();
            for (qint64 sent = 0; sent < lineCount && answer.chunk(block); sent += 256)
                ;
            answer.endChunked();
        });
        const auto sessions = cluster.connect(*m_home);
        bool isReady = false;
        sessions->session(QStringLiteral("here"))->whenReady(this, [&isReady](const auto &) { isReady = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isReady, 30000);
        JoinedLog log(core::systemClock());
        {
            const support::BusyPool busy;
            log.addPod(*sessions, target("p1"), {.container = QStringLiteral("base")});
            QTRY_VERIFY_WITH_TIMEOUT(isHeld && log.store().isBehind(), 60000);
            QVERIFY2(log.store().byteCount() < 64 * 1024 * 1024, qPrintable(QString::number(log.store().byteCount())));
        }
        QTRY_COMPARE_WITH_TIMEOUT(log.store().lineCount(), lineCount, 120000);
        QVERIFY(!log.store().isBehind());
    }

private:
    using Logs = std::vector<std::pair<std::string, std::string>>;

    static QStringList sorted(QStringList lines)
    {
        lines.sort();
        return lines;
    }
    static BulkTarget target(const std::string &pod)
    {
        return {.context = QStringLiteral("here"), .ns = "default", .pod = pod, .uid = "uid-" + pod};
    }
    // A run that is over, as the history knows it.
    std::unique_ptr<RunItem> kept(const std::string &id, const Logs &logs)
    {
        const runs::RunState state = doneRun(id);
        m_history->save(state);
        for (const auto &[container, text] : logs)
            m_history->appendLog(id, container, QByteArray::fromStdString(text), "", {});
        kube::EventSummary pulled;
        pulled.uid = "e-" + id;
        pulled.reason = "Pulled";
        pulled.message = "image is there";
        pulled.first = pulled.last = state.started.addSecs(3);
        m_history->saveEvents(id, {pulled});
        auto item = std::make_unique<RunItem>(state, *m_history);
        QSignalSpy loaded(item.get(), &RunItem::eventsChanged);
        item->load();
        if (!loaded.wait(30000))
            qFatal("not loaded");
        return item;
    }

    const core::Clock &m_clock = core::systemClock();
    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<runs::History> m_history;
};

QTEST_GUILESS_MAIN(TestJoinedLog)
#include "tst_joined_log.moc"
