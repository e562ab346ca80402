// The panels over the table of runs: ports are forwarded and files are copied from them.

#include "models/core/files.h"
#include "tests/models/session/log_cluster.h"
#include "ui/runs/copy_panel.h"
#include "ui/runs/forward_panel.h"
#include "ui/runs/run_view.h"
#include "ui/runs/runs_page.h"
#include "ui/style/theme.h"
#include "ui/widgets/validation_note.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTcpServer>
#include <QTest>

using namespace podwright;
using namespace podwright::ui::runs;
using session::test::LogCluster;
using ui::widgets::ValidationNote;

class TestPodPanels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::style::install(*qApp, ui::style::Theme::Light); }

    void init()
    {
        m_home = std::make_unique<support::PrivateHome>(QStringLiteral("/nowhere"));
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home->path());
        m_cluster = std::make_unique<LogCluster>(
            [](const support::FakeRequest &, support::FakeAnswer &answer) { answer.reply(200, ""); });
        m_history = std::make_unique<podwright::runs::History>(core::stateFolder());
        m_sessions = m_cluster->connect(*m_home);
        m_center = std::make_unique<session::RunCenter>(*m_sessions, *m_history, core::systemClock());
        m_page = std::make_unique<RunsPage>(*m_center, *m_sessions, core::systemClock());
        m_page->resize(1200, 800);
        m_page->show();
        m_center->start();
        QTRY_VERIFY_WITH_TIMEOUT(rows()->rowCount() > 0, 30000);
    }
    void cleanup()
    {
        m_page.reset();
        m_center.reset();
        m_sessions.reset();
        m_cluster.reset();
        m_history.reset();
        m_home.reset();
    }

    void aPortIsForwardedAndListed()
    {
        auto *panel = m_page->findChild<ForwardPanel *>();
        new QAbstractItemModelTester(&panel->forwards(), QAbstractItemModelTester::FailureReportingMode::Fatal, panel);
        QVERIFY(!panel->isVisible());
        QVERIFY(!button("openForwards")->isVisible());
        QVERIFY(m_page->actions().contains(panel->forwardAction));
        choosePod();
        panel->forwardAction->trigger();
        QVERIFY(panel->isVisible());
        auto *remote = m_page->findChild<QComboBox *>(QStringLiteral("forwardRemote"));
        auto *local = m_page->findChild<QLineEdit *>(QStringLiteral("forwardLocal"));
        auto *note = m_page->findChild<ValidationNote *>(QStringLiteral("forwardNote"));
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

        auto *table = m_page->findChild<QTableView *>(QStringLiteral("forwardTable"));
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

    void withoutAPodNothingIsForwarded()
    {
        view()->setCurrentIndex({});
        auto *panel = m_page->findChild<ForwardPanel *>();
        panel->forwardAction->trigger();
        QVERIFY(m_page->findChild<ValidationNote *>(QStringLiteral("forwardNote"))
                    ->text()
                    .contains(QStringLiteral("Choose a row")));
        QVERIFY(!m_page->findChild<QComboBox *>(QStringLiteral("forwardRemote"))->isVisible());
    }

    void filesAreCopiedFromThePanel()
    {
        auto *panel = m_page->findChild<CopyPanel *>();
        QVERIFY(m_page->actions().contains(panel->copyAction));
        choosePod();
        panel->copyAction->trigger();
        QVERIFY(panel->isVisible());
        auto *container = m_page->findChild<QComboBox *>(QStringLiteral("copyContainer"));
        QTRY_VERIFY_WITH_TIMEOUT(container->count() > 0, 30000);
        auto *remote = m_page->findChild<QLineEdit *>(QStringLiteral("copyRemote"));
        auto *note = m_page->findChild<ValidationNote *>(QStringLiteral("copyNote"));
        QTest::keyClick(remote, Qt::Key_Return);
        QVERIFY(note->text().contains(QStringLiteral("Both paths")));
        m_page->findChild<QLineEdit *>(QStringLiteral("copyLocal"))->setText(m_home->path());
        remote->setText(QStringLiteral("/"));
        QTest::keyClick(remote, Qt::Key_Return);
        QTRY_VERIFY2_WITH_TIMEOUT(!note->text().isEmpty(), "the root cannot be copied", 30000);
        QVERIFY(!button("copyCancel")->isVisible());
        QVERIFY(!button("copyOpen")->isVisible());
        QTest::keyClick(remote, Qt::Key_Escape);
        QVERIFY(!panel->isVisible());
    }

private:
    RunView *view() { return m_page->findChild<RunView *>(); }
    QAbstractItemModel *rows() { return view()->model(); }
    QPushButton *button(const char *name) { return m_page->findChild<QPushButton *>(QString::fromLatin1(name)); }
    void choosePod()
    {
        view()->selectionModel()->setCurrentIndex(rows()->index(0, 0),
                                                  QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }

    std::unique_ptr<support::PrivateHome> m_home;
    std::unique_ptr<LogCluster> m_cluster;
    std::unique_ptr<podwright::runs::History> m_history;
    std::unique_ptr<session::SessionManager> m_sessions;
    std::unique_ptr<session::RunCenter> m_center;
    std::unique_ptr<RunsPage> m_page;
};

QTEST_MAIN(TestPodPanels)
#include "tst_pod_panels.moc"
