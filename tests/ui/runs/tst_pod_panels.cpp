// The panels over the table of runs: ports are forwarded and files are copied from them.

#include "tests/ui/runs/runs_bench.h"
#include "ui/runs/copy_panel.h"
#include "ui/runs/forward_panel.h"
#include "ui/style/theme.h"
#include "ui/widgets/validation_note.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTcpServer>
#include <QTest>

using namespace podwright;
using namespace podwright::ui::runs;
using ui::widgets::ValidationNote;

class TestPodPanels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::style::install(*qApp, ui::style::Theme::Light); }

    void init()
    {
        m_bench = std::make_unique<test::RunsBench>(
            [](const support::FakeRequest &, support::FakeAnswer &answer) { answer.reply(200, ""); });
        m_bench->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->rows()->rowCount() > 0, 30000);
    }
    void cleanup() { m_bench.reset(); }

    void aPortIsForwardedAndListed()
    {
        auto *panel = m_bench->page.findChild<ForwardPanel *>();
        new QAbstractItemModelTester(&panel->forwards(), QAbstractItemModelTester::FailureReportingMode::Fatal, panel);
        QVERIFY(!panel->isVisible());
        QVERIFY(!button("openForwards")->isVisible());
        QVERIFY(m_bench->page.actions().contains(panel->forwardAction));
        choosePod();
        panel->forwardAction->trigger();
        QVERIFY(panel->isVisible());
        auto *remote = m_bench->page.findChild<QComboBox *>(QStringLiteral("forwardRemote"));
        auto *local = m_bench->page.findChild<QLineEdit *>(QStringLiteral("forwardLocal"));
        auto *note = m_bench->page.findChild<ValidationNote *>(QStringLiteral("forwardNote"));
        QTest::keyClick(remote->lineEdit(), Qt::Key_Return);
        QVERIFY(note->text().contains(QStringLiteral("Which port")));
        QCOMPARE(panel->forwards().rowCount(), 0);

        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        remote->setEditText(QStringLiteral("8080"));
        local->setText(QString::number(other.serverPort()));
        QTest::keyClick(local, Qt::Key_Return);
        QVERIFY2(note->text().contains(QStringLiteral("is taken")), qPrintable(note->text()));
        QVERIFY(local->text().toInt() > 0 && local->text().toInt() != other.serverPort());
        QCOMPARE(panel->forwards().rowCount(), 0);
        QTest::keyClick(local, Qt::Key_Return); // the free one that is offered
        QCOMPARE(panel->forwards().rowCount(), 1);
        QVERIFY(button("openForwards")->isVisible());
        QVERIFY(note->text().isEmpty());

        auto *table = m_bench->page.findChild<QTableView *>(QStringLiteral("forwardTable"));
        QCOMPARE(table->currentIndex().row(), 0);
        const QModelIndex state = panel->forwards().index(0, session::PortForwards::State);
        QTRY_COMPARE_WITH_TIMEOUT(state.data().toString(), QStringLiteral("Ended: the pod has ended"), 30000);
        QCOMPARE(panel->forwards().openCount(), 0);
        QCOMPARE(button("stopForward")->text(), QStringLiteral("Remove"));
        QVERIFY(!button("browseForward")->isEnabled());
        button("stopForward")->click();
        QCOMPARE(panel->forwards().rowCount(), 0);
        QVERIFY(!button("openForwards")->isVisible());
        QTest::keyClick(table, Qt::Key_Escape);
        QVERIFY(!panel->isVisible());
    }

    void deletingInAProtectedContextAsksForItsName()
    {
        session::SessionManager &sessions = *m_bench->sessions;
        sessions.marks().setProtected(*sessions.find(QStringLiteral("here")), true);
        choosePod();
        m_bench->page.deleteAction->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(button("bulkConfirm"), 30000);
        button("bulkConfirm")->click();
        QTRY_COMPARE_WITH_TIMEOUT(sessions.guard().context(), QStringLiteral("here"), 30000);
        QVERIFY2(sessions.guard().what().startsWith(QStringLiteral("delete ")), qPrintable(sessions.guard().what()));
        sessions.guard().dismiss();
        QVERIFY(!sessions.guard().answer(QStringLiteral("here"))); // too late
        button("bulkConfirm")->click();
        QTRY_COMPARE_WITH_TIMEOUT(sessions.guard().context(), QStringLiteral("here"), 30000);
        QVERIFY(!m_bench->cluster.wasDeletionAsked());
        QVERIFY(sessions.guard().answer(QStringLiteral("here")));
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->cluster.wasDeletionAsked(), 30000);
        sessions.marks().setProtected(*sessions.find(QStringLiteral("here")), false);
    }

    void anEmptyListOfForwardsTellsHowToMakeOne()
    {
        auto *panel = m_bench->page.findChild<ForwardPanel *>();
        QVERIFY(panel->listAction->isEnabled());
        panel->listAction->trigger();
        const auto *empty = m_bench->page.findChild<QLabel *>(QStringLiteral("forwardEmpty"));
        QVERIFY(empty->isVisible());
        QVERIFY2(empty->text().contains(QStringLiteral("Forward a port…")), qPrintable(empty->text()));
        QVERIFY(!m_bench->page.findChild<QTableView *>(QStringLiteral("forwardTable"))->isVisible());
        QVERIFY(!button("stopForward")->isVisible());
        QVERIFY(button("closeForwards")->isVisible());
    }

    void escapeInAPanelLeadsBackToTheRows_data()
    {
        QTest::addColumn<QByteArray>("action");
        QTest::newRow("forward") << QByteArray("forwardPort");
        QTest::newRow("forwards") << QByteArray("listForwards");
        QTest::newRow("copy") << QByteArray("copyFiles");
        QTest::newRow("delete") << QByteArray("deletePods");
        QTest::newRow("evict") << QByteArray("evictPods");
    }
    void escapeInAPanelLeadsBackToTheRows()
    {
        QFETCH(QByteArray, action);
        m_bench->page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_bench->page));
        choosePod();
        m_bench->view()->setFocus();
        m_bench->page.findChild<QAction *>(QLatin1StringView(action))->trigger();
        QVERIFY(QApplication::focusWidget() && QApplication::focusWidget() != m_bench->view());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget(), m_bench->view());
        QVERIFY(!m_bench->page.findChild<QWidget *>(QStringLiteral("bulkBar"))->isVisible());
        QVERIFY(!m_bench->page.findChild<QWidget *>(QStringLiteral("forwardPanel"))->isVisible());
        QVERIFY(!m_bench->page.findChild<QWidget *>(QStringLiteral("copyPanel"))->isVisible());
    }

    void theFocusShowsTheRowThatIsRead()
    {
        m_bench->page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_bench->page));
        m_bench->view()->setFocus();
        QVERIFY(m_bench->view()->currentIndex().isValid());
        QCOMPARE(m_bench->view()->selectedRows().size(), size_t(1));
    }

    void withoutAPodNothingIsForwarded()
    {
        m_bench->view()->setCurrentIndex({});
        auto *panel = m_bench->page.findChild<ForwardPanel *>();
        panel->forwardAction->trigger();
        QVERIFY(m_bench->page.findChild<ValidationNote *>(QStringLiteral("forwardNote"))
                    ->text()
                    .contains(QStringLiteral("Choose a row")));
        QVERIFY(!m_bench->page.findChild<QComboBox *>(QStringLiteral("forwardRemote"))->isVisible());
    }

    void filesAreCopiedFromThePanel()
    {
        auto *panel = m_bench->page.findChild<CopyPanel *>();
        QVERIFY(m_bench->page.actions().contains(panel->copyAction));
        choosePod();
        panel->copyAction->trigger();
        QVERIFY(panel->isVisible());
        auto *container = m_bench->page.findChild<QComboBox *>(QStringLiteral("copyContainer"));
        QTRY_VERIFY_WITH_TIMEOUT(container->count() > 0, 30000);
        auto *remote = m_bench->page.findChild<QLineEdit *>(QStringLiteral("copyRemote"));
        auto *note = m_bench->page.findChild<ValidationNote *>(QStringLiteral("copyNote"));
        QTest::keyClick(remote, Qt::Key_Return);
        QVERIFY(note->text().contains(QStringLiteral("Both paths")));
        m_bench->page.findChild<QLineEdit *>(QStringLiteral("copyLocal"))->setText(m_bench->home.path());
        remote->setText(QStringLiteral("/"));
        QTest::keyClick(remote, Qt::Key_Return);
        QTRY_VERIFY2_WITH_TIMEOUT(!note->text().isEmpty(), "the root cannot be copied", 30000);
        QVERIFY(!button("copyCancel")->isVisible());
        QVERIFY(!button("copyOpen")->isVisible());
        QTest::keyClick(remote, Qt::Key_Escape);
        QVERIFY(!panel->isVisible());
    }

private:
    QPushButton *button(const char *name) { return m_bench->page.findChild<QPushButton *>(QString::fromLatin1(name)); }
    void choosePod()
    {
        m_bench->view()->selectionModel()->setCurrentIndex(
            m_bench->rows()->index(0, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }

    std::unique_ptr<test::RunsBench> m_bench;
};

QTEST_MAIN(TestPodPanels)
#include "tst_pod_panels.moc"
