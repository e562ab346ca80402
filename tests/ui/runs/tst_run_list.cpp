// The list as a user sees it: filter line, saved filters, groups, columns, the chosen row while others move.

#include "tests/models/tables/pods.h"
#include "tests/support/manual_clock.h"
#include "tests/support/private_home.h"
#include "ui/runs/run_list.h"
#include "ui/runs/saved_filters.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>

using namespace podwright;
using namespace podwright::ui::runs;
using tables::RunTableModel;
using tables::test::PodMaker;

namespace {

const core::Symbol here("here");

} // namespace

class TestRunList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("podwright"));
        QCoreApplication::setApplicationName(QStringLiteral("podwright"));
        m_home = std::make_unique<support::PrivateHome>();
        ui::style::install(*qApp, ui::style::Theme::Light);
    }

    void init()
    {
        m_model = std::make_unique<RunTableModel>(m_clock);
        new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     m_model.get());
        m_list = std::make_unique<RunList>(m_model.get());
        m_list->resize(1200, 400);
        m_list->show();
        std::vector<kube::PodPtr> pods;
        for (int n = 0; n < 100; ++n)
            pods.push_back(pod(n));
        take(tables::test::come(pods));
    }
    void cleanup()
    {
        m_list.reset();
        m_model.reset();
    }

    void aFilterThatIsWrongSaysSoAndTheFormerStays()
    {
        auto *line = m_list->findChild<QLineEdit *>(QStringLiteral("runFilter"));
        const auto *trouble = m_list->findChild<QLabel *>(QStringLiteral("filterTrouble"));
        line->setText(QStringLiteral("node:node-3"));
        QCOMPARE(m_model->rowCount(), 10);
        QVERIFY(!trouble->isVisible());
        line->setText(QStringLiteral("node:node-3 nod:x"));
        QVERIFY(trouble->isVisible());
        QVERIFY(trouble->text().contains(QStringLiteral("no filter nod:")));
        QCOMPARE(m_model->rowCount(), 10);
        line->clear();
        QVERIFY(!trouble->isVisible());
        QCOMPARE(m_model->rowCount(), 100);
    }

    void chipsCountAndNarrow()
    {
        auto *failed = m_list->findChild<QPushButton *>(QStringLiteral("runGroup2"));
        QCOMPARE(failed->text(), QStringLiteral("Failed 20"));
        failed->click();
        QCOMPARE(m_model->rowCount(), 20);
        m_list->findChild<QLineEdit *>(QStringLiteral("runFilter"))->setText(QStringLiteral("node:node-0"));
        QCOMPARE(m_model->rowCount(), 10);
        QCOMPARE(failed->text(), QStringLiteral("Failed 20")); // whatever the line says
    }

    void theChosenRowStaysWhereItIs()
    {
        RunView *view = m_list->view();
        const QModelIndex chosen = m_model->index(50, 0);
        view->setCurrentIndex(chosen);
        view->scrollTo(chosen, QAbstractItemView::PositionAtCenter);
        const QString key = chosen.data(tables::KeyRole).toString();
        const int top = view->visualRect(view->currentIndex()).top();
        std::vector<kube::PodPtr> younger;
        for (int n = 0; n < 30; ++n)
            younger.push_back(PodMaker{.name = "new-" + std::to_string(n), .age = n}.make());
        auto batch = tables::test::come(younger);
        batch.deleted = {pod(10), pod(90)};
        take(batch);
        QCOMPARE(view->currentIndex().data(tables::KeyRole).toString(), key);
        QVERIFY(view->currentIndex().row() != 50);
        QCOMPARE(view->visualRect(view->currentIndex()).top(), top);
        QVERIFY(view->selectionModel()->isRowSelected(view->currentIndex().row()));
    }

    void atTheTopNewRowsComeIn()
    {
        take(tables::test::come({PodMaker{.name = "new", .age = -5}.make()}));
        QCOMPARE(m_list->view()->verticalScrollBar()->value(), 0);
        QCOMPARE(m_model->index(0, RunTableModel::Pod).data().toString(), QStringLiteral("new"));
    }

    void aChosenRowComesBackOutOfAFilter()
    {
        m_list->view()->setCurrentIndex(m_model->indexOf(QStringLiteral("here/pod/uid-p7")));
        auto *line = m_list->findChild<QLineEdit *>(QStringLiteral("runFilter"));
        line->setText(QStringLiteral("p55"));
        QVERIFY(!m_list->current() || m_list->current()->podName() != "p7");
        line->clear();
        QVERIFY(m_list->current());
        QCOMPARE(std::string(m_list->current()->podName()), std::string("p7"));
    }

    void groupsFoldByKey()
    {
        m_model->setGrouping(tables::RunGrouping::Node);
        RunView *view = m_list->view();
        QCOMPARE(m_model->rowCount(), 10);
        view->setCurrentIndex(m_model->index(1, 0));
        QVERIFY(!m_list->current());
        QTest::keyClick(view, Qt::Key_Right);
        QCOMPARE(m_model->rowCount(), 20);
        QTest::keyClick(view, Qt::Key_Left);
        QCOMPARE(m_model->rowCount(), 10);
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(m_model->rowCount(), 20);
        QTest::keyClick(view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(view->selectedRows().size(), size_t(10)); // groups are no rows
        QCOMPARE(m_list->targets().size(), size_t(10));
    }

    void aSavedFilterIsTakenUpAgain()
    {
        auto *line = m_list->findChild<QLineEdit *>(QStringLiteral("runFilter"));
        line->setText(QStringLiteral("node:node-3"));
        m_list->findChild<QPushButton *>(QStringLiteral("runGroup1"))->click();
        auto *menu = m_list->findChild<QPushButton *>(QStringLiteral("runFilters"))->menu();
        Q_EMIT menu->aboutToShow();
        trigger(menu, QStringLiteral("Save this filter"));
        auto *name = m_list->findChild<QLineEdit *>(QStringLiteral("filterName"));
        QVERIFY(name->isVisible());
        QTest::keyClicks(name, QStringLiteral("third node"));
        QTest::keyClick(name, Qt::Key_Return);
        const std::vector<SavedFilter> expected{{QStringLiteral("third node"), QStringLiteral("node:node-3"),
                                                 tables::RunChip::Active, tables::RunGrouping::None}};
        QCOMPARE(savedFilters(), expected);
        m_list->filterBar()->clear();
        QCOMPARE(m_model->rowCount(), 100);
        Q_EMIT menu->aboutToShow();
        trigger(menu, QStringLiteral("third node"));
        QCOMPARE(line->text(), QStringLiteral("node:node-3"));
        QCOMPARE(m_model->query().chip, tables::RunChip::Active);
        removeFilter(QStringLiteral("third node"));
        QVERIFY(savedFilters().empty());
    }

    void columnsAreRemembered()
    {
        m_list->view()->setColumnShown(RunTableModel::Node, false);
        m_list->view()->setColumnShown(RunTableModel::Dag, true);
        RunTableModel model(m_clock);
        const RunView other(&model);
        QVERIFY(!other.isColumnShown(RunTableModel::Node));
        QVERIFY(other.isColumnShown(RunTableModel::Dag));
        QVERIFY(other.isColumnShown(RunTableModel::Task));
    }

private:
    static kube::PodPtr pod(int n)
    {
        return PodMaker{.name = "p" + std::to_string(n),
                        .node = "node-" + std::to_string(n % 10),
                        .status = n % 5 == 0 ? "Error" : "Running",
                        .age = 100 + n}
            .make();
    }
    void take(const kube::PodBatch &batch)
    {
        m_model->takePods(here, batch);
        m_model->flush();
    }
    static void trigger(QMenu *menu, const QString &text)
    {
        for (QAction *action : menu->actions()) {
            if (action->text() == text)
                return action->trigger();
        }
        QFAIL(qPrintable(text));
    }

    std::unique_ptr<support::PrivateHome> m_home;
    support::ManualClock m_clock;
    std::unique_ptr<RunTableModel> m_model;
    std::unique_ptr<RunList> m_list;
};

QTEST_MAIN(TestRunList)
#include "tst_run_list.moc"
