// Why the chosen row does not do what it is meant to, as the page tells it: of pods that nobody follows and of runs.

#include "tests/models/session/trouble_cluster.h"
#include "tests/ui/runs/runs_bench.h"
#include "ui/runs/node_reason_model.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace podwright;
using namespace podwright::ui::runs;
using session::test::TroubleCluster;

namespace {

constexpr int patient = 30000;
constexpr auto wantsFour = "{containers: [{name: base, resources: {requests: {cpu: '5'}}}]}";
constexpr auto placed = "{nodeName: roomy, containers: [{name: base}]}";
const QString byNodes = QStringLiteral("The pod waits: no node is large enough; the pod asks for 5 CPU, and the "
                                       "largest, roomy, has 4.");

} // namespace

class TestWhyTeller : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::style::install(*qApp, ui::style::Theme::Light); }

    void init()
    {
        m_own = std::make_unique<test::OwnHistory>();
        m_cluster = std::make_unique<TroubleCluster>();
        m_cluster->setNodes(TroubleCluster::nodeRoomy);
    }
    void cleanup()
    {
        m_page.reset();
        m_center.reset();
        m_sessions.reset();
        m_cluster.reset();
        m_own.reset();
    }

    void aPodWithoutANode()
    {
        m_cluster->setPod(wantsFour, TroubleCluster::unschedulable);
        openPage(1);
        chooseFirst();
        QTRY_COMPARE_WITH_TIMEOUT(message()->text(), byNodes, patient);
        QCOMPARE(actions(), QStringList{QStringLiteral("Show nodes")}); // it has no task whose field could be opened
        const QAbstractItemModel *nodes = m_page->findChild<QTableView *>(QStringLiteral("nodeTable"))->model();
        QCOMPARE(nodes->index(0, NodeReasonModel::Takes).data().toString(), QStringLiteral("never"));
        QCOMPARE(nodes->index(0, NodeReasonModel::Reason).data().toString(),
                 QStringLiteral("CPU: asks for 5; 4 of 4 free"));
    }

    void whoMayNotListNodesIsToldWhatTheSchedulerSays()
    {
        m_cluster->setPod(wantsFour, TroubleCluster::unschedulable);
        m_cluster->forbid("/nodes");
        openPage(1);
        chooseFirst();
        const auto *summary = m_page->findChild<QLabel *>(QStringLiteral("nodesSummary"));
        QTRY_COMPARE_WITH_TIMEOUT(summary->text(), QStringLiteral("The nodes cannot be seen: you may not"), patient);
        QTRY_COMPARE_WITH_TIMEOUT(
            message()->text(),
            QStringLiteral("The pod has no node: no node has that much CPU free (it asks for 5 CPU)."), patient);
    }

    void aPodThatFailed()
    {
        m_cluster->setPod(placed, "{phase: Failed, containerStatuses: [{name: base, state: {terminated: {exitCode: 3, "
                                  "reason: Error}}}]}");
        m_cluster->setLog("2026-01-01T00:00:01.000000000Z no such table\n");
        openPage(1);
        chooseFirst();
        QTRY_COMPARE_WITH_TIMEOUT(message()->text(), QStringLiteral("base ended with exit code 3 of its own."),
                                  patient);
        QTRY_VERIFY_WITH_TIMEOUT(message()->accessibleDescription().contains(QStringLiteral("no such table")), patient);
        QVERIFY(actions().isEmpty());
    }

    void whatIsMendedIsNoLongerTold()
    {
        m_cluster->setPod(wantsFour, TroubleCluster::unschedulable);
        openPage(1);
        chooseFirst();
        QTRY_COMPARE_WITH_TIMEOUT(message()->text(), byNodes, patient);
        m_cluster->setStatus("{phase: Running, containerStatuses: [{name: base, state: {running: {}}}]}");
        QTRY_COMPARE_WITH_TIMEOUT(message()->text(), QString(), patient);
    }

    void whatIsClosedStaysClosed()
    {
        m_cluster->setPod(wantsFour, TroubleCluster::unschedulable);
        openPage(1);
        chooseFirst();
        QTRY_COMPARE_WITH_TIMEOUT(message()->text(), byNodes, patient);
        message()->findChild<QToolButton *>(QStringLiteral("closeMessage"))->click();
        m_cluster->setEvents("[{type: Normal, reason: TriggeredScaleUp, message: soon}]");
        m_cluster->setStatus(TroubleCluster::unschedulable); // told anew
        const auto *events = m_page->findChild<QTableView *>(QStringLiteral("eventTable"))->model();
        QTRY_COMPARE_WITH_TIMEOUT(events->rowCount(), 1, patient);
        QCOMPARE(message()->text(), QString());
    }

    // Only events tell of a mount that fails; they were read when the row was chosen, and the filter knows them since.
    void eventsOfAPodThatWasLookedAt()
    {
        m_cluster->setPod(placed, "{phase: Pending, containerStatuses: [{name: base, state: {waiting: {reason: "
                                  "ContainerCreating}}}]}");
        m_cluster->setEvents("[{type: Warning, reason: FailedMount, message: 'MountVolume.SetUp failed for volume "
                             "\"v\" : secret \"s\" not found'}]");
        openPage(1);
        auto *filter = m_page->findChild<QLineEdit *>(QStringLiteral("runFilter"));
        filter->setText(QStringLiteral("reason:FailedMount"));
        QTRY_COMPARE_WITH_TIMEOUT(view()->model()->rowCount(), 0, patient);
        filter->clear();
        QTRY_COMPARE_WITH_TIMEOUT(view()->model()->rowCount(), 1, patient);
        chooseFirst();
        QTRY_COMPARE_WITH_TIMEOUT(message()->text(),
                                  QStringLiteral("The pod waits for volume v: secret s is not in its namespace."),
                                  patient);
        filter->setText(QStringLiteral("reason:FailedMount"));
        QTRY_COMPARE_WITH_TIMEOUT(view()->model()->rowCount(), 1, patient);
    }

    void theNodeOfAPodThatHangs()
    {
        m_cluster->setPod(placed, "{phase: Running}", "{deletionTimestamp: '2026-01-01T00:00:00Z'}");
        m_cluster->setNodes("[{metadata: {name: roomy}, status: {conditions: [{type: Ready, status: Unknown, reason: "
                            "NodeStatusUnknown}]}}]");
        openPage(1);
        chooseFirst();
        QTRY_VERIFY_WITH_TIMEOUT(
            message()->text().endsWith(QStringLiteral("roomy does not answer (Ready Unknown, NodeStatusUnknown).")),
            patient);
        QCOMPARE(m_cluster->requests("/api/v1/nodes/roomy"), size_t(1));
    }

    // Nothing happens to it, and that is what is told.
    void aRunWhosePodDoesNotGo()
    {
        const QByteArray due = QDateTime::currentDateTimeUtc().addSecs(-8).toString(Qt::ISODate).toUtf8();
        m_cluster->setPod(placed, "{phase: Running, containerStatuses: [{name: base, state: {running: {}}}]}",
                          "{deletionTimestamp: '" + due + "', finalizers: [a/b]}");
        openPage(1);
        chooseFirst();
        m_page->followAction->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(message()->text().endsWith(QStringLiteral("ago: it waits for finalizer a/b.")),
                                 patient);
        QVERIFY(m_page->deleteAction->isEnabled() && !m_page->followAction->isEnabled());
    }

    void aRunThatNeverHadANodeIsRunAgainWithLess()
    {
        openPage(0);
        task::Task task;
        task.arguments = core::readYaml("{task_id: t, name: p, namespace: team, image: a, "
                                        "container_resources: {requests: {cpu: '5'}}}")
                             ->value;
        const auto run = m_center->launch(task, {.context = QStringLiteral("here")});
        QVERIFY(run);
        m_page->showRun(*run);
        QTRY_COMPARE_WITH_TIMEOUT(message()->text(), byNodes, patient);
        m_center->cancel(*run, podwright::runs::Outcome::TimedOut);
        QTRY_VERIFY_WITH_TIMEOUT(!m_center->item(*run)->isUnderWay(), patient);
        QTRY_COMPARE_WITH_TIMEOUT(actions().value(1), QStringLiteral("Rerun and ask for 4000m"), patient);
        QCOMPARE(message()->text(), byNodes);
        message()->findChild<QPushButton *>(QStringLiteral("message.Rerun and ask for 4000m"))->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_cluster->lastCreated(), QStringLiteral("4000m"), patient);
    }

    void aRunOpensItsField()
    {
        openPage(0);
        QSignalSpy field(m_page.get(), &RunsPage::fieldRequested);
        task::Task task;
        task.arguments = core::readYaml("{task_id: t, name: p, namespace: team, image: a, container_resources: "
                                        "{requests: {cpu: '5'}}}")
                             ->value;
        const auto run = m_center->launch(task, {.context = QStringLiteral("here")});
        QVERIFY(run);
        m_page->showRun(*run);
        QTRY_COMPARE_WITH_TIMEOUT(message()->text(), byNodes, patient);
        QCOMPARE(actions().size(), 2);
        QVERIFY2(actions()[0].startsWith(QStringLiteral("Open ")), qPrintable(actions()[0]));
        message()->findChild<QPushButton *>(QStringLiteral("message.") + actions()[0])->click();
        QCOMPARE(field.count(), 1);
        QCOMPARE(field[0].at(1).value<std::string>(), std::string("/task/container_resources/requests/cpu"));
    }

private:
    void openPage(int rows)
    {
        m_sessions = m_cluster->connect(m_own->home);
        m_center = std::make_unique<session::RunCenter>(*m_sessions, m_own->history, core::systemClock());
        m_page = std::make_unique<RunsPage>(*m_center, *m_sessions, core::systemClock());
        m_page->resize(1200, 800);
        m_page->show();
        m_center->start();
        QTRY_COMPARE_WITH_TIMEOUT(view()->model()->rowCount(), rows, patient);
    }

    RunView *view() { return m_page->findChild<RunView *>(); }
    void chooseFirst() { view()->setCurrentIndex(view()->model()->index(0, 0)); }
    // Of the page; the log pane may have one of its own.
    ui::widgets::MessageBar *message()
    {
        for (auto *bar : m_page->findChildren<ui::widgets::MessageBar *>()) {
            if (bar->parentWidget() &&
                bar->parentWidget()->findChild<QTabWidget *>(QStringLiteral("runDetails"), Qt::FindDirectChildrenOnly))
                return bar;
        }
        qFatal("no message bar");
    }
    QStringList actions()
    {
        QStringList texts;
        for (const QPushButton *button : message()->findChildren<QPushButton *>()) {
            if (button->isVisible())
                texts += button->text();
        }
        return texts;
    }

    std::unique_ptr<test::OwnHistory> m_own;
    std::unique_ptr<TroubleCluster> m_cluster;
    std::unique_ptr<session::SessionManager> m_sessions;
    std::unique_ptr<session::RunCenter> m_center;
    std::unique_ptr<RunsPage> m_page;
};

QTEST_MAIN(TestWhyTeller)
#include "tst_why_teller.moc"
