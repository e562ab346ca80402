// The page as a user has it: rows are chosen, starred, their logs read alone and merged.

#include "tests/ui/runs/runs_bench.h"
#include "ui/logs/log_pane.h"
#include "ui/logs/log_part_bar.h"
#include "ui/logs/log_view.h"
#include "ui/runs/run_details.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace podwright;
using namespace podwright::ui::runs;
using session::test::LogCluster;
using session::test::stamped;

class TestRunsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::style::install(*qApp, ui::style::Theme::Light); }

    void init()
    {
        m_bench =
            std::make_unique<test::RunsBench>([](const support::FakeRequest &request, support::FakeAnswer &answer) {
                answer.reply(200, stamped(LogCluster::has(request, "container=side") ? 5 : 3, "of the cluster"));
            });
        keep("r1", "extract", stamped(1, "first of r1") + stamped(4, "second of r1"));
        keep("r2", "load", stamped(2, "of r2"));
        m_bench->center.known().setLimits({.days = 0}); // the runs are old
        m_bench->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->rows()->rowCount(), 3, 30000); // two runs and a pod
    }
    void cleanup() { m_bench.reset(); }

    void aRunIsStarredByKey()
    {
        choose({QStringLiteral("extract")});
        QCOMPARE(m_bench->page.starAction->text(), QStringLiteral("Star"));
        m_bench->page.starAction->trigger();
        QVERIFY(m_bench->center.known().find("r1")->isStarred);
        QVERIFY(!m_bench->center.known().find("r2")->isStarred);
        QVERIFY(row(QStringLiteral("extract")).data(tables::RunTableModel::StarredRole).toBool());
        QCOMPARE(row(QStringLiteral("extract")).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("extract, starred"));
        QCOMPARE(m_bench->page.starAction->text(), QStringLiteral("Remove star"));
        m_bench->page.findChild<QLineEdit *>(QStringLiteral("runFilter"))->setText(QStringLiteral("is:starred"));
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->rows()->rowCount(), 1, 30000);
        m_bench->page.findChild<QLineEdit *>(QStringLiteral("runFilter"))->clear();
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->rows()->rowCount(), 3, 30000);
        choose({QStringLiteral("extract"), QStringLiteral("load")}); // one is, one is not: both are then
        m_bench->page.starAction->trigger();
        QVERIFY(m_bench->center.known().find("r1")->isStarred && m_bench->center.known().find("r2")->isStarred);
        m_bench->page.starAction->trigger();
        QVERIFY(!m_bench->center.known().find("r1")->isStarred && !m_bench->center.known().find("r2")->isStarred);
    }

    void aStarredPodIsFollowed()
    {
        choose({QString()}); // it has no task
        QCOMPARE(m_bench->page.starAction->text(), QStringLiteral("Star and follow"));
        m_bench->page.starAction->trigger();
        QCOMPARE(m_bench->center.known().all().size(), size_t(3));
        const auto &runs = m_bench->center.known().all();
        QCOMPARE(std::ranges::count_if(runs, [](const auto &one) { return one.second.isStarred; }), 1);
    }

    void aPodThatIsNotFollowedShowsItsLog()
    {
        choose({QString()});
        QTRY_COMPARE_WITH_TIMEOUT(logText(), QStringLiteral("of the cluster"), 30000);
        QVERIFY(m_bench->cluster.logRequests()[0].find("tailLines=10000") != std::string::npos);
        part()->setPart({.isPrevious = true});
        Q_EMIT part()->changed();
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->cluster.logRequests().size(), size_t(2), 30000);
        QVERIFY(m_bench->cluster.logRequests()[1].find("previous=true") != std::string::npos);
        QTRY_COMPARE_WITH_TIMEOUT(logText(), QStringLiteral("of the cluster"), 30000);
    }

    void aRunsLogIsTheKeptOne()
    {
        choose({QStringLiteral("extract")});
        QTRY_COMPARE_WITH_TIMEOUT(logText(), QStringLiteral("first of r1\nsecond of r1"), 30000);
        QVERIFY(m_bench->cluster.logRequests().empty());
        part()->toggleEvents();
        QTRY_COMPARE_WITH_TIMEOUT(logText(),
                                  QStringLiteral("first of r1\n00:00:02 Pulled: image is there\nsecond of r1"), 30000);
        part()->toggleEvents();
        QTRY_COMPARE_WITH_TIMEOUT(logText(), QStringLiteral("first of r1\nsecond of r1"), 30000);
    }

    void enterLeadsIntoARowAndEscapeBack_data()
    {
        QTest::addColumn<int>("tab");
        QTest::addColumn<QByteArray>("focused");
        QTest::newRow("logs") << int(RunDetails::Logs) << QByteArray("logView");
        QTest::newRow("events") << int(RunDetails::Events) << QByteArray("eventTable");
        QTest::newRow("manifest") << int(RunDetails::Manifest) << QByteArray("manifestText");
    }
    void enterLeadsIntoARowAndEscapeBack()
    {
        QFETCH(int, tab);
        QFETCH(QByteArray, focused);
        m_bench->page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_bench->page));
        choose({QStringLiteral("extract")});
        QTRY_COMPARE_WITH_TIMEOUT(logText(), QStringLiteral("first of r1\nsecond of r1"), 30000);
        m_bench->page.findChild<RunDetails *>()->setCurrentIndex(tab);
        m_bench->view()->setFocus();
        QTest::keyClick(m_bench->view(), Qt::Key_Return);
        QVERIFY(QApplication::focusWidget());
        QCOMPARE(QApplication::focusWidget()->objectName().toLatin1(), focused);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget(), m_bench->view());
    }

    void logsOfChosenRowsAreMerged()
    {
        choose({QStringLiteral("extract"), QStringLiteral("load")});
        auto *merge = m_bench->page.findChild<QPushButton *>(QStringLiteral("bulkMergeLogs"));
        QVERIFY(merge);
        QTRY_VERIFY_WITH_TIMEOUT(merge->isVisible(), 30000);
        merge->click();
        const QString expected =
            QStringLiteral("pod-of-r1/base  first of r1\npod-of-r2/base  of r2\npod-of-r1/base  second of r1");
        QTRY_COMPARE_WITH_TIMEOUT(logText(), expected, 30000);
        choose({QStringLiteral("load")});
        QTRY_COMPARE_WITH_TIMEOUT(logText(), QStringLiteral("of r2"), 30000);
    }

    void keysReachTheParts()
    {
        choose({QStringLiteral("extract")});
        QTRY_COMPARE_WITH_TIMEOUT(logText(), QStringLiteral("first of r1\nsecond of r1"), 30000);
        QMenu *menu = m_bench->page.findChild<QToolButton *>(QStringLiteral("logPart"))->menu();
        QVERIFY(menu);
        Q_EMIT menu->aboutToShow(); // the pod is gone: only everything
        int enabled = 0;
        for (const QAction *action : menu->actions())
            enabled += !action->isSeparator() && action->isEnabled();
        QCOMPARE(enabled, 2); // everything, both streams
    }

private:
    void keep(const std::string &id, const char *task, const std::string &log)
    {
        podwright::runs::RunState state;
        state.plan.id = id;
        state.plan.context = QStringLiteral("here");
        state.plan.ns = "default";
        state.plan.podName = "pod-of-" + id;
        state.plan.baseContainer = "base";
        state.plan.getLogs = true;
        state.plan.task.arguments = {{"task_id", task}};
        state.stage = podwright::runs::Stage::Done;
        state.outcome = podwright::runs::Outcome::Failed;
        state.started = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
        state.finished = state.started.addSecs(9);
        state.podUid = "uid-of-" + id;
        state.podGone = true;
        m_bench->history.save(state);
        m_bench->history.appendLog(id, "base", QByteArray::fromStdString(log), "", {});
        kube::EventSummary pulled;
        pulled.uid = "e";
        pulled.reason = "Pulled";
        pulled.message = "image is there";
        pulled.first = pulled.last = state.started.addSecs(2);
        m_bench->history.saveEvents(id, {pulled});
    }

    ui::logs::LogPartBar *part() { return m_bench->page.findChild<ui::logs::LogPartBar *>(); }
    QModelIndex row(const QString &task)
    {
        for (int row = 0; row < m_bench->rows()->rowCount(); ++row) {
            if (m_bench->rows()->index(row, 0).data().toString() == task)
                return m_bench->rows()->index(row, 0);
        }
        return {};
    }
    void choose(const QStringList &tasks)
    {
        m_bench->view()->clearSelection();
        for (const QString &task : tasks) {
            const QModelIndex index = row(task);
            QVERIFY2(index.isValid(), qPrintable(task));
            m_bench->view()->selectionModel()->setCurrentIndex(
                index, (task == tasks.first() ? QItemSelectionModel::ClearAndSelect : QItemSelectionModel::Select) |
                           QItemSelectionModel::Rows);
        }
    }
    // As it is shown, without the times.
    QString logText()
    {
        m_bench->page.findChild<QToolButton *>(QStringLiteral("logStamps"))->setChecked(false);
        auto *log = m_bench->page.findChild<ui::logs::LogView *>();
        log->selectAll();
        return log->selectedText().trimmed().remove(QStringLiteral("— ")).remove(QStringLiteral(" —"));
    }

    std::unique_ptr<test::RunsBench> m_bench;
};

QTEST_MAIN(TestRunsPage)
#include "tst_runs_page.moc"
