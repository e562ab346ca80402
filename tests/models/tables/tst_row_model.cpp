#include "models/tables/row_model.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTest>

#include <array>
#include <map>

using namespace podwright::tables;

namespace {

struct Row
{
    int key = 0;
    int value = 0;
    bool operator==(const Row &) const = default;
};

constexpr std::array titles{"Key", "Value"};

class Model : public RowModel<Row>
{
public:
    Model()
        : RowModel(titles)
    {}

protected:
    QString text(const Row &row, int column) const override
    {
        return QString::number(column == 0 ? row.key : row.value);
    }
    QVariant name(const Row &row) const override { return row.key; }
    QVariant sortValue(const Row &row, int column) const override { return column == 0 ? row.key : row.value; }
};

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

} // namespace

class TestRowModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mergesWithTheFewestSignals_data()
    {
        QTest::addColumn<QList<int>>("before");
        QTest::addColumn<QList<int>>("after");
        QTest::addColumn<int>("inserts");
        QTest::addColumn<int>("removals");
        QTest::addColumn<int>("resets");
        QTest::newRow("first fill") << QList<int>{} << QList<int>{1, 2} << 0 << 0 << 1;
        QTest::newRow("same") << QList<int>{1, 2} << QList<int>{2, 1} << 0 << 0 << 0;
        QTest::newRow("one run in") << QList<int>{1, 5} << QList<int>{1, 2, 3, 5} << 1 << 0 << 0;
        QTest::newRow("two runs in") << QList<int>{3} << QList<int>{1, 2, 3, 4} << 2 << 0 << 0;
        QTest::newRow("one run out") << QList<int>{1, 2, 3, 4} << QList<int>{1, 4} << 0 << 1 << 0;
        QTest::newRow("two runs out") << QList<int>{1, 2, 3} << QList<int>{2} << 0 << 2 << 0;
        QTest::newRow("all out") << QList<int>{1, 2, 3} << QList<int>{} << 0 << 1 << 0;
        QTest::newRow("other rows") << QList<int>{1, 3} << QList<int>{2, 4} << 1 << 1 << 0;
    }
    void mergesWithTheFewestSignals()
    {
        QFETCH(QList<int>, before);
        QFETCH(QList<int>, after);
        QFETCH(int, inserts);
        QFETCH(int, removals);
        QFETCH(int, resets);
        const auto rowsOf = [](const QList<int> &keys) {
            std::vector<Row> rows;
            for (const int key : keys)
                rows.push_back({key, 0});
            return rows;
        };
        Model model;
        const QAbstractItemModelTester tester(&model, fatal);
        model.setRows(rowsOf(before));
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted),
            removed(&model, &QAbstractItemModel::rowsRemoved), reset(&model, &QAbstractItemModel::modelReset),
            changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows(rowsOf(after));
        std::ranges::sort(after);
        QCOMPARE(model.rows(), rowsOf(after));
        QCOMPARE(inserted.size(), inserts);
        QCOMPARE(removed.size(), removals);
        QCOMPARE(reset.size(), resets);
        QCOMPARE(changed.size(), 0);
    }

    void changesOnlyWhatChanged()
    {
        Model model;
        model.setRows({{1, 0}, {2, 0}, {3, 0}});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows({{1, 0}, {2, 7}, {3, 0}});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].value<QModelIndex>().row(), 1);
        QCOMPARE(model.index(1, 1).data().toInt(), 7);
    }

    void carriesTitlesAndCells()
    {
        Model model;
        QCOMPARE(model.columnCount(), 2);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Value"));
        QVERIFY(!model.headerData(2, Qt::Horizontal, Qt::DisplayRole).isValid());
        QVERIFY(!model.headerData(0, Qt::Vertical, Qt::DisplayRole).isValid());
        QVERIFY(!model.headerData(0, Qt::Horizontal, Qt::ToolTipRole).isValid());
        model.setRows({{5, 70}});
        const QModelIndex cell = model.index(0, 1);
        QCOMPARE(cell.data(), QVariant(QStringLiteral("70")));
        QCOMPARE(cell.data(Qt::ToolTipRole), QVariant(QStringLiteral("70")));
        QCOMPARE(cell.data(SortRole), QVariant(70));
        QCOMPARE(cell.data(KeyRole), QVariant(5));
        QCOMPARE(cell.data(ToneRole), QVariant(int(Tone::Neutral)));
        QVERIFY(!cell.data(Qt::DecorationRole).isValid());
    }

    void theLastOfEqualKeysCounts()
    {
        Model model;
        model.setRows({{2, 1}, {1, 1}, {2, 2}, {2, 3}});
        QCOMPARE(model.rows(), (std::vector<Row>{{1, 1}, {2, 3}}));
    }

    void selectionSurvives()
    {
        Model model;
        model.setRows({{1, 0}, {3, 0}, {5, 0}});
        const QPersistentModelIndex kept = model.index(1, 0);
        model.setRows({{0, 0}, {2, 0}, {3, 9}, {5, 0}});
        QVERIFY(kept.isValid());
        QCOMPARE(kept.data().toInt(), 3);
    }

    void randomBatchesEqualAMap()
    {
        Model model;
        const QAbstractItemModelTester tester(&model, fatal);
        QSortFilterProxyModel proxy;
        proxy.setSortRole(SortRole);
        proxy.setSourceModel(&model);
        proxy.setDynamicSortFilter(true);
        proxy.sort(1);
        const QAbstractItemModelTester proxyTester(&proxy, fatal);
        std::map<int, int> expected;
        QRandomGenerator random(42);
        for (int round = 0; round < 200; ++round) {
            std::vector<Row> changed;
            std::vector<int> gone;
            for (int i = random.bounded(12); i > 0; --i)
                changed.push_back({int(random.bounded(60)), int(random.bounded(5))});
            for (int i = random.bounded(8); i > 0; --i)
                gone.push_back(int(random.bounded(60)));
            for (const int key : gone)
                expected.erase(key);
            for (const Row &row : changed)
                expected[row.key] = row.value;
            if (round % 3 == 0) {
                std::vector<Row> all;
                for (const auto &[key, value] : expected)
                    all.push_back({key, value});
                model.setRows(all);
            } else {
                model.apply(changed, gone);
            }
            std::vector<Row> rows;
            for (const auto &[key, value] : expected)
                rows.push_back({key, value});
            QCOMPARE(model.rows(), rows);
            QCOMPARE(proxy.rowCount(), model.rowCount());
            for (int row = 1; row < proxy.rowCount(); ++row)
                QVERIFY(proxy.index(row - 1, 1).data().toInt() <= proxy.index(row, 1).data().toInt());
        }
    }
};

QTEST_GUILESS_MAIN(TestRowModel)
#include "tst_row_model.moc"
