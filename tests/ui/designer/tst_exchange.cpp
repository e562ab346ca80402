// What leaves the designer and what comes in: preview tabs, copy and export, import by drop and paste, Python values.

#include "ui/designer/code_view.h"
#include "ui/designer/designer_page.h"
#include "ui/designer/export_panel.h"
#include "ui/designer/preview_pane.h"
#include "ui/designer/python_field.h"
#include "ui/designer/task_form.h"
#include "ui/designer/task_graph_view.h"
#include "ui/designer/task_tabs.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

using namespace podwright;
using namespace podwright::ui;
using designer::DesignerPage;

namespace {

constexpr auto podManifest = R"(apiVersion: v1
kind: Pod
metadata:
  name: crunch
  namespace: etl
spec:
  restartPolicy: Never
  containers:
  - name: base
    image: busybox:1.36
    command: [sh, -c]
    args: [echo hi]
)";

void showPage(DesignerPage &page)
{
    page.resize(1300, 800);
    page.show();
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
}

designer::CodeView *code(DesignerPage &page, const char *name)
{
    return page.findChild<designer::CodeView *>(QLatin1StringView(name));
}

QAction *command(DesignerPage &page, const char *name)
{
    return page.findChild<QAction *>(QLatin1StringView(name));
}

void writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QString messageOf(DesignerPage &page)
{
    return page.findChild<designer::TaskTabs *>()->messages()->text();
}

} // namespace

class TestExchange : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void everyTabShowsItsForm()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        showPage(page);
        auto *tabs = page.findChild<QTabBar *>(QStringLiteral("previewKinds"));
        tabs->setFocus();
        QTest::keyClick(tabs, Qt::Key_Right);
        QTRY_VERIFY2_WITH_TIMEOUT(code(page, "dagCode")->text().contains(QStringLiteral("KubernetesPodOperator(")),
                                  qPrintable(code(page, "dagCode")->text()), 30000);
        QVERIFY(code(page, "dagCode")->isVisible());
        QCOMPARE(code(page, "dagCode")->language(), designer::CodeLanguage::Python);
        QTest::keyClick(tabs, Qt::Key_Right);
        QTRY_VERIFY_WITH_TIMEOUT(code(page, "templateCode")->text().contains(QStringLiteral("kind: Pod")), 30000);
        QTest::keyClick(tabs, Qt::Key_Right);
        QTRY_VERIFY_WITH_TIMEOUT(code(page, "kubectlCode")->text().contains(QStringLiteral("kubectl")), 30000);
        QCOMPARE(code(page, "kubectlCode")->language(), designer::CodeLanguage::Shell);
    }

    void codeFollowsTheTaskAndTheChoice()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        showPage(page);
        command(page, "showDag")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(code(page, "dagCode")->text().contains(QStringLiteral("ubuntu")), 30000);
        page.currentDocument()->edit("/task/image", "busybox:1.36");
        QTRY_VERIFY_WITH_TIMEOUT(code(page, "dagCode")->text().contains(QStringLiteral("busybox:1.36")), 30000);
        QVERIFY(!code(page, "dagCode")->text().contains(QStringLiteral("ubuntu")));
        auto *airflow = page.findChild<QComboBox *>(QStringLiteral("exportAirflow"));
        const QString three = code(page, "dagCode")->text();
        QTest::keyClick(airflow, Qt::Key_Down);
        QCOMPARE(airflow->currentText(), QStringLiteral("Airflow 2"));
        QTRY_VERIFY_WITH_TIMEOUT(code(page, "dagCode")->text() != three, 30000);
    }

    void whatIsShownIsCopiedAndSaved()
    {
        QTemporaryDir folder;
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        showPage(page);
        command(page, "showDag")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!code(page, "dagCode")->text().isEmpty(), 30000);
        command(page, "copyExport")->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), code(page, "dagCode")->text());
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        command(page, "exportTask")->trigger();
        auto *dialog = page.findChild<QFileDialog *>(QStringLiteral("exportDialog"));
        QVERIFY(dialog);
        const QString path = folder.filePath(QStringLiteral("dag.py"));
        QSignalSpy told(&page, &DesignerPage::statusText);
        Q_EMIT dialog->fileSelected(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 30000);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), code(page, "dagCode")->text());
        QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty() && told.last().first().toString().contains(path), 30000);
        dialog->close();
    }

    void tasksOfADagAreJoined()
    {
        QTemporaryDir folder;
        const QByteArray head = "podtask: 1\ntask:\n  image: ubuntu:24.04\n  task_id: ";
        writeFile(folder.filePath(QStringLiteral("a.podtask.yaml")), head + "extract\nairflow:\n  dag_id: etl\n");
        writeFile(folder.filePath(QStringLiteral("b.podtask.yaml")),
                  head + "load\nairflow:\n  dag_id: etl\n  upstream: [extract]\n");
        writeFile(folder.filePath(QStringLiteral("c.podtask.yaml")), head + "other\nairflow:\n  dag_id: etl2\n");
        DesignerPage page;
        page.setLibraryFolder(folder.path());
        QVERIFY(page.open(folder.filePath(QStringLiteral("b.podtask.yaml"))));
        showPage(page);
        command(page, "showDag")->trigger();
        auto *scope = page.findChild<QComboBox *>(QStringLiteral("exportScope"));
        QTRY_COMPARE_WITH_TIMEOUT(scope->count(), 2, 30000);
        QCOMPARE(scope->itemText(1), QStringLiteral("etl, 2 tasks"));
        scope->setFocus();
        QTest::keyClick(scope, Qt::Key_Down);
        QTRY_VERIFY2_WITH_TIMEOUT(code(page, "dagCode")->text().contains(QStringLiteral("extract")),
                                  qPrintable(code(page, "dagCode")->text()), 30000);
        QVERIFY(!code(page, "dagCode")->text().contains(QStringLiteral("other")));
        auto *graph = code(page, "dagCode")->parentWidget()->findChild<designer::TaskGraphView *>();
        QVERIFY(graph->isVisible());
        QCOMPARE(graph->accessibleName(), QStringLiteral("extract; load after extract"));
    }

    void aDroppedManifestBecomesATask()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("crunch.yaml"));
        writeFile(path, podManifest);
        DesignerPage page;
        showPage(page);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&page, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&page, &drop);
        QVERIFY(drop.isAccepted());
        QTRY_COMPARE_WITH_TIMEOUT(page.documents().size(), size_t(1), 30000);
        QVERIFY(page.currentDocument()->task().argument("image") == core::Json("busybox:1.36"));
        QVERIFY(page.hasUnsavedChanges());
        QTRY_VERIFY2_WITH_TIMEOUT(messageOf(page).contains(QStringLiteral("crunch.yaml")), qPrintable(messageOf(page)),
                                  30000);
    }

    void pasteOutsideOfTextFieldsImports()
    {
        DesignerPage page;
        showPage(page);
        page.setFocus();
        QGuiApplication::clipboard()->setText(QString::fromLatin1(podManifest));
        command(page, "pasteTask")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(page.documents().size(), size_t(1), 30000);
        auto *image = page.findChild<designer::TaskTabs *>()->currentForm()->findChild<QLineEdit *>(
            QStringLiteral("image.control"));
        image->setFocus();
        image->selectAll();
        QGuiApplication::clipboard()->setText(QStringLiteral("alpine:3"));
        QTest::keyClick(image, Qt::Key_V, Qt::ControlModifier); // a text field pastes
        QCOMPARE(image->text(), QStringLiteral("alpine:3"));
        QCOMPARE(page.documents().size(), size_t(1));
    }

    void whatIsNoTaskIsSaid()
    {
        DesignerPage page;
        showPage(page);
        QGuiApplication::clipboard()->setText(QStringLiteral("bad: [\nthing"));
        command(page, "pasteTask")->trigger();
        QTRY_VERIFY2_WITH_TIMEOUT(messageOf(page).contains(QStringLiteral("not imported")), qPrintable(messageOf(page)),
                                  30000);
        QVERIFY(page.documents().empty());
    }

    void adviceIsSilencedAndHeardAgain()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        showPage(page);
        auto *list = page.findChild<QListView *>(QStringLiteral("problems"));
        auto *silenced = page.findChild<QToolButton *>(QStringLiteral("silenced"));
        const int before = list->model()->rowCount();
        QVERIFY2(before > 0, "an image without a tag is worth a word");
        QVERIFY(!silenced->isVisible());
        list->setFocus();
        list->setCurrentIndex(list->model()->index(0, list->modelColumn()));
        QTest::keyClick(list, Qt::Key_S);
        QVERIFY(list->model()->rowCount() < before);
        QVERIFY(silenced->isVisible());
        QCOMPARE(page.currentDocument()->task().silence.size(), size_t(1));
        silenced->menu()->actions().first()->trigger();
        QCOMPARE(list->model()->rowCount(), before);
        QVERIFY(page.currentDocument()->task().silence.empty());
    }

    void jinjaIsShownRendered()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        showPage(page);
        auto *bar = page.findChild<QWidget *>(QStringLiteral("jinjaBar"));
        QVERIFY(!bar->isVisible());
        page.currentDocument()->edit("/task/arguments", core::Json::array({"echo {{ ds }} {{ params.day }}"}));
        QVERIFY(bar->isVisible());
        page.currentDocument()->edit("/sample/ds", "2026-02-03");
        command(page, "renderJinja")->trigger();
        auto *message = bar->findChild<widgets::MessageBar *>();
        QTRY_VERIFY_WITH_TIMEOUT(!message->text().isEmpty(), 30000); // params.day is unknown
        auto *jump = message->findChild<QPushButton *>(QStringLiteral("message.Go to the field"));
        QVERIFY(jump);
        page.currentDocument()->edit("/sample/params", core::Json{{"day", "monday"}});
        QTRY_VERIFY_WITH_TIMEOUT(code(page, "podYaml")->text().contains(QStringLiteral("echo 2026-02-03 monday")),
                                 30000);
        QVERIFY(code(page, "podYaml")->isReadOnly());
        QVERIFY(page.currentDocument()->task().argument("arguments")[0] ==
                core::Json("echo {{ ds }} {{ params.day }}"));
    }

    void pythonValuesAreSourceOrValue()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        showPage(page);
        task::TaskDocument *document = page.currentDocument();
        document->edit("/task/image", core::Json{{"!python", "get_image()"}});
        document->seal();
        designer::FieldRow *row = page.findChild<designer::TaskForm *>()->row("/task/image");
        auto *python = row->findChild<designer::PythonField *>();
        QVERIFY(python && python->isVisible());
        QVERIFY(!row->findChild<QLineEdit *>(QStringLiteral("image.control"))->isVisible());
        QCOMPARE(row->field(), python);
        auto *edit = python->findChild<QPlainTextEdit *>();
        QCOMPARE(edit->toPlainText(), QStringLiteral("get_image()"));
        edit->setFocus();
        edit->moveCursor(QTextCursor::End);
        QTest::keyClicks(edit, QStringLiteral(" or x"));
        QVERIFY(document->task().argument("image") == (core::Json{{"!python", "get_image() or x"}}));
        QTest::mouseClick(python->findChild<QPushButton *>(QStringLiteral("usePlainValue")), Qt::LeftButton);
        QVERIFY(document->task().argument("image").is_null());
        QVERIFY(!python->isVisible());
        QTest::keyClicks(row->findChild<QLineEdit *>(QStringLiteral("image.control")), QStringLiteral("a:1"));
        QVERIFY(document->task().argument("image") == core::Json("a:1"));
    }
};

QTEST_MAIN(TestExchange)
#include "tst_exchange.moc"
