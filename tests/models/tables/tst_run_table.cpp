// Rows of runs and pods come, change and go.

#include "tests/models/tables/run_table_bench.h"

#include <QSignalSpy>
#include <QTest>

using namespace podwright;
using namespace podwright::tables;
using test::come;
using test::filter;
using test::go;
using test::here;
using test::PodMaker;
using test::Table;
using test::there;

class TestRunTable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eventReasonsStayWithTheirPod()
    {
        Table table;
        const auto reason = [&table](const char *uid) {
            const RunRow *row =
                table.model.rowAt(table.model.indexOf(QStringLiteral("here/pod/") + QLatin1String(uid)));
            return row ? QString::fromStdString(row->eventReasons.text()) : QStringLiteral("no row");
        };
        table.take(here, come({PodMaker{.name = "a"}.make(), PodMaker{.name = "b"}.make()}));
        table.model.setQuery(filter("reason:mount"));
        table.model.flush();
        QCOMPARE(table.names(), QString());
        table.model.setEventReasons(here, "uid-a", core::Symbol("FailedMount"));
        table.model.setEventReasons(here, "nobody", core::Symbol("FailedMount"));
        table.model.setEventReasons(there, "uid-b", core::Symbol("FailedMount"));
        table.model.flush();
        QCOMPARE(table.names(), QStringLiteral("a"));
        table.take(here, come({PodMaker{.name = "a", .status = "Failed"}.make()})); // it changes, and keeps them
        QCOMPARE(reason("uid-a"), QStringLiteral("FailedMount"));
        table.model.setRun(test::run("r", "uid-a"));
        table.model.flush();
        QCOMPARE(table.names(), QStringLiteral("a")); // followed now
        table.model.removeRun("r");
        table.model.flush();
        QCOMPARE(reason("uid-a"), QStringLiteral("FailedMount"));
        table.take(here, go({PodMaker{.name = "a"}.make()}));
        QCOMPARE(table.names(), QString());
    }

    void cellsOfAPod()
    {
        Table table;
        table.take(here, come({PodMaker{.name = "p", .dag = "d", .task = "t", .restarts = 2, .age = 60}.make()}));
        const auto cell = [&](int column, int role = Qt::DisplayRole) {
            return table.model.index(0, column).data(role);
        };
        QCOMPARE(cell(RunTableModel::Task).toString(), "t");
        QCOMPARE(cell(RunTableModel::Dag).toString(), "d");
        QCOMPARE(cell(RunTableModel::Context).toString(), "here");
        QCOMPARE(cell(RunTableModel::Ready).toString(), "0/1");
        QCOMPARE(cell(RunTableModel::Restarts).toString(), "2");
        QCOMPARE(cell(RunTableModel::Age).toString(), "60s");
        QCOMPARE(cell(RunTableModel::Duration).toString(), "60s");
        QCOMPARE(cell(RunTableModel::Status, ToneRole).toInt(), int(Tone::Busy));
        QCOMPARE(cell(RunTableModel::Task, ToneRole).toInt(), int(Tone::Neutral));
        QCOMPARE(cell(0, KeyRole).toString(), "here/pod/uid-p");
        QVERIFY(!cell(0, RunTableModel::LaunchedHereRole).toBool());
        for (int column = 0; column < table.model.columnCount(); ++column)
            QVERIFY(!table.model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
        QSignalSpy changed(&table.model, &QAbstractItemModel::dataChanged);
        table.clock.advance(std::chrono::seconds(42));
        table.model.refreshTimes();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(cell(RunTableModel::Age).toString(), "102s");
    }

    void aRunAndItsPodAreOneRow()
    {
        Table table;
        table.model.setRun(test::run("r1", ""));
        table.take(here, come({PodMaker{.name = "a"}.make()}));
        QCOMPARE(table.model.rowCount(), 2); // nobody knows yet that it is the run's
        table.model.setRun(test::run("r1", "uid-a"));
        table.model.flush();
        QCOMPARE(table.model.rowCount(), 1);
        QCOMPARE(table.model.index(0, 0).data(RunTableModel::RunIdRole).toString(), "r1");
        QCOMPARE(table.model.index(0, RunTableModel::Status).data().toString(), "Running");
        table.take(there, come({PodMaker{.name = "a"}.make()})); // the same pod by another context
        QCOMPARE(table.model.rowCount(), 2);
        QCOMPARE(table.model.count(RunChip::LaunchedHere), 1);
        table.take(here, go({PodMaker{.name = "a"}.make()}));
        QCOMPARE(table.model.rowCount(), 2); // the run stays
        QCOMPARE(
            table.model.indexOf(QStringLiteral("here/run/r1")).siblingAtColumn(RunTableModel::Status).data().toString(),
            "Pending");
        table.take(here, come({PodMaker{.name = "a"}.make()}));
        table.model.removeRun("r1");
        table.model.flush();
        QVERIFY(!table.model.knowsRun("r1"));
        QVERIFY(table.model.indexOf(QStringLiteral("here/pod/uid-a")).isValid()); // the pod stays
        table.model.clearPods(here);
        table.model.flush();
        QCOMPARE(table.names(), "a");
        QCOMPARE(table.model.index(0, RunTableModel::Context).data().toString(), "there");
    }

    void aRunThatComesAfterItsPodTakesItsRow()
    {
        Table table;
        table.take(here, come({PodMaker{.name = "a"}.make()}));
        table.model.setRun(test::run("r1", "uid-a"));
        table.model.flush();
        QCOMPARE(table.model.rowCount(), 1);
        table.model.setRun(test::run("r2", "uid-a")); // two runs that followed one pod
        table.model.flush();
        QCOMPARE(table.model.rowCount(), 2);
        table.model.removeRun("r1");
        table.model.removeRun("r2");
        table.model.flush();
        QCOMPARE(table.model.rowCount(), 1);
    }

    void aPodThatWasCreatedAnewReplacesTheFormer()
    {
        Table table;
        table.take(here, come({PodMaker{.name = "a", .uid = "1"}.make()}));
        kube::PodBatch batch = come({PodMaker{.name = "a", .uid = "2"}.make()});
        batch.replaced = {PodMaker{.name = "a", .uid = "1"}.make()};
        table.take(here, batch);
        QCOMPARE(table.model.rowCount(), 1);
        QVERIFY(table.model.indexOf(QStringLiteral("here/pod/2")).isValid());
    }
};

QTEST_GUILESS_MAIN(TestRunTable)
#include "tst_run_table.moc"
