#include "models/runs/history.h"

#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright;
using namespace podwright::runs;

namespace {

RunState aRun(const std::string &id, Stage stage = Stage::Running)
{
    RunState state;
    state.plan.id = id;
    state.plan.task.arguments["task_id"] = "t-" + id;
    state.stage = stage;
    state.started = QDateTime::fromSecsSinceEpoch(1'700'000'000 + qint64(id.size()), Qt::UTC);
    return state;
}

template<class Value, class Ask>
Value answer(Ask ask)
{
    std::optional<Value> got;
    QObject context;
    ask(&context, [&got](Value value) { got.emplace(std::move(value)); });
    [&] { QTRY_VERIFY(got.has_value()); }();
    return got ? std::move(*got) : Value(core::Error{});
}

QByteArray fileText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT
private:
    static void openLog(History &history, LogPosition &position)
    {
        bool isThere = false;
        QObject context;
        history.openLog("r", "base", &context, [&](const LogPosition &found) {
            position = found;
            isThere = true;
        });
        QTRY_VERIFY(isThere);
    }

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
        std::vector<RunSummary> runs;
        history.list(this, [&runs](std::vector<RunSummary> found) { runs = std::move(found); });
        QTRY_COMPARE(runs.size(), size_t(2));
        QCOMPARE(runs[0].id, "bb"); // newest first
        std::vector<RunState> open;
        history.unfinished(this, [&open](std::vector<RunState> found) { open = std::move(found); });
        QTRY_COMPARE(open.size(), size_t(1));
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
        QTRY_VERIFY(isWritten);
        std::optional<size_t> count;
        second.unfinished(this, [&count](const std::vector<RunState> &found) { count = found.size(); });
        QTRY_VERIFY(count.has_value());
        QCOMPARE(*count, size_t(0));
    }

    void aLogIsWholeAfterAKill()
    {
        QTemporaryDir folder;
        QString path;
        {
            History history(folder.path());
            history.appendLog("r", "base", "one\n", "t1", "w1");
            history.appendLog("r", "base", "two\n", "t2", "w2");
            path = history.logPath("r", "base");
        }
        QCOMPARE(fileText(path), QByteArray("one\ntwo\n"));
        // Killed between the file and the database: bytes that nobody knows of.
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append) && file.write("thr") == 3);
        file.close();
        History history(folder.path());
        LogPosition position;
        openLog(history, position);
        QCOMPARE(position, (LogPosition{8, "t2", "w2"}));
        history.appendLog("r", "base", "three\n", "t3", "w3");
        const auto text = answer<core::Result<QByteArray>>(
            [&](QObject *context, auto done) { history.readLog("r", "base", context, done); });
        QCOMPARE(*text, QByteArray("one\ntwo\nthree\n"));
    }

    void aLogThatLostBytesBeginsAnew()
    {
        QTemporaryDir folder;
        QString path;
        {
            History history(folder.path());
            history.appendLog("r", "base", "one\ntwo\n", "t2", "w2");
            path = history.logPath("r", "base");
        }
        QVERIFY(QFile::resize(path, 3));
        History history(folder.path());
        LogPosition position{1, "x", "x"};
        openLog(history, position);
        QCOMPARE(position.length, 0);
        QVERIFY(position.resumeTime.empty());
        QCOMPARE(fileText(path), QByteArray());
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
        std::vector<RunSummary> runs;
        history.list(this, [&runs](std::vector<RunSummary> found) { runs = std::move(found); });
        QTRY_COMPARE(runs.size(), size_t(1));
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
        std::vector<RunSummary> runs;
        history.list(this, [&runs](std::vector<RunSummary> found) { runs = std::move(found); });
        QTRY_COMPARE(runs.size(), size_t(1)); // in memory
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

    void namesStayInTheFolder()
    {
        QTemporaryDir folder;
        History history(folder.path());
        QVERIFY(!history.logPath("../../x", "../y").contains(QStringLiteral("/../")));
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
