#include "models/core/files.h"
#include "models/session/run_notices.h"
#include "tests/support/private_home.h"

#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::session;

namespace {

runs::RunSummary ended(const std::string &task, runs::Outcome outcome, const QString &message = {})
{
    runs::RunSummary run;
    run.id = "id-" + task;
    run.taskId = task;
    run.ns = "prod";
    run.pod = task + "-x1";
    run.context = QStringLiteral("east");
    run.outcome = outcome;
    run.message = message;
    return run;
}

} // namespace

class TestRunNotices : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneRun()
    {
        const RunNotice good = noticeOf({ended("load", runs::Outcome::Succeeded)});
        QCOMPARE(good.title, QStringLiteral("load: succeeded"));
        QCOMPARE(good.text, QStringLiteral("prod/load-x1 · east"));
        QCOMPARE(good.runId, QStringLiteral("id-load"));
        QVERIFY(!good.isFailure);
        const RunNotice bad = noticeOf({ended("load", runs::Outcome::Failed, QStringLiteral("exit code 3"))});
        QCOMPARE(bad.text, QStringLiteral("exit code 3\nprod/load-x1 · east"));
        QVERIFY(bad.isFailure);
    }

    void aBurstTellsItsFailuresFirst()
    {
        std::vector<runs::RunSummary> runs;
        for (const char *task : {"a", "b", "c", "d"})
            runs.push_back(ended(task, runs::Outcome::Succeeded));
        QCOMPARE(noticeOf(runs).title, QStringLiteral("4 runs ended, none failed"));
        runs.push_back(ended("bad", runs::Outcome::TimedOut));
        runs.push_back(ended("skipped", runs::Outcome::Skipped));
        const RunNotice notice = noticeOf(runs);
        QCOMPARE(notice.title, QStringLiteral("6 runs ended, 1 failed"));
        QCOMPARE(notice.runId, QStringLiteral("id-bad"));
        QVERIFY(notice.isFailure);
        QVERIFY2(notice.text.startsWith(QStringLiteral("bad: ")), qPrintable(notice.text));
        QVERIFY(notice.text.endsWith(QStringLiteral("and 2 more")));
        QVERIFY(notice.text.contains(QStringLiteral("c: succeeded")) &&
                !notice.text.contains(QStringLiteral("d: succeeded")));
    }

    // Real runs, which a cluster that cannot be reached refuses.
    void runsThatEndTogetherAreOneNotice()
    {
        const support::PrivateHome home(QStringLiteral("/nowhere"));
        QDir().mkpath(home.path(QStringLiteral(".kube")));
        QFile file(home.path(QStringLiteral(".kube/config")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("clusters: [{name: d, cluster: {server: 'https://127.0.0.1:1'}}]\nusers: [{name: u, user: {}}]\n"
                   "contexts: [{name: dead, context: {cluster: d, user: u}}, {name: broken, context: {cluster: none, "
                   "user: u}}]\n");
        file.close();
        runs::History history(core::stateFolder());
        SessionManager sessions(core::systemClock());
        RunCenter center(sessions, history, core::systemClock());
        QSignalSpy loaded(&sessions, &SessionManager::contextsChanged);
        sessions.load();
        QVERIFY(loaded.wait(30000));
        RunNotices notices(center);
        std::vector<RunNotice> told;
        connect(&notices, &RunNotices::notice, this, [&told](const RunNotice &notice) { told.push_back(notice); });
        QSignalSpy finished(&center, &RunCenter::runFinished);
        task::Task task;
        task.arguments = {{"task_id", "t"}, {"image", "ubuntu"}, {"namespace", "default"}};
        const auto followed = center.attachPod("other", {.context = QStringLiteral("broken")});
        const auto starred = center.attachPod("mine", {.context = QStringLiteral("broken")});
        QVERIFY(followed.ok() && starred.ok());
        center.known().setStarred(starred->toStdString(), true);
        QStringList ids;
        for (const char *context : {"broken", "broken", "dead"}) {
            const auto run = center.launch(task, {.context = QLatin1StringView(context)});
            QVERIFY(run.ok());
            ids.append(*run);
        }
        center.cancel(ids.last()); // nobody needs to be told of this one
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 5, 30000);
        QCOMPARE(notices.unseenFailures(), 3);
        QTRY_VERIFY_WITH_TIMEOUT(!told.empty(), 30000);
        QCOMPARE(told.size(), size_t(1));
        QCOMPARE(told[0].title, QStringLiteral("3 runs ended, 3 failed"));
        QVERIFY(told[0].text.contains(QStringLiteral("mine")) && !told[0].text.contains(QStringLiteral("other")));
        notices.markSeen();
        QCOMPARE(notices.unseenFailures(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRunNotices)
#include "tst_run_notices.moc"
