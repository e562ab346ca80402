// kill -9 in the middle of a run: the next start goes on with it, the log is whole, and there is one pod.

#include "models/core/files.h"
#include "models/runs/history.h"
#include "models/session/run_center.h"
#include "tests/faults/fault_setup.h"
#include "tests/support/private_home.h"

#include <QDirIterator>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;

namespace {

constexpr int patience = 90000;
constexpr int lineTotal = 200;
constexpr auto launchArgument = "--launch";

task::Task countingTask(const QString &id, const QString &onFinish)
{
    task::Task task;
    task.arguments = {{"task_id", id.toStdString()},
                      {"namespace", "default"},
                      {"image", "ubuntu"},
                      {"cmds", {"bash", "-c"}},
                      {"arguments", {"for i in $(seq 200); do echo line $i; sleep 0.02; done"}},
                      {"on_finish_action", onFinish.toStdString()}};
    return task;
}

// One start of the program without a window.
struct Program
{
    Program()
        : history(core::stateFolder())
        , sessions(core::systemClock())
        , center(sessions, history, core::systemClock())
    {
        sessions.load();
        center.start();
    }

    QString runOf(const QString &taskId) // empty if there is none
    {
        for (const auto &[id, run] : center.known().all()) {
            if (run.taskId == taskId.toStdString())
                return QString::fromStdString(id);
        }
        return {};
    }

    runs::History history;
    session::SessionManager sessions;
    session::RunCenter center;
};

// Launches the task unless the history knows a run of it, which goes on by itself.
int launchAndStay(const QStringList &arguments)
{
    Program program;
    bool knows = false, hasContexts = false, isDone = false;
    const auto launch = [&] {
        if (!knows || !hasContexts || std::exchange(isDone, true) || !program.runOf(arguments[2]).isEmpty())
            return;
        const auto run =
            program.center.launch(countingTask(arguments[2], arguments[3]), {.context = session::sandboxContext});
        if (!run)
            qFatal("%s", qPrintable(run.error().text()));
    };
    QObject::connect(&program.center.known(), &session::KnownRuns::loaded, &program.center, [&] {
        knows = true;
        launch();
    });
    QObject::connect(&program.sessions, &session::SessionManager::contextsChanged, &program.center, [&] {
        hasContexts = true;
        launch();
    });
    return QCoreApplication::exec();
}

qint64 linesOnDisk()
{
    qint64 lines = 0;
    QDirIterator files(core::stateFolder() + QStringLiteral("/logs"), {QStringLiteral("base.log")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        if (const auto content = core::readFile(files.next()))
            lines += content->count('\n');
    }
    return lines;
}

} // namespace

class TestCrash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<support::PrivateHome>(); }
    void cleanup() { m_home.reset(); }

    void theRunGoesOn_data()
    {
        QTest::addColumn<int>("linesBefore");
        QTest::newRow("at the first line") << 1;
        QTest::newRow("in the middle") << lineTotal / 2;
    }

    void theRunGoesOn()
    {
        QFETCH(int, linesBefore);
        QProcess first;
        first.start(QCoreApplication::applicationFilePath(),
                    {QString::fromLatin1(launchArgument), QStringLiteral("counts"), QStringLiteral("keep_pod")});
        QTRY_VERIFY_WITH_TIMEOUT(linesOnDisk() >= linesBefore, patience);
        first.kill(); // SIGKILL
        QVERIFY(first.waitForFinished());

        checkTheEnd(QStringLiteral("counts"), QStringLiteral("keep_pod"), 1);
    }

    // PODWRIGHT_KILLS kills at random moments, over as many runs as that takes.
    void killedAgainAndAgain()
    {
        const int wanted = support::wanted("PODWRIGHT_KILLS", 8);
        std::mt19937 random(support::seed());
        int kills = 0, round = 0;
        for (size_t kept = 0; kills < wanted; ++round) {
            const bool isKept = round % 2 == 0;
            const QString id = QStringLiteral("round-%1").arg(round);
            const QString onFinish = isKept ? QStringLiteral("keep_pod") : QStringLiteral("delete_pod");
            for (int left = std::uniform_int_distribution(3, 12)(random); left > 0 && kills < wanted; --left) {
                QProcess program;
                program.start(QCoreApplication::applicationFilePath(),
                              {QString::fromLatin1(launchArgument), id, onFinish});
                QVERIFY(!program.waitForFinished(std::uniform_int_distribution(100, 1500)(random)));
                program.kill();
                QVERIFY(program.waitForFinished());
                ++kills;
            }
            kept += isKept;
            checkTheEnd(id, onFinish, kept);
            if (QTest::currentTestFailed())
                return;
        }
        qInfo("%d kills in %d runs", kills, round);
    }

private:
    // The run goes on to its end, whole, and there are just so many pods.
    void checkTheEnd(const QString &taskId, const QString &onFinish, size_t podCount)
    {
        Program program;
        QSignalSpy loaded(&program.center.known(), &session::KnownRuns::loaded);
        QVERIFY(loaded.wait(patience));
        QString run = program.runOf(taskId);
        if (run.isEmpty()) { // killed before anything happened
            QTRY_VERIFY_WITH_TIMEOUT(program.sessions.isLoaded(), patience);
            const auto launched =
                program.center.launch(countingTask(taskId, onFinish), {.context = session::sandboxContext});
            QVERIFY(launched.ok());
            run = *launched;
        }
        QTRY_VERIFY_WITH_TIMEOUT(program.center.item(run)->state().isDone(), patience);
        QCOMPARE(program.center.item(run)->state().outcome, runs::Outcome::Succeeded);
        checkTheLog(program, run);
        checkThePods(program, podCount);
    }

    static void checkTheLog(Program &program, const QString &run)
    {
        logs::LogStore *log = program.center.item(run)->log(QStringLiteral("base"));
        QTRY_VERIFY_WITH_TIMEOUT(log->lineCount() >= lineTotal, patience);
        QStringList texts;
        for (qint64 n = log->firstLine(); n < log->endLine(); ++n) {
            const QByteArray line = log->line(n);
            if (!log->isNotice(n) && !line.isEmpty())
                texts.append(QString::fromUtf8(line.mid(line.indexOf(' ') + 1)));
        }
        QStringList expected;
        for (int i = 1; i <= lineTotal; ++i)
            expected.append(QStringLiteral("line %1").arg(i));
        QCOMPARE(texts, expected);
    }

    void checkThePods(Program &program, size_t podCount)
    {
        std::optional<core::Result<core::Json>> pods;
        QTRY_VERIFY_WITH_TIMEOUT(program.sessions.isLoaded(), patience);
        program.sessions.session(session::sandboxContext)
            ->whenReady(this, [this, &pods](const core::Result<kube::ApiClient *> &client) {
                QVERIFY2(client.ok(), client.ok() ? "" : qPrintable(client.error().text()));
                (*client)->listPods("default", {}, this,
                                    [&pods](const core::Result<core::Json> &answer) { pods = answer; });
            });
        QTRY_VERIFY_WITH_TIMEOUT(pods.has_value(), patience);
        QVERIFY2(pods->ok(), pods->ok() ? "" : qPrintable(pods->error().text()));
        QCOMPARE(core::at(**pods, {"items"}).size(), podCount);
    }

    std::unique_ptr<support::PrivateHome> m_home;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc > 1 && std::string_view(argv[1]) == launchArgument)
        return launchAndStay(QCoreApplication::arguments());
    TestCrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crash.moc"
