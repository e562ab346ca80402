// The main job through the real window: open the example, change a field, see the YAML change, launch, read the log and
// the events, find the pod gone and the run in the history, also after a restart. On the sandbox, or on a Kubernetes
// (see Machine).

#include "models/tables/event_table_model.h"
#include "models/task/task_document.h"
#include "tests/e2e/program.h"
#include "ui/designer/designer_page.h"
#include "ui/designer/yaml_view.h"
#include "ui/logs/log_view.h"

#include <QLineEdit>
#include <QTest>

using namespace podwright;
using e2e::patience;
using e2e::Program;
using Column = tables::RunTableModel::Column;

class TestMainJob : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_machine = std::make_unique<e2e::Machine>(); }
    void cleanupTestCase() { m_machine.reset(); }

    void fromTheFormToTheHistory()
    {
        Program program(m_machine->context());
        QVERIFY(QTest::qWaitForWindowActive(program.window.get()));
        editTheImage(program);
        session::ClusterSession *cluster = program.sessions.session(m_machine->context());
        QTRY_COMPARE_WITH_TIMEOUT(cluster->state(), session::ConnectionState::Connected, patience);

        QTest::keyClick(program.window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(program.runRow() >= 0, patience);
        watchTheStatus(program);
        readTheLog(program);
        readTheEvents(program);
        const QString pod = program.cell(Column::Pod);
        QVERIFY2(pod.startsWith(QStringLiteral("my-pod-1-")), qPrintable(pod));
        findThePodGone(*cluster, pod);
    }

    void theHistoryOutlivesTheProgram()
    {
        Program program(m_machine->context());
        QTRY_VERIFY_WITH_TIMEOUT(program.runRow() >= 0, patience);
        program.window->setMode(ui::shell::MainWindow::Runs);
        program.window->findChild<QTableView *>(QStringLiteral("runTable"))->selectRow(program.runRow());
        readTheLog(program);
        readTheEvents(program);
    }

private:
    static void editTheImage(const Program &program)
    {
        auto *image = program.window->findChild<QLineEdit *>(QStringLiteral("image.control"));
        QVERIFY(image);
        const auto *yaml = program.window->findChild<ui::designer::YamlView *>(QStringLiteral("podYaml"));
        QVERIFY(yaml->text().contains(QStringLiteral("image: ubuntu\n")));
        image->setFocus();
        image->selectAll();
        QTest::keyClicks(image, QStringLiteral("ubuntu:22.04"));
        QTRY_VERIFY_WITH_TIMEOUT(yaml->text().contains(QStringLiteral("image: ubuntu:22.04")), patience);
        QVERIFY(program.window->designer()->currentDocument()->isDirty());
    }

    static void watchTheStatus(Program &program)
    {
        QStringList seen;
        const auto look = [&] {
            const QString status = program.cell(Column::Status);
            if (!seen.contains(status))
                seen.append(status);
            return program.isRunDone();
        };
        QTRY_VERIFY_WITH_TIMEOUT(look(), patience);
        QVERIFY2(seen.contains(QStringLiteral("Completed")), qPrintable(seen.join(u' ')));
        QTRY_COMPARE_WITH_TIMEOUT(program.cell(Column::OutcomeColumn), QStringLiteral("Succeeded"), patience);
    }

    static void readTheLog(const Program &program)
    {
        auto *log = program.window->findChild<ui::logs::LogView *>();
        const auto text = [log] {
            log->selectAll();
            return log->selectedText();
        };
        QTRY_VERIFY_WITH_TIMEOUT(text().contains(QStringLiteral("+ echo hello")), patience);
        QTRY_VERIFY_WITH_TIMEOUT(text().endsWith(QStringLiteral("hello")), patience);
    }

    static void readTheEvents(const Program &program)
    {
        for (const QString &reason : {QStringLiteral("Scheduled"), QStringLiteral("Pulled"), QStringLiteral("Created"),
                                      QStringLiteral("Started")})
            QTRY_VERIFY2_WITH_TIMEOUT(
                e2e::columnOf(program.table("eventTable"), tables::EventTableModel::Reason).contains(reason),
                qPrintable(reason), patience);
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

    std::unique_ptr<e2e::Machine> m_machine;
};

QTEST_MAIN(TestMainJob)
#include "tst_main_job.moc"
