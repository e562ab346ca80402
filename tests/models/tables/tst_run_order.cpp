// The order of the rows while they change: sorted, moved, grouped; what is shown equals what a plain filter and sort of
// everything gives.

#include "tests/models/tables/run_table_bench.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <map>

using namespace podwright;
using namespace podwright::tables;
using test::come;
using test::filter;
using test::go;
using test::here;
using test::PodMaker;
using test::Table;

class TestRunOrder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sortsByValue_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("names");
        QTest::newRow("age: youngest first") << int(RunTableModel::Age) << "b c a";
        QTest::newRow("restarts as numbers") << int(RunTableModel::Restarts) << "c b a";
        QTest::newRow("names") << int(RunTableModel::Pod) << "a b c";
        QTest::newRow("status whatever the case, then age") << int(RunTableModel::Status) << "b a c";
        QTest::newRow("duration: what is over first") << int(RunTableModel::Duration) << "c b a";
    }
    void sortsByValue()
    {
        QFETCH(int, column);
        QFETCH(QString, names);
        Table table;
        table.take(here, come({PodMaker{.name = "a", .status = "error", .restarts = 10, .age = 300}.make(),
                               PodMaker{.name = "b", .status = "Error", .restarts = 9, .age = 5}.make(),
                               PodMaker{.name = "c", .status = "Running", .age = 100, .isOver = true}.make()}));
        table.model.sort(column);
        QCOMPARE(table.names(), names);
        table.model.sort(column, Qt::DescendingOrder);
        QStringList reversed = names.split(u' ');
        std::ranges::reverse(reversed);
        if (column != RunTableModel::Status) // equal ones keep the youngest first
            QCOMPARE(table.names(), reversed.join(u' '));
    }

    void chosenRowsStayChosenWhileRowsMove()
    {
        Table table;
        std::vector<kube::PodPtr> pods;
        for (int n = 0; n < 50; ++n)
            pods.push_back(PodMaker{.name = "p" + std::to_string(n), .age = n * 10}.make());
        table.take(here, come(pods));
        const QPersistentModelIndex held = table.model.indexOf(QStringLiteral("here/pod/uid-p20"));
        QVERIFY(held.isValid());
        QSignalSpy resets(&table.model, &QAbstractItemModel::modelReset);
        QSignalSpy moves(&table.model, &QAbstractItemModel::layoutChanged);
        std::vector<kube::PodPtr> younger;
        for (int n = 0; n < 7; ++n)
            younger.push_back(PodMaker{.name = "new" + std::to_string(n), .age = n * 10 + 3}.make());
        kube::PodBatch batch = come(younger);
        batch.deleted = {pods[3], pods[40]};
        table.take(here, batch);
        QCOMPARE(resets.size(), 0);
        QCOMPARE(moves.size(), 1);
        QCOMPARE(held.data(KeyRole).toString(), "here/pod/uid-p20");
        QCOMPARE(held.row(), 20 + 7 - 1);
        table.model.setQuery(filter("new"));
        QVERIFY(!held.isValid());
    }

    void changesThatMoveNothingMoveNothing()
    {
        Table table;
        table.take(here,
                   come({PodMaker{.name = "a", .status = "Pending"}.make(), PodMaker{.name = "b", .age = 1}.make()}));
        QSignalSpy moves(&table.model, &QAbstractItemModel::layoutChanged);
        QSignalSpy changes(&table.model, &QAbstractItemModel::dataChanged);
        table.take(here, come({PodMaker{.name = "b", .status = "Error", .age = 1}.make()}));
        QCOMPARE(moves.size(), 0);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes[0][0].toModelIndex().row(), 1);
        QCOMPARE(table.model.count(RunChip::Failed), 1);
    }

    void groupsFoldAndCount()
    {
        Table table;
        table.take(
            here,
            come({PodMaker{.name = "a1", .dag = "etl", .task = "load", .attempt = "1", .isOver = true}.make(),
                  PodMaker{.name = "a10", .status = "Error", .dag = "etl", .task = "load", .attempt = "10"}.make(),
                  PodMaker{.name = "a9", .dag = "etl", .task = "load", .attempt = "9"}.make(),
                  PodMaker{.name = "b", .dag = "report", .task = "mail", .attempt = "1"}.make(),
                  PodMaker{.name = "web"}.make()}));
        table.model.setGrouping(RunGrouping::Dag);
        QCOMPARE(table.column(RunTableModel::Task), (QStringList{"etl", "report", "none"}));
        QCOMPARE(table.column(RunTableModel::Status), (QStringList{"1 failed", "1 active", "1 active"}));
        QVERIFY(!table.model.rowAt(table.model.index(0, 0)));
        table.model.setExpanded(table.model.index(0, 0), true);
        table.model.setExpanded(table.model.index(1, 0), true);
        QCOMPARE(table.column(RunTableModel::Task), (QStringList{"etl", "load", "1", "9", "10", "report", "none"}));
        QCOMPARE(table.model.index(3, 0).data(RunTableModel::LevelRole).toInt(), 2);
        const QPersistentModelIndex report = table.model.index(5, 0);
        table.model.setExpanded(table.model.index(4, 0), true);
        QCOMPARE(table.model.index(5, RunTableModel::Pod).data().toString(), "a10");
        QCOMPARE(report.data().toString(), "report");
        table.model.setExpanded(table.model.index(0, 0), false);
        QCOMPARE(table.model.rowCount(), 3);
        table.take(here, go({PodMaker{.name = "b"}.make()}));
        QCOMPARE(table.column(RunTableModel::Task), (QStringList{"etl", "none"}));
        table.model.expandAll(true);
        QCOMPARE(table.model.rowCount(), 1 + 1 + 3 + 3 + 3 + 1);
        table.model.setGrouping(RunGrouping::Namespace);
        QCOMPARE(table.column(RunTableModel::Task), QStringList{"default"});
        table.model.setGrouping(RunGrouping::None);
        QCOMPARE(table.model.rowCount(), 4);
    }

    void showsWhatAPlainFilterAndSortGive_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void showsWhatAPlainFilterAndSortGive()
    {
        QFETCH(quint32, seed);
        m_random.seed(seed);
        Table table;
        std::map<std::string, kube::PodPtr> truth;
        RunWish wish;
        for (int round = 0; round < 150; ++round) {
            changeSome(table, truth);
            if (m_random.bounded(5) == 0)
                chooseAnother(table, wish);
            table.model.flush();
            QCOMPARE(table.column(RunTableModel::Pod), plain(truth, wish, table));
            qsizetype failed = 0;
            for (const auto &[uid, pod] : truth)
                failed += toneOfStatus(pod->status.text()) == Tone::Bad;
            QCOMPARE(table.model.count(RunChip::Failed), failed);
            QCOMPARE(table.model.count(RunChip::All), qsizetype(truth.size()));
        }
    }

    void manyRowsAreArrangedElsewhereWhileTheyChange()
    {
        Table table;
        std::vector<kube::PodPtr> pods;
        for (int n = 0; n < 6000; ++n)
            pods.push_back(
                PodMaker{.name = "p" + std::to_string(n), .node = "n" + std::to_string(n % 7), .age = n}.make());
        table.take(here, come(pods));
        table.model.setQuery(filter("node:n3"));
        table.model.sort(RunTableModel::Pod);
        QCOMPARE(table.model.rowCount(), 6000); // until the other thread is through
        // While it works: one comes, one goes, one is no longer asked for, one is now.
        kube::PodBatch batch = come({PodMaker{.name = "a-new", .node = "n3"}.make(),
                                     PodMaker{.name = "p10", .node = "n4", .age = 10}.make(),
                                     PodMaker{.name = "p11", .node = "n3", .age = 11}.make()});
        batch.deleted = {pods[17]};
        table.take(here, batch);
        QTRY_VERIFY_WITH_TIMEOUT(table.model.rowCount() < 1000, 30000);
        const QStringList names = table.column(RunTableModel::Pod);
        QVERIFY(std::ranges::is_sorted(names));
        QCOMPARE(names.first(), "a-new");
        QVERIFY(names.contains("p11") && names.contains("p24"));
        QVERIFY(!names.contains("p10") && !names.contains("p17"));
        QCOMPARE(names.size(), 857 + 1 + 1 - 2);
    }

    void aFrameTakesItsShareOnly()
    {
        Table table;
        std::vector<kube::PodPtr> pods;
        for (int n = 0; n < 9000; ++n)
            pods.push_back(PodMaker{.name = "p" + std::to_string(n)}.make());
        table.model.takePods(here, come(pods));
        QSignalSpy shown(&table.model, &RunTableModel::shown);
        QTRY_COMPARE_WITH_TIMEOUT(table.model.rowCount(), 9000, 30000);
        QVERIFY(shown.size() >= 3);
    }

private:
    void changeSome(Table &table, std::map<std::string, kube::PodPtr> &truth)
    {
        kube::PodBatch batch; // tells of a name once
        for (int n = m_random.bounded(12); n > 0; --n) {
            const std::string name = "p" + std::to_string(m_random.bounded(60));
            const auto known = truth.find("uid-" + name);
            if (known != truth.end() && m_random.bounded(3) == 0) {
                std::erase_if(batch.upserted, [&](const auto &other) { return other->name == name; });
                batch.deleted.push_back(known->second);
                truth.erase(known);
                continue;
            }
            const kube::PodPtr pod =
                PodMaker{.name = name,
                         .ns = "ns" + std::to_string(m_random.bounded(3)),
                         .node = "node" + std::to_string(m_random.bounded(4)),
                         .status = m_random.bounded(2) ? "Running" : "Error",
                         .dag = m_random.bounded(3) ? "d" + std::to_string(m_random.bounded(3)) : "",
                         .restarts = m_random.bounded(4),
                         .age = m_random.bounded(5)}
                    .make();
            std::erase_if(batch.upserted, [&](const auto &other) { return other->name == name; });
            std::erase_if(batch.deleted, [&](const auto &other) { return other->name == name; });
            batch.upserted.push_back(pod);
            truth["uid-" + name] = pod;
        }
        table.model.takePods(here, batch);
    }

    void chooseAnother(Table &table, RunWish &wish)
    {
        static const std::vector<const char *> lines{"", "ns:ns1", "error", "dag:d1 -node:node2", "p1"};
        wish.query = filter(lines[size_t(m_random.bounded(int(lines.size())))], RunChip(m_random.bounded(3)));
        wish.sorting.column = RunTableModel::Column(m_random.bounded(int(RunTableModel::ColumnCount)));
        wish.sorting.isDescending = m_random.bounded(2);
        wish.sorting.grouping = RunGrouping(m_random.bounded(4));
        table.model.setQuery(wish.query);
        table.model.setGrouping(wish.sorting.grouping);
        table.model.sort(wish.sorting.column, wish.sorting.isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
        table.model.expandAll(true);
    }

    // Group lines say how many pods they have; rows of equal rank may stand in any order, so names break the tie.
    QStringList plain(const std::map<std::string, kube::PodPtr> &truth, const RunWish &wish, const Table &table)
    {
        std::vector<RunRow> rows;
        for (const auto &[uid, pod] : truth) {
            RunRow row{.context = here, .pod = pod};
            row.setTone();
            if (wish.query.matches(row))
                rows.push_back(row);
        }
        RunSorting sorting = wish.sorting;
        sorting.now = table.clock.wall().toMSecsSinceEpoch();
        std::ranges::sort(rows, [&](const RunRow &a, const RunRow &b) { return sorting.compare(a, b) < 0; });
        QStringList texts;
        for (auto row = rows.begin(); row != rows.end(); ++row) {
            for (int level = 0; level < sorting.depth(); ++level) {
                const auto isSame = [&](const RunRow &other) {
                    for (int above = 0; above <= level; ++above) {
                        if (sorting.groupName(other, above) != sorting.groupName(*row, above))
                            return false;
                    }
                    return true;
                };
                if (row != rows.begin() && isSame(*std::prev(row)))
                    continue;
                const auto pods = std::ranges::count_if(rows, isSame);
                texts += pods == 1 ? QStringLiteral("1 pod") : QStringLiteral("%1 pods").arg(pods);
            }
            texts += QString::fromStdString(row->pod->name);
        }
        return texts;
    }

    QRandomGenerator m_random;
};

QTEST_GUILESS_MAIN(TestRunOrder)
#include "tst_run_order.moc"
