#include "tests/models/runs/history_bench.h"
#include "tests/support/places.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace podwright;
using namespace podwright::runs;
using test::answer;
using test::aRun;
using test::listed;

class TestHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsOutliveTheProcess()
    {
        QTemporaryDir folder;
        {
            History history(folder.path());
            history.save(aRun("a"));
            history.save(aRun("bb", Stage::Done));
            podwright::kube::EventSummary pulled;
            pulled.uid = "e1";
            pulled.reason = "Pulled";
            pulled.count = 2;
            history.saveEvents("a", {pulled});
        }
        History history(folder.path());
        const std::vector<RunSummary> runs = listed(history);
        QCOMPARE(runs.size(), size_t(2));
        QCOMPARE(runs[0].id, "bb"); // newest first
        std::vector<RunState> open;
        history.unfinished(this, [&open](std::vector<RunState> found) { open = std::move(found); });
        QTRY_COMPARE_WITH_TIMEOUT(open.size(), size_t(1), 30000);
        QCOMPARE(open[0].id(), "a");
        const auto record =
            answer<core::Result<RunRecord>>([&](QObject *context, auto done) { history.load("a", context, done); });
        QVERIFY(record.ok());
        QCOMPARE(record->events.size(), size_t(1));
        QCOMPARE(record->events[0].count, 2);
    }

    void aRunBelongsToOneProcess()
    {
        QTemporaryDir folder;
        History first(folder.path()), second(folder.path());
        first.save(aRun("a"));
        bool isWritten = false;
        first.whenWritten(this, [&isWritten] { isWritten = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isWritten, 30000);
        std::optional<size_t> count;
        second.unfinished(this, [&count](const std::vector<RunState> &found) { count = found.size(); });
        QTRY_VERIFY_WITH_TIMEOUT(count.has_value(), 30000);
        QCOMPARE(*count, size_t(0));
    }

    void aDamagedDatabaseIsSetAside()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("history.sqlite")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        History history(folder.path());
        QSignalSpy notices(&history, &History::notice);
        history.save(aRun("a", Stage::Done));
        QCOMPARE(listed(history).size(), size_t(1));
        QCOMPARE(notices.size(), 1);
        QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("history.sqlite.damaged-*")}).size(), 1);
    }

    void aNewerDatabaseIsLeftAlone()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("history.sqlite"));
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            other.setDatabaseName(path);
            QVERIFY(other.open());
            QSqlQuery(other).exec(QStringLiteral("PRAGMA user_version=99"));
            other.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
        History history(folder.path());
        QSignalSpy notices(&history, &History::notice);
        history.save(aRun("a"));
        QCOMPARE(listed(history).size(), size_t(1)); // in memory
        QCOMPARE(notices.size(), 1);
        QVERIFY(QFile::exists(path));
    }

    void forgettingTakesTheLogsToo()
    {
        QTemporaryDir folder;
        History history(folder.path());
        history.save(aRun("r", Stage::Done));
        history.appendLog("r", "base", "one\n", "t", "w");
        history.remove("r");
        const auto record =
            answer<core::Result<RunRecord>>([&](QObject *context, auto done) { history.load("r", context, done); });
        QVERIFY(!record.ok());
        QVERIFY(!QFile::exists(history.logPath("r", "base")));
    }

    void limitsDropTheOldestAndSpareStars()
    {
        QTemporaryDir folder;
        History history(folder.path());
        for (const char *id : {"a", "bb", "ccc", "dddd"}) { // a second apart
            history.appendLog(id, "base", QByteArray("x").repeated(100'000), "t", "w");
            history.save(aRun(id, Stage::Done));
        }
        history.save(aRun("eeeee", Stage::Running));
        history.setStarred("bb", true);
        QSignalSpy removed(&history, &History::removed);
        history.prune({.days = 1, .bytes = 0}, aRun("ccc").started.addDays(1));
        QTRY_COMPARE_WITH_TIMEOUT(removed.size(), 1, 30000);
        QCOMPARE(removed[0][0].value<std::vector<std::string>>(), std::vector<std::string>{"a"});
        history.prune({.days = 0, .bytes = 1}, aRun("a").started);
        QTRY_COMPARE_WITH_TIMEOUT(removed.size(), 2, 30000);
        QCOMPARE(removed[1][0].value<std::vector<std::string>>(), (std::vector<std::string>{"ccc", "dddd"}));
        const std::vector<RunSummary> left = listed(history);
        QCOMPARE(left.size(), size_t(2));
        QCOMPARE(left[1].id, "bb");
        QVERIFY(left[1].isStarred);
        const auto size = answer<HistorySize>([&](QObject *context, auto done) { history.measure(context, done); });
        QCOMPARE(size.runs, 2);
        QVERIFY(!QDir(QFileInfo(history.logPath("a", "base")).path()).exists());
    }

    void usageIsKeptWithItsRun()
    {
        QTemporaryDir folder;
        const auto sample = [](const char *container, int second, qint64 milliCores) {
            return UsageSample{container, QDateTime::fromSecsSinceEpoch(second, Qt::UTC), milliCores, 1 << 20};
        };
        const auto loaded = [this](History &history, const char *run) {
            std::optional<std::vector<UsageSample>> samples;
            history.loadUsage(run, this, [&](std::vector<UsageSample> read) { samples = std::move(read); });
            return QTest::qWaitFor([&] { return samples.has_value(); }, 30000) ? *samples : std::vector<UsageSample>();
        };
        {
            History history(folder.path());
            history.save(aRun("a", Stage::Done));
            history.saveUsage("a", {sample("base", 2, 20), sample("side", 2, 7)});
            history.saveUsage("a", {sample("base", 1, 10)});
            history.saveUsage("a", {sample("base", 2, 20)}); // the same again
            history.saveUsage("b", {sample("base", 1, 99)});
        }
        History history(folder.path());
        const std::vector<UsageSample> kept = loaded(history, "a");
        QCOMPARE(kept.size(), size_t(3));
        QCOMPARE(kept[0], sample("base", 1, 10));
        QVERIFY(std::ranges::find(kept, sample("side", 2, 7)) != kept.end());
        history.remove("a");
        QVERIFY(loaded(history, "a").empty());
        QCOMPARE(loaded(history, "b").size(), size_t(1));
    }

    // As version 0.1 wrote it.
    void aHistoryOfTheFirstVersionIsTakenOver()
    {
        QTemporaryDir folder;
        {
            QSqlDatabase old = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("old"));
            old.setDatabaseName(folder.filePath(QStringLiteral("history.sqlite")));
            QVERIFY(old.open());
            QFile schema(support::sourcePath(QStringLiteral("tests/models/runs/history_1.sql")));
            QVERIFY(schema.open(QIODevice::ReadOnly));
            for (const QByteArray &statement : schema.readAll().split(';'))
                if (!statement.trimmed().isEmpty())
                    QVERIFY2(QSqlQuery(old).exec(QString::fromUtf8(statement)), statement.constData());
            QSqlQuery insert(old);
            insert.prepare(QStringLiteral("INSERT INTO runs VALUES ('a', 1, 1, ?)"));
            insert.addBindValue(QString::fromStdString(toJson(aRun("a", Stage::Done)).dump()));
            QVERIFY(insert.exec());
            QVERIFY(QSqlQuery(old).exec(QStringLiteral("INSERT INTO runs VALUES ('b', 2, 1, 'no JSON')")));
            insert.finish();
            old.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("old"));
        History history(folder.path());
        QSignalSpy notices(&history, &History::notice);
        const std::vector<RunSummary> runs = listed(history);
        QCOMPARE(runs.size(), size_t(1));
        QCOMPARE(runs[0], summarise(aRun("a", Stage::Done)));
        history.saveUsage("a", {{"base", QDateTime::fromSecsSinceEpoch(1, Qt::UTC), 5, 6}});
        std::vector<UsageSample> usage;
        history.loadUsage("a", this, [&](std::vector<UsageSample> read) { usage = std::move(read); });
        QTRY_COMPARE_WITH_TIMEOUT(usage.size(), size_t(1), 30000);
        QCOMPARE(notices.size(), 0);
    }

    void theLastLaunchOfATask()
    {
        QTemporaryDir folder;
        History history(folder.path());
        const auto save = [&history](const char *id, const char *taskId, const char *dagId, bool isLaunch = true) {
            RunState state = aRun(id, Stage::Done); // the longer the id, the newer
            state.plan.task.arguments["task_id"] = taskId;
            state.plan.task.airflow["dag_id"] = dagId;
            if (isLaunch)
                state.plan.manifest = {{"kind", "Pod"}};
            history.save(state);
        };
        save("1", "a \"b\"", "d");
        save("22", "a \"b\"", "d");
        save("333", "a \"b\"", "other");
        save("4444", "c", "d");
        save("55555", "a \"b\"", "d", false); // somebody else's pod, watched
        const auto last = [&](const char *taskId, const char *dagId) {
            podwright::task::Task task;
            task.arguments["task_id"] = taskId;
            task.airflow["dag_id"] = dagId;
            const auto found = answer<core::Result<std::optional<RunState>>>([&](QObject *context, auto done) {
                history.lastLaunch(task, context, [done](std::optional<RunState> state) { done(std::move(state)); });
            });
            return found && *found ? (*found)->id() : std::string();
        };
        QCOMPARE(last("a \"b\"", "d"), std::string("22"));
        QCOMPARE(last("a \"b\"", "other"), std::string("333"));
        QCOMPARE(last("c", "d"), std::string("4444"));
        QCOMPARE(last("c", "other"), std::string());
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
