#include "models/task/document_watch.h"
#include "ui/designer/designer_page.h"
#include "ui/designer/pod_editor.h"
#include "ui/designer/preview_pane.h"
#include "ui/designer/task_form.h"
#include "ui/designer/task_tabs.h"
#include "ui/designer/yaml_view.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace podwright;
using namespace podwright::ui;
using designer::DesignerPage;

namespace {

QLineEdit *line(DesignerPage &page, const char *argument)
{
    return page.findChild<designer::TaskTabs *>()->currentForm()->findChild<QLineEdit *>(QLatin1StringView(argument) +
                                                                                         QStringLiteral(".control"));
}

QString yaml(DesignerPage &page)
{
    return page.findChild<designer::YamlView *>()->text();
}

void writeTask(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

bool showExample(DesignerPage &page)
{
    page.resize(1200, 800);
    if (!page.openExample(QStringLiteral("KPO_bash_command")))
        return false;
    page.show();
    page.activateWindow();
    return QTest::qWaitForWindowActive(&page);
}

} // namespace

class TestDesignerPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void formHasAnEditorForEveryArgument()
    {
        task::TaskDocument document;
        designer::TaskForm form(&document);
        for (const task::Argument &argument : task::arguments()) {
            const QString name = QString::fromUtf8(argument.name.data(), qsizetype(argument.name.size()));
            designer::FieldRow *row = form.row("/task/" + std::string(argument.name));
            QVERIFY2(row && row->field()->objectName() == name, qPrintable(name));
            QVERIFY2(!row->field()->accessibleName().isEmpty(), qPrintable(name));
        }
    }

    void formIsNotCutOff_data()
    {
        QTest::addColumn<int>("width");
        for (int width : {960, 1100, 1386, 2000})
            QTest::addRow("%d px", width) << width;
    }

    void formIsNotCutOff()
    {
        QFETCH(int, width);
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        page.resize(width, 620);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QCOMPARE(page.width(), width);
        const auto *area = page.findChild<QScrollArea *>(QStringLiteral("formArea"));
        QTRY_VERIFY2_WITH_TIMEOUT(area->widget()->width() <= area->viewport()->width(),
                                  qPrintable(QString::number(area->widget()->minimumSizeHint().width())), 30000);
    }

    void previewFollowsEveryKeystrokeAndUndo()
    {
        DesignerPage page;
        page.resize(1200, 800);
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        page.show();
        QLineEdit *image = line(page, "image");
        image->setFocus();
        image->selectAll();
        for (const QChar letter : QStringLiteral("busybox")) {
            QTest::keyClick(image, letter.toLatin1());
            QVERIFY2(yaml(page).contains(QStringLiteral("image: ") + image->text()), qPrintable(yaml(page)));
        }
        QVERIFY(page.currentDocument()->task().argument("image") == core::Json("busybox"));
        QCOMPARE(page.currentDocument()->undoStack()->count(), 1);
        page.currentDocument()->undoStack()->undo();
        QCOMPARE(image->text(), QStringLiteral("ubuntu"));
        QVERIFY(yaml(page).contains(QStringLiteral("image: ubuntu")));
        QVERIFY(!page.currentDocument()->isDirty());
    }

    void focusLightsLinesAndLinesLeadToFields()
    {
        DesignerPage page;
        QVERIFY(showExample(page));
        auto *view = page.findChild<designer::YamlView *>();
        page.focusField("/task/image");
        const std::vector<int> lit = view->litLines();
        QCOMPARE(lit.size(), size_t(1));
        QVERIFY(view->text(lit.front() - 1).contains(QStringLiteral("image: ubuntu")));
        page.focusField("/task/name");
        QVERIFY(!view->litLines().empty() && view->litLines() != lit);
        Q_EMIT view->lineActivated(lit.front());
        QCOMPARE(QApplication::focusWidget(), line(page, "image"));
        QCOMPARE(view->litLines(), lit);
    }

    void theFieldThatASearchFindsIsInView_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QByteArray>("pointer");
        const auto row = [](const char *words, const char *pointer) {
            QTest::newRow(words) << QString::fromLatin1(words) << QByteArray(pointer);
        };
        row("env_vars", "/task/env_vars");
        row("variables", "/task/env_vars");
        row("memory", "/task/container_resources");
        row("template file", "/task/pod_template_file");
        row("init container", "/task/init_containers"); // though the help of others speaks of them
    }
    void theFieldThatASearchFindsIsInView()
    {
        QFETCH(QString, words);
        QFETCH(QByteArray, pointer);
        DesignerPage page;
        page.resize(1200, 800);
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        page.show();
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        auto *form = page.findChild<designer::TaskForm *>();
        form->startSearch();
        QTest::keyClicks(QApplication::focusWidget(), words);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        designer::FieldRow *row = form->row(pointer.toStdString());
        QVERIFY(row->isAncestorOf(QApplication::focusWidget()));
        const auto *area = page.findChild<QScrollArea *>(QStringLiteral("formArea"));
        const auto isInView = [&] {
            return area->viewport()->rect().contains(row->mapTo(area->viewport(), QPoint(0, 0)));
        };
        QTRY_VERIFY_WITH_TIMEOUT(isInView(), 30000);
    }

    void tabGoesThroughTheFormInReadingOrder()
    {
        DesignerPage page;
        QVERIFY(showExample(page));
        auto *form = page.findChild<designer::TaskForm *>();
        std::vector<std::string> reading;
        for (const designer::FormEntry &entry : designer::formEntries())
            reading.push_back(entry.pointer);
        page.focusField(reading.front());
        std::vector<std::string> walked;
        for (int presses = 0; presses < 1000 && form->isAncestorOf(QApplication::focusWidget()); ++presses) {
            const QWidget *widget = QApplication::focusWidget();
            while (!qobject_cast<const designer::FieldRow *>(widget))
                widget = widget->parentWidget();
            const auto *row = static_cast<const designer::FieldRow *>(widget);
            if (walked.empty() || walked.back() != row->entry().pointer) {
                QVERIFY2(row->findChild<widgets::Field *>()->isAncestorOf(QApplication::focusWidget()),
                         row->entry().pointer.c_str());
                walked.push_back(row->entry().pointer);
            }
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(walked, reading);
    }

    void previewKeepsTheLastGoodText()
    {
        DesignerPage page;
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        auto *pane = page.findChild<designer::PodEditor *>();
        const QString good = yaml(page);
        QVERIFY(pane->error().isEmpty());
        page.currentDocument()->edit("/task/env_vars", 7);
        if (!pane->error().isEmpty())
            QCOMPARE(yaml(page), good);
        page.currentDocument()->undoStack()->undo();
        QCOMPARE(pane->error(), QString());
        QCOMPARE(yaml(page), good);
    }

    void closingAsksForUnsavedChanges()
    {
        DesignerPage page;
        page.newTask();
        page.newTask();
        auto *tabs = page.findChild<designer::TaskTabs *>();
        tabs->closeCurrent();
        QCOMPARE(tabs->count(), 1);
        QTest::keyClicks(line(page, "task_id"), QStringLiteral("x"));
        QVERIFY(page.hasUnsavedChanges());
        tabs->closeCurrent();
        QCOMPARE(tabs->count(), 1);
        QTest::mouseClick(page.findChild<QPushButton *>(QStringLiteral("message.Cancel")), Qt::LeftButton);
        QCOMPARE(tabs->count(), 1);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        tabs->closeCurrent();
        QTest::mouseClick(page.findChild<QPushButton *>(QStringLiteral("message.Discard")), Qt::LeftButton);
        QCOMPARE(tabs->count(), 0);
        QCOMPARE(page.currentDocument(), nullptr);
    }

    void closingCanSave()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.podtask.yaml"));
        writeTask(path, "podtask: 1\ntask:\n  task_id: a  # mine\n  image: ubuntu\n");
        DesignerPage page;
        QVERIFY(page.open(path));
        QVERIFY(page.open(path));
        QCOMPARE(page.documents().size(), size_t(1));
        page.currentDocument()->edit("/task/image", "busybox");
        page.findChild<designer::TaskTabs *>()->closeCurrent();
        QTest::mouseClick(page.findChild<QPushButton *>(QStringLiteral("message.Save")), Qt::LeftButton);
        QVERIFY(page.documents().empty());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("podtask: 1\ntask:\n  task_id: a  # mine\n  image: busybox\n"));
    }

    void aFileChangedByOthersIsSaid_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QByteArray>("image"); // in the form afterwards
        QTest::addColumn<bool>("isDirty");
        QTest::newRow("reload") << QStringLiteral("Reload") << QByteArray("alpine") << false;
        QTest::newRow("keep") << QStringLiteral("Keep mine") << QByteArray("busybox") << true;
    }
    void aFileChangedByOthersIsSaid()
    {
        QFETCH(QString, answer);
        QFETCH(QByteArray, image);
        QFETCH(bool, isDirty);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.podtask.yaml"));
        writeTask(path, "podtask: 1\ntask:\n  task_id: a\n  image: ubuntu\n");
        DesignerPage page;
        QVERIFY(page.open(path));
        page.currentDocument()->edit("/task/image", "busybox");
        page.newTask(); // another one is in view when it happens
        widgets::MessageBar *bar = page.findChild<designer::TaskTabs *>()->messages();
        bool isNoticed = false;
        connect(page.findChild<task::DocumentWatch *>(), &task::DocumentWatch::differs, this,
                [&isNoticed](const task::TaskDocument *, const task::DocumentWatch::Content &content) {
                    isNoticed = content && content->ends_with("alpine\n"); // not while it is written
                });
        writeTask(path, "podtask: 1\ntask:\n  task_id: a\n  image: alpine\n");
        QTRY_VERIFY_WITH_TIMEOUT(isNoticed, 30000);
        QCOMPARE(bar->text(), QString());
        QVERIFY(page.open(path));
        QTRY_VERIFY2_WITH_TIMEOUT(bar->text().contains(QStringLiteral("changed by another program")),
                                  qPrintable(bar->text()), 30000);
        bar->findChild<QPushButton *>(QStringLiteral("message.") + answer)->click();
        QCOMPARE(line(page, "image")->text(), QString::fromLatin1(image));
        QCOMPARE(page.hasUnsavedChanges(), isDirty);
        page.findChild<designer::TaskTabs *>()->saveCurrent();
        QCOMPARE(bar->text(), QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("image: " + image));
    }

    void aDeletedFileIsSaid()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.podtask.yaml"));
        writeTask(path, "podtask: 1\ntask:\n  task_id: a\n  image: ubuntu\n");
        DesignerPage page;
        QVERIFY(page.open(path));
        widgets::MessageBar *bar = page.findChild<designer::TaskTabs *>()->messages();
        QFile::remove(path);
        QTRY_VERIFY2_WITH_TIMEOUT(bar->text().contains(QStringLiteral("deleted")), qPrintable(bar->text()), 30000);
        bar->findChild<QPushButton *>(QStringLiteral("message.Keep mine"))->click();
        QVERIFY(page.hasUnsavedChanges());
        page.findChild<designer::TaskTabs *>()->saveCurrent();
        QVERIFY(QFile::exists(path));
        QVERIFY(!page.hasUnsavedChanges());
    }

    void shortcutsWorkWhereverTheFocusIs()
    {
        QWidget window;
        auto *page = new DesignerPage(&window);
        auto *beside = new QPushButton(&window); // such as the mode rail
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        beside->setFocus();
        QTest::keyClick(beside, Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(page->documents().size(), size_t(1));
        page->hide(); // but not on another page
        beside->setFocus();
        QTest::keyClick(beside, Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(page->documents().size(), size_t(1));
    }

    void libraryListsAndOpens()
    {
        QTemporaryDir folder;
        writeTask(folder.filePath(QStringLiteral("a.podtask.yaml")),
                  "podtask: 1\ntask:\n  task_id: extract\n  image: ubuntu\nairflow:\n  dag_id: etl\n");
        writeTask(folder.filePath(QStringLiteral("b.podtask.yaml")), "podtask: [\n");
        DesignerPage page;
        QVERIFY(!page.findChild<QLabel *>(QStringLiteral("libraryHint"))->isHidden());
        page.setLibraryFolder(folder.path());
        auto *list = page.findChild<QTreeView *>(QStringLiteral("library"));
        auto *hint = page.findChild<QLabel *>(QStringLiteral("libraryHint"));
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 2, 30000);
        QVERIFY(hint->isHidden() && !list->isHidden());
        const QModelIndex group = list->model()->index(0, 0);
        QCOMPARE(group.data().toString(), QStringLiteral("etl"));
        const QModelIndex entry = list->model()->index(0, 0, group);
        QCOMPARE(entry.data().toString(), QStringLiteral("extract"));
        Q_EMIT list->activated(entry);
        QCOMPARE(page.currentDocument()->title(), QStringLiteral("extract"));
        auto *examples = page.findChild<QTreeView *>(QStringLiteral("examples"));
        QTRY_VERIFY_WITH_TIMEOUT(examples->model()->rowCount() > 0, 30000);
    }

    void launchHandsTheDocumentOver()
    {
        DesignerPage page;
        QSignalSpy launched(&page, &DesignerPage::launchRequested);
        page.requestLaunch();
        QCOMPARE(launched.size(), 0);
        QVERIFY(page.openExample(QStringLiteral("KPO_bash_command")));
        page.requestLaunch();
        QCOMPARE(launched.size(), 1);
    }
};

QTEST_MAIN(TestDesignerPage)
#include "tst_designer_page.moc"
