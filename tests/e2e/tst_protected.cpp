// A protected context is marked in the window, and its name is typed before anything is launched there.

#include "tests/e2e/program.h"
#include "ui/clusters/clusters_page.h"
#include "ui/designer/designer_page.h"

#include <QLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace podwright;
using e2e::patience;
using e2e::Program;

class TestProtected : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_machine = std::make_unique<e2e::Machine>(); }
    void cleanupTestCase() { m_machine.reset(); }

    void theNameIsTypedFirst()
    {
        Program program(m_machine->context());
        auto &sessions = program.sessions;
        ui::shell::MainWindow &window = *program.window;
        QTRY_VERIFY_WITH_TIMEOUT(sessions.isLoaded(), patience);
        QVERIFY(window.centralWidget()->property("frame").toString().isEmpty());
        sessions.marks().setProtected(*sessions.find(m_machine->context()), true);
        QCOMPARE(window.centralWidget()->property("frame").toString(), QStringLiteral("protected"));
        QCOMPARE(window.centralWidget()->layout()->contentsMargins().left(), 3);
        QVERIFY(window.findChild<QWidget *>(QStringLiteral("protectedMark"))->isVisible());

        auto *guard = window.findChild<QWidget *>(QStringLiteral("nameGuard"));
        auto *name = window.findChild<QLineEdit *>(QStringLiteral("guardName"));
        auto *confirm = window.findChild<QPushButton *>(QStringLiteral("guardConfirm"));
        window.launch();
        QVERIFY(guard->isVisible());
        QCOMPARE(window.focusWidget(), name);
        QCOMPARE(program.center.table()->rowCount(), 0);
        QTest::keyClick(name, Qt::Key_Return);
        QTest::keyClicks(name, m_machine->context().left(3));
        QVERIFY(!confirm->isEnabled());
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(guard->isVisible());
        QTest::keyClick(name, Qt::Key_Escape);
        QVERIFY(!guard->isVisible());
        QCOMPARE(program.center.table()->rowCount(), 0);

        window.launch();
        QTest::keyClicks(name, m_machine->context());
        QVERIFY(confirm->isEnabled());
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(!guard->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(program.center.table()->rowCount() > 0, patience);
        sessions.marks().setProtected(*sessions.find(m_machine->context()), false);
        QVERIFY(window.centralWidget()->property("frame").toString().isEmpty());
    }

    void theClustersPageTellsOfTheSandbox()
    {
        Program program(m_machine->context());
        ui::shell::MainWindow &window = *program.window;
        QVERIFY(QTest::qWaitForWindowExposed(&window, patience));
        window.setMode(ui::shell::MainWindow::Clusters);
        QVERIFY(window.clusters()->isVisible());
        const auto identity = [&window] {
            return window.findChild<QWidget *>(QStringLiteral("identityCard"))->accessibleDescription();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(identity() == QStringLiteral("sandbox-admin") ||
                                      identity().contains(QStringLiteral("admin")),
                                  qPrintable(identity()), patience);
        auto *rights = window.findChild<QAbstractItemView *>(QStringLiteral("rightFactsView"));
        QTRY_VERIFY_WITH_TIMEOUT(rights->model()->rowCount() > 5, patience);
        const auto isAllowed = [rights](int row) {
            return rights->model()->index(row, 0).data(tables::FactTableModel::DetailRole).toString() ==
                   QStringLiteral("yes");
        };
        QTRY_VERIFY_WITH_TIMEOUT(isAllowed(0), patience);
        auto *objects = window.findChild<QAbstractItemView *>(QStringLiteral("namespaceFactsView"));
        QTRY_VERIFY_WITH_TIMEOUT(objects->model()->rowCount() > 0, patience);
    }

private:
    std::unique_ptr<e2e::Machine> m_machine;
};

QTEST_MAIN(TestProtected)
#include "tst_protected.moc"
