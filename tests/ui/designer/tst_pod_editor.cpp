// Editing a task through the YAML of its pod, with real keys.

#include "ui/designer/designer_page.h"
#include "ui/designer/pod_editor.h"
#include "ui/designer/task_form.h"
#include "ui/designer/task_tabs.h"
#include "ui/designer/yaml_view.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::ui;
using designer::DesignerPage;
using designer::PodEditor;
using designer::YamlView;

namespace {

// The page with the example task, shown and active; the caret behind a text of the pod's YAML.
struct Open
{
    Open()
        : pod(page.findChild<PodEditor *>())
        , view(page.findChild<YamlView *>())
    {
        page.resize(1300, 800);
        page.move(780 - page.width(), 0); // the pane is on the screen, which is smaller
        (void)page.openExample(QStringLiteral("KPO_bash_command"));
        page.show();
        page.activateWindow();
        (void)QTest::qWaitForWindowActive(&page);
        document = page.currentDocument();
    }

    void putCaretBehind(const QString &text)
    {
        view->setFocus();
        int line = 0;
        int column = 0;
        view->lineIndexFromPosition(int(view->text().indexOf(text) + text.size()), &line, &column);
        view->setCursorPosition(line, column);
    }
    void type(const QString &text)
    {
        for (const QChar c : text) {
            if (c == u'\n')
                press(Qt::Key_Return);
            else
                QTest::keyClick(view, c.toLatin1());
            QCoreApplication::processEvents(); // as between two keys of a person
        }
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(view, key, modifiers); }
    bool isListOpen() const { return view->SendScintilla(QsciScintillaBase::SCI_AUTOCACTIVE) != 0; }
    void closeList()
    {
        if (isListOpen())
            press(Qt::Key_Escape);
    }
    core::Json argument(const char *name) const { return document->task().argument(name); }
    QLineEdit *line(const char *name)
    {
        return page.findChild<designer::TaskTabs *>()->currentForm()->findChild<QLineEdit *>(
            QLatin1StringView(name) + QStringLiteral(".control"));
    }

    DesignerPage page;
    PodEditor *pod;
    YamlView *view;
    task::TaskDocument *document = nullptr;
};

} // namespace

class TestPodEditor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void theFormFollowsWhatIsTyped()
    {
        Open open;
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.type(QStringLiteral(":22"));
        QTRY_COMPARE_WITH_TIMEOUT(open.line("image")->text(), QStringLiteral("ubuntu:22"), 30000);
        QVERIFY(open.argument("image") == core::Json("ubuntu:22"));
        QCOMPARE(open.document->undoStack()->count(), 1);
        QVERIFY(open.view->text().contains(QStringLiteral("image: ubuntu:22\n")));
        int line = 0;
        int column = 0;
        open.view->getCursorPosition(&line, &column);
        QVERIFY2(open.view->text(line).left(column).endsWith(QStringLiteral("ubuntu:22")),
                 qPrintable(open.view->text(line)));
    }

    void nothingButTheEditBecomesAnArgument()
    {
        Open open;
        const task::Task before = open.document->task();
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.type(QStringLiteral("x"));
        QTRY_COMPARE_WITH_TIMEOUT(open.line("image")->text(), QStringLiteral("ubuntux"), 30000);
        task::Task expected = before;
        expected.arguments["image"] = "ubuntux";
        QVERIFY2(open.document->task() == expected, open.document->task().arguments.dump(1).c_str());
    }

    void anEditOfTheNameKeepsTheRandomSuffix()
    {
        Open open;
        open.putCaretBehind(QStringLiteral("name: my-pod-1"));
        open.type(QStringLiteral("b"));
        QTRY_COMPARE_WITH_TIMEOUT(open.line("name")->text(), QStringLiteral("my-pod-1b"), 30000);
        QVERIFY(open.argument("random_name_suffix").is_null());
    }

    void whatDoesNotParseLeavesTheFormAlone()
    {
        Open open;
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.type(QStringLiteral(": ["));
        QTRY_VERIFY_WITH_TIMEOUT(!open.pod->error().isEmpty(), 30000);
        QCOMPARE(open.line("image")->text(), QStringLiteral("ubuntu"));
        QCOMPARE(open.view->faultLine(), open.view->caretLine());
        QVERIFY2(open.pod->note().contains(QString::number(open.view->caretLine())), qPrintable(open.pod->note()));
        for (int i = 0; i < 3; ++i)
            open.press(Qt::Key_Backspace);
        QTRY_COMPARE_WITH_TIMEOUT(open.pod->error(), QString(), 30000);
        QCOMPARE(open.view->faultLine(), 0);
        QVERIFY(!open.document->isDirty());
    }

    void undoOfTextThatDoesNotParseIsTheTexts()
    {
        Open open;
        const QString good = open.view->text();
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.type(QStringLiteral(": ["));
        QTRY_VERIFY_WITH_TIMEOUT(!open.pod->error().isEmpty(), 30000);
        for (int i = 0; i < 5 && open.view->text() != good; ++i)
            open.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(open.view->text(), good);
        QTRY_COMPARE_WITH_TIMEOUT(open.pod->error(), QString(), 30000);
    }

    void undoOfAnEditIsTheTasks()
    {
        Open open;
        const QString good = open.view->text();
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.type(QStringLiteral("x"));
        QTRY_COMPARE_WITH_TIMEOUT(open.line("image")->text(), QStringLiteral("ubuntux"), 30000);
        open.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(open.line("image")->text(), QStringLiteral("ubuntu"), 30000);
        QCOMPARE(open.view->text(), good);
        QVERIFY(!open.document->isDirty());
        open.press(Qt::Key_Y, Qt::ControlModifier);
        if (open.line("image")->text() != QStringLiteral("ubuntux"))
            open.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(open.line("image")->text(), QStringLiteral("ubuntux"), 30000);
    }

    void commentsAndOrderSurviveEditsOfTheForm()
    {
        Open open;
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.type(QStringLiteral("  # the usual one"));
        open.closeList();
        QTRY_VERIFY_WITH_TIMEOUT(open.view->text().contains(QStringLiteral("# the usual one")), 30000);
        QVERIFY(!open.document->isDirty());
        QLineEdit *image = open.line("image");
        image->setFocus();
        image->selectAll();
        QTest::keyClicks(image, QStringLiteral("busybox"));
        QVERIFY2(open.view->text().contains(QStringLiteral("image: busybox  # the usual one\n")),
                 qPrintable(open.view->text()));
        open.document->undoStack()->undo();
        QVERIFY(open.view->text().contains(QStringLiteral("image: ubuntu  # the usual one\n")));
        open.page.newTask(); // and it is still there after another task was in view
        QVERIFY(!open.view->text().contains(QStringLiteral("# the usual one")));
        open.page.findChild<designer::TaskTabs *>()->closeCurrent();
        QVERIFY(open.view->text().contains(QStringLiteral("# the usual one")));
    }

    void theFormWinsOverTextThatDoesNotParse()
    {
        Open open;
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.type(QStringLiteral(": ["));
        QTRY_VERIFY_WITH_TIMEOUT(!open.pod->error().isEmpty(), 30000);
        open.document->edit("/task/image", "busybox");
        QVERIFY(open.view->text().contains(QStringLiteral("image: busybox\n")));
        auto *bring = open.pod->findChild<QPushButton *>(QStringLiteral("message.Bring it back"));
        QVERIFY(bring);
        bring->click();
        QTRY_VERIFY_WITH_TIMEOUT(open.view->text().contains(QStringLiteral("image: ubuntu: [")), 30000);
        QVERIFY(open.argument("image") == core::Json("busybox"));
    }

    // The window tells the context every time the cluster was asked how it is.
    void theContextToldAgainChangesNothing()
    {
        Open open;
        open.page.setBuildContext({.connectionNamespace = "team-a"});
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.type(QStringLiteral(": ["));
        QTRY_VERIFY_WITH_TIMEOUT(!open.pod->error().isEmpty(), 30000);
        const QString typed = open.view->text();
        open.page.setBuildContext({.connectionNamespace = "team-a"});
        QCOMPARE(open.view->text(), typed);
        QCOMPARE(open.view->faultLine(), open.view->caretLine());
        QVERIFY(!open.pod->findChild<QPushButton *>(QStringLiteral("message.Bring it back")));
    }

    void unknownFieldsAreUnderlinedAndStay()
    {
        Open open;
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.press(Qt::Key_Return);
        open.type(QStringLiteral("comand: []"));
        open.closeList();
        QTRY_COMPARE_WITH_TIMEOUT(open.view->findings().size(), size_t(1), 30000);
        QVERIFY2(open.pod->note().contains(QStringLiteral("nearest is command")), qPrintable(open.pod->note()));
        open.document->edit("/task/image", "busybox");
        QVERIFY(open.view->text().contains(QStringLiteral("comand: []")));
        QVERIFY(open.view->text().contains(QStringLiteral("image: busybox")));
    }

    void fieldsAreCompleted()
    {
        Open open;
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.press(Qt::Key_Return);
        open.type(QStringLiteral("imageP"));
        QTRY_VERIFY_WITH_TIMEOUT(open.isListOpen(), 30000);
        open.press(Qt::Key_Return);
        QTRY_VERIFY2_WITH_TIMEOUT(open.view->text().contains(QStringLiteral("    imagePullPolicy: ")),
                                  qPrintable(open.view->text()), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(open.isListOpen(), 30000); // its values
        open.press(Qt::Key_Down);
        open.press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(open.argument("image_pull_policy") == core::Json("IfNotPresent"), 30000);
    }

    void theCaretLeadsTheForm()
    {
        Open open;
        open.putCaretBehind(QStringLiteral("image: ubu"));
        QTRY_VERIFY_WITH_TIMEOUT(open.line("image")->property("lit").toBool(), 30000);
        QVERIFY(open.view->hasFocus());
        open.press(Qt::Key_F12);
        QCOMPARE(QApplication::focusWidget(), open.line("image"));
    }

    void tabLeavesUnlessOneWrites()
    {
        Open open;
        open.view->setFocus(Qt::TabFocusReason);
        open.press(Qt::Key_Tab);
        QVERIFY(!open.view->hasFocus());
        open.putCaretBehind(QStringLiteral("image: ubuntu"));
        open.press(Qt::Key_Return);
        open.type(QStringLiteral("x"));
        open.closeList();
        open.press(Qt::Key_Tab);
        QVERIFY(open.view->hasFocus());
        open.press(Qt::Key_Escape);
        open.press(Qt::Key_Tab);
        QVERIFY(!open.view->hasFocus());
    }
};

QTEST_MAIN(TestPodEditor)
#include "tst_pod_editor.moc"
