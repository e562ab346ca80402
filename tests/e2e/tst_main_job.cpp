// The main job through the real window on the real sandbox: open the example, change a field, see the YAML change,
// launch, read the log and the events, find the pod gone and the run in the history, also after a restart.

#include "models/core/files.h"
#include "models/runs/history.h"
#include "models/session/run_center.h"
#include "models/tables/event_table_model.h"
#include "models/task/task_document.h"
#include "tests/support/private_home.h"
#include "ui/designer/designer_page.h"
#include "ui/designer/yaml_view.h"
#include "ui/logs/log_view.h"
#include "ui/runs/runs_page.h"
#include "ui/shell/main_window.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLineEdit>
#include <QTableView>
#include <QTest>

using namespace podwright;

namespace {

constexpr int patience = 60000;

// One start of the program.
struct Program
{
    Program()
        : history(core::stateFolder())
        , sessions(core::systemClock())
        , center(sessions, history, core::systemClock())
    {
        new QAbstractItemModelTester(center.table(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     center.table());
        window = std::make_unique<ui::shell::MainWindow>(sessions, center, core::systemClock());
        sessions.pick(session::sandboxContext);
        sessions.load();
        center.start();
        window->open({});
        window->show();
    }

    runs::History history;
    session::SessionManager sessions;
    session::RunCenter center;
    std::unique_ptr<ui::shell::MainWindow> window;
};

QString cell(const QTableView *table, int row, int column)
{
    return table->model()->index(row, column).data().toString();
}

QStringList column(const QTableView *table, int number)
{
    QStringList texts;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        texts.append(cell(table, row, number));
    return texts;
}

} // namespace

class TestMainJob : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_home = std::make_unique<support::PrivateHome>();
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QCoreApplication::setApplicationName(QStringLiteral("podwright"));
        ui::style::install(*qApp, ui::style::Theme::Light);
    }

    void cleanupTestCase() { m_home.reset(); }

    void fromTheFormToTheHistory()
    {
        Program program;
        QVERIFY(QTest::qWaitForWindowActive(program.window.get()));
        editTheImage(program);
        session::ClusterSession *cluster = program.sessions.session(session::sandboxContext);
        QTRY_COMPARE_WITH_TIMEOUT(cluster->state(), session::ConnectionState::Connected, patience);

        QTest::keyClick(program.window.get(), Qt::Key_F5);
        const auto *runs = table(program, "runTable");
        QTRY_COMPARE_WITH_TIMEOUT(runs->model()->rowCount(), 1, patience);
        watchTheStatus(program, *runs);
        readTheLog(program);
        readTheEvents(program);
        const QString pod = cell(runs, 0, tables::RunTableModel::Pod);
        QVERIFY2(pod.startsWith(QStringLiteral("my-pod-1-")), qPrintable(pod));
        findThePodGone(*cluster, pod);
    }

    void theHistoryOutlivesTheProgram()
    {
        Program program;
        const auto *runs = table(program, "runTable");
        QTRY_COMPARE_WITH_TIMEOUT(runs->model()->rowCount(), 1, patience);
        program.window->setMode(ui::shell::MainWindow::Runs);
        program.window->findChild<QTableView *>(QStringLiteral("runTable"))->selectRow(0);
        readTheLog(program);
        readTheEvents(program);
    }

private:
    static const QTableView *table(const Program &program, const char *name)
    {
        return program.window->findChild<QTableView *>(QString::fromLatin1(name));
    }

    static void editTheImage(const Program &program)
    {
        auto *image = program.window->findChild<QLineEdit *>(QStringLiteral("image.control"));
        QVERIFY(image);
        const auto *yaml = program.window->findChild<ui::designer::YamlView *>(QStringLiteral("podYaml"));
        QVERIFY(yaml->text().contains(QStringLiteral("image: ubuntu\n")));
        image->setFocus();
        image->selectAll();
        QTest::keyClicks(image, QStringLiteral("ubuntu:22.04"));
        QTRY_VERIFY(yaml->text().contains(QStringLiteral("image: ubuntu:22.04")));
        QVERIFY(program.window->designer()->currentDocument()->isDirty());
    }

    static void watchTheStatus(const Program &program, const QTableView &runs)
    {
        QStringList seen;
        const auto look = [&] {
            const QString status = cell(&runs, 0, tables::RunTableModel::Status);
            if (!seen.contains(status))
                seen.append(status);
            const QString run = runs.model()->index(0, 0).data(tables::RunTableModel::RunIdRole).toString();
            const session::RunItem *item = const_cast<Program &>(program).center.item(run);
            return item && item->state().isDone();
        };
        QTRY_VERIFY_WITH_TIMEOUT(look(), patience);
        QVERIFY2(seen.last() == QStringLiteral("Completed"), qPrintable(seen.join(u' ')));
        QCOMPARE(cell(&runs, 0, tables::RunTableModel::OutcomeColumn), QStringLiteral("Succeeded"));
    }

    static void readTheLog(const Program &program)
    {
        auto *log = program.window->findChild<ui::logs::LogView *>();
        const auto text = [log] {
            log->selectAll();
            return log->selectedText();
        };
        QTRY_VERIFY_WITH_TIMEOUT(text().contains(QStringLiteral("+ echo hello")), patience);
        QTRY_VERIFY(text().endsWith(QStringLiteral("hello")));
    }

    static void readTheEvents(const Program &program)
    {
        const auto *events = table(program, "eventTable");
        for (const QString &reason : {QStringLiteral("Scheduled"), QStringLiteral("Pulled"), QStringLiteral("Created"),
                                      QStringLiteral("Started")})
            QTRY_VERIFY2(column(events, tables::EventTableModel::Reason).contains(reason), qPrintable(reason));
    }

    void findThePodGone(session::ClusterSession &cluster, const QString &pod)
    {
        std::optional<core::Result<core::Json>> answer;
        cluster.client()->getPod("default", pod.toStdString(), this,
                                 [&answer](const core::Result<core::Json> &result) { answer = result; });
        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), patience);
        QVERIFY(!answer->ok());
        QCOMPARE(answer->error().kind, core::Error::Kind::NotFound);
    }

    std::unique_ptr<support::PrivateHome> m_home;
};

QTEST_MAIN(TestMainJob)
#include "tst_main_job.moc"
