// kill -9 in the middle of a run: the next start goes on with it, the log is whole, and there is one pod.

#include "models/core/files.h"
#include "models/runs/history.h"
#include "models/session/run_center.h"
#include "models/task/task_file.h"
#include "tests/support/private_home.h"

#include <QDirIterator>
#include <QProcess>
#include <QTest>

using namespace podwright;

namespace {

constexpr int patience = 90000;
constexpr int lineTotal = 200;
constexpr auto launchArgument = "--launch";

task::Task countingTask()
{
    const auto file = task::parseTaskFile("podtask: 1\n"
                                          "task:\n"
                                          "  task_id: counts\n"
                                          "  namespace: default\n"
                                          "  image: ubuntu\n"
                                          "  cmds: [bash, -c]\n"
                                          "  arguments: ['for i in $(seq 200); do echo line $i; sleep 0.02; done']\n"
                                          "  on_finish_action: keep_pod\n");
    return file->task;
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

    runs::History history;
    session::SessionManager sessions;
    session::RunCenter center;
};

int launchAndStay()
{
    Program program;
    QObject::connect(&program.sessions, &session::SessionManager::contextsChanged, &program.center, [&program] {
        const auto run = program.center.launch(countingTask(), {.context = session::sandboxContext});
        if (!run)
            qFatal("%s", qPrintable(run.error().text()));
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
        first.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(launchArgument)});
        QTRY_VERIFY_WITH_TIMEOUT(linesOnDisk() >= linesBefore, patience);
        first.kill(); // SIGKILL
        QVERIFY(first.waitForFinished());

        Program second;
        QTRY_COMPARE_WITH_TIMEOUT(second.center.table()->rows().size(), size_t(1), patience);
        const QString run = second.center.table()->rows().front().runId;
        QTRY_VERIFY_WITH_TIMEOUT(second.center.item(run) && second.center.item(run)->state().isDone(), patience);
        QCOMPARE(second.center.item(run)->state().outcome, runs::Outcome::Succeeded);
        checkTheLog(second, run);
        checkThePods(second);
    }

private:
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

    void checkThePods(Program &program)
    {
        std::optional<core::Result<core::Json>> pods;
        kube::ApiClient *client = program.sessions.session(session::sandboxContext)->client();
        QVERIFY(client);
        client->listPods("default", {}, this, [&pods](const core::Result<core::Json> &answer) { pods = answer; });
        QTRY_VERIFY_WITH_TIMEOUT(pods.has_value(), patience);
        QVERIFY2(pods->ok(), pods->ok() ? "" : qPrintable(pods->error().text()));
        QCOMPARE(core::at(**pods, {"items"}).size(), size_t(1));
    }

    std::unique_ptr<support::PrivateHome> m_home;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc > 1 && std::string_view(argv[1]) == launchArgument)
        return launchAndStay();
    TestCrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crash.moc"
