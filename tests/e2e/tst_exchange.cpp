// Out and in again through the real window: the pod's YAML edits the task, the DAG is exported to a file, and the file
// dropped on the window gives the task back.

#include "models/core/files.h"
#include "models/manifest/preview.h"
#include "models/runs/history.h"
#include "models/session/run_center.h"
#include "tests/support/private_home.h"
#include "ui/designer/code_view.h"
#include "ui/designer/designer_page.h"
#include "ui/designer/yaml_view.h"
#include "ui/shell/main_window.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace podwright;

class TestExchangeEndToEnd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_home = std::make_unique<support::PrivateHome>();
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QCoreApplication::setApplicationName(QStringLiteral("podwright"));
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        ui::style::install(*qApp, ui::style::Theme::Light);
    }

    void cleanupTestCase() { m_home.reset(); }

    void aTaskLeavesAndComesBack()
    {
        runs::History history(core::stateFolder());
        session::SessionManager sessions(core::systemClock());
        session::RunCenter center(sessions, history, core::systemClock());
        ui::shell::MainWindow window(sessions, center, core::systemClock());
        window.open({});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        typeATag(window);
        const task::Task before = window.designer()->currentDocument()->task();
        const QString file = exportTheDag(window);
        drop(window, file);
        QTRY_COMPARE_WITH_TIMEOUT(window.designer()->documents().size(), size_t(2), 60000);
        const task::Task back = window.designer()->currentDocument()->task();
        QCOMPARE(back.taskId(), before.taskId());
        // Arguments that say the default do not leave; the pod is the same.
        QCOMPARE(manifest::makePreview(back).text(), manifest::makePreview(before).text());
        QVERIFY(core::textAt(back.airflow, {"dag_id"}) == core::textAt(before.airflow, {"dag_id"}));
    }

private:
    static void typeATag(const ui::shell::MainWindow &window)
    {
        auto *yaml = window.findChild<ui::designer::YamlView *>(QStringLiteral("podYaml"));
        yaml->setFocus();
        const QString start = QStringLiteral("image: ubuntu");
        int line = 0;
        int column = 0;
        yaml->lineIndexFromPosition(int(yaml->text().indexOf(start) + start.size()), &line, &column);
        yaml->setCursorPosition(line, column);
        QTest::keyClicks(yaml, QStringLiteral(":24.04"));
        const auto *image = window.findChild<QLineEdit *>(QStringLiteral("image.control"));
        QTRY_COMPARE_WITH_TIMEOUT(image->text(), QStringLiteral("ubuntu:24.04"), 30000);
    }

    QString exportTheDag(const ui::shell::MainWindow &window)
    {
        window.findChild<QAction *>(QStringLiteral("showDag"))->trigger();
        const auto *code = window.findChild<ui::designer::CodeView *>(QStringLiteral("dagCode"));
        [&] { QTRY_VERIFY_WITH_TIMEOUT(code->text().contains(QStringLiteral("image=\"ubuntu:24.04\"")), 30000); }();
        window.findChild<QAction *>(QStringLiteral("exportTask"))->trigger();
        auto *dialog = window.findChild<QFileDialog *>(QStringLiteral("exportDialog"));
        const QString path = m_folder.filePath(QStringLiteral("dag.py"));
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
        [&path] { QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 30000); }();
        return path;
    }

    static void drop(ui::shell::MainWindow &window, const QString &file)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &enter);
        QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &event);
        QVERIFY(event.isAccepted());
    }

    QTemporaryDir m_folder;
    std::unique_ptr<support::PrivateHome> m_home;
};

QTEST_MAIN(TestExchangeEndToEnd)
#include "tst_exchange.moc"
