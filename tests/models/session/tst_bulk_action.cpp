// One action over many pods: a few at a time, on whatever fails, stopped on request.

#include "models/core/files.h"
#include "models/session/bulk_save_logs.h"
#include "tests/models/session/loaded_sessions.h"
#include "tests/support/fake_api_server.h"

#include <QTest>

using namespace podwright;
using namespace podwright::session;

namespace {

BulkTarget target(const std::string &pod)
{
    return {.context = QStringLiteral("here"), .ns = "default", .pod = pod, .uid = "uid-" + pod};
}

std::vector<BulkTarget> targets(int count)
{
    std::vector<BulkTarget> made;
    for (int n = 0; n < count; ++n)
        made.push_back(target("p" + std::to_string(n)));
    return made;
}

// Does nothing until it is told to.
class Waiting : public BulkAction
{
public:
    using BulkAction::BulkAction;
    void endOne(const core::Result<void> &result = {})
    {
        const BulkTarget first = begun.front();
        begun.erase(begun.begin());
        end(first, result);
    }
    std::vector<BulkTarget> begun;

protected:
    void carryOut(const BulkTarget &one) override { begun.push_back(one); }
};

class AtOnce : public BulkAction
{
public:
    using BulkAction::BulkAction;

protected:
    void carryOut(const BulkTarget &one) override { end(one, {}); }
};

} // namespace

class TestBulkAction : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFewAtATime()
    {
        Waiting action(targets(20));
        QSignalSpy finished(&action, &BulkAction::finished);
        action.start();
        QCOMPARE(action.begun.size(), size_t(8));
        action.endOne();
        QCOMPARE(action.begun.size(), size_t(8));
        QCOMPARE(action.done(), 1);
        while (!action.begun.empty())
            action.endOne();
        QCOMPARE(action.done(), 20);
        QCOMPARE(finished.size(), 1);
        QVERIFY(!action.isRunning());
    }

    void whatFailsIsTold()
    {
        Waiting action(targets(2));
        action.start();
        action.endOne(core::Error{.message = QStringLiteral("not allowed")});
        action.endOne();
        const std::vector<BulkFailure> failures{{QStringLiteral("here/default/p0"), QStringLiteral("not allowed")}};
        QCOMPARE(action.failures(), failures);
        QCOMPARE(action.done(), 2);
    }

    void whatIsCancelledDoesNotBegin()
    {
        Waiting action(targets(20));
        QSignalSpy finished(&action, &BulkAction::finished);
        action.start();
        action.cancel();
        QCOMPARE(finished.size(), 0); // what has begun is finished
        while (!action.begun.empty())
            action.endOne();
        QCOMPARE(action.done(), 8);
        QCOMPARE(finished.size(), 1);
    }

    void thousandsThatEndAtOnceDoNotNest()
    {
        AtOnce action(targets(100000));
        QSignalSpy finished(&action, &BulkAction::finished);
        action.start();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(action.done(), 100000);
    }

    void nothingToDoIsDone()
    {
        Waiting action(targets(0));
        QSignalSpy finished(&action, &BulkAction::finished);
        action.start();
        QCOMPARE(finished.size(), 1);
    }

    void podsAreDeletedByTheirUid()
    {
        const support::FakeApiServer server({.isTls = false}, [](const support::FakeRequest &request,
                                                                 support::FakeAnswer &answer) {
            if (request.target.ends_with("/p1"))
                return answer.replyJson(404, R"({"kind":"Status","reason":"NotFound","code":404,"message":"gone"})");
            if (request.target.ends_with("/p2"))
                return answer.replyJson(403,
                                        R"({"kind":"Status","reason":"Forbidden","code":403,"message":"no right"})");
            answer.replyJson(200, "{}");
        });
        connectTo(server);
        BulkDelete action(targets(3), *m_sessions);
        QSignalSpy finished(&action, &BulkAction::finished);
        action.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
        QCOMPARE(action.failures().size(), size_t(1));
        QCOMPARE(action.failures()[0].name, QStringLiteral("here/default/p2"));
        QVERIFY(action.failures()[0].reason.contains(QStringLiteral("no right")));
        int deletions = 0;
        for (const support::FakeRequest &request : server.requests()) {
            if (request.method != "DELETE")
                continue;
            ++deletions;
            QVERIFY(request.body.find("\"uid\":\"uid-p") != std::string::npos);
        }
        QCOMPARE(deletions, 3);
    }

    void logsAreSavedByContainer()
    {
        const support::FakeApiServer server({.isTls = false}, [](const support::FakeRequest &request,
                                                                 support::FakeAnswer &answer) {
            if (request.target.find("/log?container=base") != std::string::npos)
                return answer.reply(200, std::string(300000, 'x') + "\n");
            if (request.target.find("/log?container=quiet") != std::string::npos)
                return answer.reply(200, "");
            if (request.target.ends_with("/p1"))
                return answer.replyJson(404, R"({"kind":"Status","reason":"NotFound","code":404,"message":"gone"})");
            answer.replyJson(200, R"({"metadata":{"name":"p0"},"spec":{"containers":[{"name":"base"},{"name":"quiet"},
                {"name":"waits"}]},"status":{"containerStatuses":[{"name":"base","state":{"running":{}}},
                {"name":"quiet","state":{"terminated":{"exitCode":0}}}]}})");
        });
        connectTo(server);
        BulkSaveLogs action(targets(2), *m_center, *m_sessions, m_home->path());
        QSignalSpy finished(&action, &BulkAction::finished);
        action.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
        QCOMPARE(action.failures().size(), size_t(1));
        const QDir folder(m_home->path());
        QCOMPARE(
            folder.entryList({QStringLiteral("*.log")}, QDir::Files),
            (QStringList{QStringLiteral("here.default.p0.base.log"), QStringLiteral("here.default.p0.quiet.log")}));
        QCOMPARE(QFileInfo(folder.filePath(QStringLiteral("here.default.p0.base.log"))).size(), 300001);
    }

    void whatARunHasKeptNeedsNoPod()
    {
        const support::FakeApiServer server(
            {.isTls = false}, [](const support::FakeRequest &, support::FakeAnswer &answer) {
                answer.replyJson(404, R"({"kind":"Status","reason":"NotFound","code":404,"message":"gone"})");
            });
        connectTo(server);
        runs::RunState run;
        run.plan.id = "r1";
        run.stage = runs::Stage::Done;
        run.started = QDateTime::currentDateTimeUtc();
        m_history->save(run);
        const QByteArray stamp("2026-01-01T00:00:00.000000000Z ");
        QByteArray kept, text;
        for (int n = 0; n < 100'000; ++n) { // more than one piece of it
            const QByteArray line = "line " + QByteArray::number(n) + QByteArray(60, '.');
            kept += stamp + line + '\n';
            text += line + '\n';
        }
        m_history->appendLog("r1", "base", kept + stamp + "no newline", "t", {});
        m_history->appendLog("r1", "quiet", {}, "t", {});
        m_history->save(run); // done: packed
        BulkTarget ofRun = target("p0");
        ofRun.runId = QStringLiteral("r1");
        BulkTarget nothingKept = target("p1");
        nothingKept.runId = QStringLiteral("unknown");
        BulkSaveLogs action({ofRun, nothingKept}, *m_center, *m_sessions, m_home->path());
        QSignalSpy finished(&action, &BulkAction::finished);
        action.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
        const std::vector<BulkFailure> &failures = action.failures();
        QVERIFY2(failures.size() == 1, qPrintable(failures.empty() ? QString() : failures[0].reason));
        QCOMPARE(failures[0].name, nothingKept.name()); // it has neither
        QFile file(QDir(m_home->path()).filePath(QStringLiteral("here.default.p0.base.log")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), text + "no newline");
        QCOMPARE(action.bytes(), text.size() + 10);
        QVERIFY(QFile::exists(QDir(m_home->path()).filePath(QStringLiteral("here.default.p0.quiet.log"))));
    }

    void whatIsStoppedLeavesNoFile()
    {
        const support::FakeApiServer server(
            {.isTls = false}, [](const support::FakeRequest &request, support::FakeAnswer &answer) {
                if (request.target.find("/log?") == std::string::npos)
                    return answer.replyJson(200, R"({"metadata":{"name":"p0"},"spec":{"containers":[{"name":"base"}]},
                    "status":{"containerStatuses":[{"name":"base","state":{"running":{}}}]}})");
                answer.beginChunked();
                answer.chunk(std::string(3 * 1024 * 1024, 'x'));
                answer.stall();
            });
        connectTo(server);
        const QDir folder(m_home->path());
        BulkSaveLogs action(targets(1), *m_center, *m_sessions, folder.path());
        QSignalSpy progressed(&action, &BulkAction::progressed), finished(&action, &BulkAction::finished);
        action.start();
        QTRY_VERIFY_WITH_TIMEOUT(action.bytes() == 3 * 1024 * 1024, 30000);
        QVERIFY(!progressed.isEmpty()); // in the middle of a log
        const QString path = folder.filePath(QStringLiteral("here.default.p0.base.log"));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 30000);
        action.cancel();
        QCOMPARE(finished.size(), 1);
        QVERIFY(action.failures()[0].reason.contains(QStringLiteral("stopped")));
        QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(path), 30000);
    }

    void aFolderThatCannotBeWrittenIsAFailure()
    {
        const support::FakeApiServer server({.isTls = false},
                                            [](const support::FakeRequest &request, support::FakeAnswer &answer) {
                                                if (request.target.find("/log?") != std::string::npos)
                                                    return answer.reply(200, "text\n");
                                                answer.replyJson(200, R"({"metadata":{"name":"p0"},"spec":{"containers":
                                                    [{"name":"base"}]},"status":{"containerStatuses":[{"name":"base",
                                                    "state":{"running":{}}}]}})");
                                            });
        connectTo(server);
        BulkSaveLogs action(targets(1), *m_center, *m_sessions, m_home->path(QStringLiteral("no/such/folder")));
        QSignalSpy finished(&action, &BulkAction::finished);
        action.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
        QCOMPARE(action.failures().size(), size_t(1));
    }

    void init() { m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere")); }
    void cleanup()
    {
        m_center.reset();
        m_history.reset();
        m_sessions.reset();
        m_home.reset();
    }

private:
    void connectTo(const support::FakeApiServer &server)
    {
        m_sessions = test::loadSessions(*m_home, test::kubeconfigOf({QByteArray::fromStdString(server.url())}));
        m_history = std::make_unique<runs::History>(core::stateFolder());
        m_center = std::make_unique<RunCenter>(*m_sessions, *m_history, core::systemClock());
    }

    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<SessionManager> m_sessions;
    std::unique_ptr<runs::History> m_history;
    std::unique_ptr<RunCenter> m_center;
};

QTEST_GUILESS_MAIN(TestBulkAction)
#include "tst_bulk_action.moc"
