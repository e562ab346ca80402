// The main job by keyboard alone: every key goes to the widget that has the focus, and the focus moves by keys only.

#include "models/tables/event_table_model.h"
#include "tests/e2e/program.h"
#include "ui/designer/designer_page.h"
#include "ui/designer/yaml_view.h"
#include "ui/logs/log_view.h"

#include <QClipboard>
#include <QTest>

using namespace podwright;
using e2e::patience;
using e2e::Program;
using Column = tables::RunTableModel::Column;

namespace {

QWidget *focused()
{
    if (QWidget *popup = QApplication::activePopupWidget())
        return popup->focusWidget() ? popup->focusWidget() : popup;
    return QApplication::focusWidget() ? QApplication::focusWidget() : QApplication::activeWindow();
}

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QTest::keyClick(focused(), key, modifiers);
}

void type(const QString &text)
{
    for (const QChar letter : text)
        QTest::keyClick(focused(), letter.toLatin1());
}

// By Tab, as long as that takes; the name of the object, or of the field around it.
bool tabTo(const QString &name)
{
    for (int presses = 0; presses < 1000; ++presses) {
        if (focused()->objectName() == name)
            return true;
        press(Qt::Key_Tab);
    }
    return false;
}

// As a window manager does when a window opens, and when a dialog has ended.
bool activate(const Program &program)
{
    if (!QTest::qWaitForWindowExposed(program.window.get()))
        return false;
    QApplication::setActiveWindow(program.window.get());
    return QTest::qWaitFor(
        [&] { return QApplication::activeWindow() == program.window.get() && QApplication::focusWidget(); });
}

} // namespace

class TestKeyboard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_machine = std::make_unique<e2e::Machine>(); }
    void cleanupTestCase() { m_machine.reset(); }

    void theMainJob()
    {
        Program program(m_machine->context());
        QVERIFY(activate(program));
        usePalette(program);
        openTheExample(program);
        changeTheImage(program);
        saveIt(program);
        launchAndWait(program);
        copyTheLog();
        readTheEvents(program);
        quit(program);
    }

    void problemsAreWalked()
    {
        Program program(m_machine->context());
        QVERIFY(activate(program));
        QVERIFY(tabTo(QStringLiteral("namespace.control")));
        press(Qt::Key_A, Qt::ControlModifier);
        type(QStringLiteral("A B"));
        QVERIFY(tabTo(QStringLiteral("image.control"))); // no advice among the errors
        press(Qt::Key_A, Qt::ControlModifier);
        type(QStringLiteral("ubuntu:22.04"));
        QVERIFY(tabTo(QStringLiteral("base_container_name.control")));
        type(QStringLiteral("C D"));
        QCOMPARE(program.window->designer()->currentDocument()->problems().size(), size_t(2));
        press(Qt::Key_F8);
        const QString first = focused()->objectName();
        press(Qt::Key_F8);
        const QString second = focused()->objectName();
        QCOMPARE((QStringList{first, second}),
                 (QStringList{QStringLiteral("namespace.control"), QStringLiteral("base_container_name.control")}));
        press(Qt::Key_F8); // around the end
        QCOMPARE(focused()->objectName(), first);
        press(Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(focused()->objectName(), second);
        QVERIFY(tabTo(QStringLiteral("problems")));
        press(Qt::Key_E); // as in a log viewer
        QCOMPARE(focused()->objectName(), first);
        press(Qt::Key_F5); // leads to the error instead of launching
        QVERIFY(program.window->designer()->isVisible());
        QVERIFY(focused()->objectName().endsWith(QStringLiteral(".control")));
    }

private:
    static void usePalette(const Program &program)
    {
        press(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(QApplication::activePopupWidget());
        type(QStringLiteral("go runs"));
        press(Qt::Key_Return);
        QVERIFY(!QApplication::activePopupWidget());
        QTRY_VERIFY_WITH_TIMEOUT(program.table("runTable")->isVisible(), patience);
        press(Qt::Key_F1); // nothing here has help of its own
        QVERIFY(QApplication::activePopupWidget());
        press(Qt::Key_Escape);
        QVERIFY(!QApplication::activePopupWidget());
        press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(QApplication::activePopupWidget());
        press(Qt::Key_Escape);
        press(Qt::Key_1, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(program.window->designer()->isVisible(), patience);
        QVERIFY(activate(program)); // the offscreen platform forgets it with the last popup
    }

    static void openTheExample(const Program &program)
    {
        press(Qt::Key_W, Qt::ControlModifier);
        QVERIFY(!program.window->designer()->currentDocument());
        QVERIFY(tabTo(QStringLiteral("examples")));
        press(Qt::Key_Home);
        for (int row = 0; row < 5 && !program.window->designer()->currentDocument(); ++row) { // a heading comes first
            press(Qt::Key_Return);
            if (!program.window->designer()->currentDocument())
                press(Qt::Key_Down);
        }
        QVERIFY(program.window->designer()->currentDocument());
        QCOMPARE(program.window->designer()->currentDocument()->title(), QStringLiteral("KPO_bash_command"));
        QCOMPARE(focused()->objectName(), QStringLiteral("task_id.control"));
    }

    static void changeTheImage(const Program &program)
    {
        const auto *yaml = program.window->findChild<ui::designer::YamlView *>(QStringLiteral("podYaml"));
        press(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(focused()->objectName(), QStringLiteral("formSearch"));
        type(QStringLiteral("image"));
        QVERIFY(tabTo(QStringLiteral("image.control")));
        press(Qt::Key_A, Qt::ControlModifier);
        type(QStringLiteral("ubuntu:22.04"));
        QTRY_VERIFY_WITH_TIMEOUT(yaml->text().contains(QStringLiteral("image: ubuntu:22.04")), patience);
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(yaml->text().contains(QStringLiteral("image: ubuntu\n")), patience);
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(yaml->text().contains(QStringLiteral("image: ubuntu:22.04")), patience);
    }

    void saveIt(const Program &program) const
    {
        const QString path = m_machine->path(QStringLiteral("mine.podtask.yaml"));
        press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(QApplication::activeWindow() != program.window.get(), patience); // the dialog
        press(Qt::Key_A, Qt::ControlModifier);
        type(path);
        press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(program.window->designer()->currentDocument()->filePath(), path, patience);
        QVERIFY(!program.window->designer()->hasUnsavedChanges());
        QVERIFY(activate(program));
    }

    static void launchAndWait(Program &program)
    {
        press(Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(program.isRunDone(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(program.cell(Column::OutcomeColumn), QStringLiteral("Succeeded"), patience);
        QCOMPARE(program.window->focusWidget()->objectName(), QStringLiteral("runTable"));
        QVERIFY(activate(program)); // the offscreen platform forgets it with the last popup
    }

    static void copyTheLog()
    {
        QVERIFY(tabTo(QStringLiteral("logView")));
        const auto copied = [] {
            press(Qt::Key_A, Qt::ControlModifier);
            press(Qt::Key_C, Qt::ControlModifier);
            return QApplication::clipboard()->text();
        };
        QApplication::clipboard()->clear();
        QTRY_VERIFY2_WITH_TIMEOUT(copied().contains(QStringLiteral("+ echo hello")), qPrintable(copied()), patience);
        QVERIFY(copied().trimmed().endsWith(QStringLiteral("hello")));
    }

    static void readTheEvents(const Program &program)
    {
        QVERIFY(tabTo(QStringLiteral("runDetailsTabs")));
        press(Qt::Key_Right);
        QVERIFY(program.table("eventTable")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(e2e::columnOf(program.table("eventTable"), tables::EventTableModel::Reason)
                                     .contains(QStringLiteral("Started")),
                                 patience);
        QVERIFY(tabTo(QStringLiteral("eventTable")));
    }

    static void quit(const Program &program)
    {
        press(Qt::Key_Q, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!program.window->isVisible(), patience);
    }

    std::unique_ptr<e2e::Machine> m_machine;
};

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"
