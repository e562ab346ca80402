// What the preview learns from the cluster's side: what has changed since the last run, and Airflow's connection.

#include "tests/e2e/program.h"
#include "ui/designer/code_view.h"
#include "ui/designer/designer_page.h"

#include <QAction>
#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace podwright;
using e2e::patience;
using e2e::Program;

namespace {

void trigger(Program &program, const char *command)
{
    program.window->designer()->findChild<QAction *>(QLatin1StringView(command))->trigger();
}

const ui::designer::CodeView *code(const Program &program, const char *name)
{
    return program.window->findChild<ui::designer::CodeView *>(QLatin1StringView(name));
}

} // namespace

class TestPreview : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_machine = std::make_unique<e2e::Machine>(); }
    void cleanupTestCase() { m_machine.reset(); }

    void theDiffTellsWhatChangedSinceTheLastRun()
    {
        Program program(m_machine->context());
        trigger(program, "showLastRunDiff");
        const auto *none = program.window->findChild<QWidget *>(QStringLiteral("noLastRun"));
        QTRY_VERIFY_WITH_TIMEOUT(none->isVisible(), patience);
        program.window->launch();
        QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
        program.window->setMode(ui::shell::MainWindow::Design);
        const auto *summary = program.window->findChild<QLabel *>(QStringLiteral("lastRunSummary"));
        QTRY_VERIFY_WITH_TIMEOUT(summary->isVisible() && summary->text().startsWith(QStringLiteral("Nothing")),
                                 patience);
        const auto *diff = code(program, "lastRunDiff");
        QVERIFY2(diff->text().contains(QStringLiteral("      image: ubuntu\n")), qPrintable(diff->text()));
        task::TaskDocument *document = program.window->designer()->currentDocument();
        document->edit("/task/image", "ubuntu:22.04");
        const QString change = QStringLiteral("-     image: ubuntu\n+     image: ubuntu:22.04\n");
        QTRY_VERIFY_WITH_TIMEOUT(diff->text().contains(change), patience);
        QVERIFY(summary->text().startsWith(QStringLiteral("−1 +1 ")));
    }

    void aLaunchTakesTheTemplateFileOrAsks()
    {
        Program program(m_machine->context());
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("pod.yaml"));
        task::TaskDocument *document = program.window->designer()->currentDocument();
        document->edit("/task/pod_template_file", path.toStdString());
        QSignalSpy launched(&program.center, &session::RunCenter::launched);
        program.window->launch();
        const auto button = [&program]() -> QPushButton * {
            for (auto *each : program.window->findChildren<QPushButton *>())
                if (each->text() == QStringLiteral("Launch without it") && each->isVisible())
                    return each;
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(button(), patience);
        QCOMPARE(launched.size(), 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("metadata: {labels: {team: blue}}\nspec: {containers: [{name: base}]}\n");
        file.close();
        program.window->launch();
        QTRY_COMPARE_WITH_TIMEOUT(launched.size(), 1, patience);
        const QString run = launched.first().first().toString();
        QTRY_VERIFY_WITH_TIMEOUT(program.center.item(run)->state().isDone(), patience);
        trigger(program, "showLastRunDiff");
        program.window->setMode(ui::shell::MainWindow::Design);
        const auto *summary = program.window->findChild<QLabel *>(QStringLiteral("lastRunSummary"));
        const auto says = [summary] {
            return summary->isVisible() && summary->text().startsWith(QStringLiteral("Nothing"));
        };
        QVERIFY2(QTest::qWaitFor(says, patience), qPrintable(summary->text() + code(program, "lastRunDiff")->text()));
        QVERIFY(code(program, "lastRunDiff")->text().contains(QStringLiteral("team: blue")));
    }

    void theConnectionHoldsCredentialsOnlyWhenAsked()
    {
        Program program(m_machine->context());
        trigger(program, "showConnection");
        const auto *text = code(program, "connectionCode");
        const QString name = QStringLiteral("AIRFLOW_CONN_KUBERNETES_DEFAULT");
        QTRY_VERIFY_WITH_TIMEOUT(text->text().contains(name), patience);
        QVERIFY2(text->text().contains(QStringLiteral("kube_config_path")), qPrintable(text->text()));
        QVERIFY(!text->text().contains(QStringLiteral("token")));
        auto *secrets = program.window->findChild<QCheckBox *>(QStringLiteral("withCredentials"));
        QVERIFY(!secrets->isChecked());
        secrets->click();
        QTRY_VERIFY_WITH_TIMEOUT(text->text().contains(QStringLiteral("certificate-authority-data")), patience);
        QVERIFY(!text->text().contains(QStringLiteral("kube_config_path")));
        trigger(program, "showPodYaml");
        QCOMPARE(text->text(), QString());
        QVERIFY(!secrets->isChecked());
    }

private:
    std::unique_ptr<e2e::Machine> m_machine;
};

QTEST_MAIN(TestPreview)
#include "tst_preview.moc"
