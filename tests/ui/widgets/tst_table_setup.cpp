#include "ui/style/theme.h"
#include "ui/widgets/table_setup.h"

#include <QApplication>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>

#include <vector>

using namespace podwright::ui;

namespace {

struct Table
{
    Table(const std::vector<int> &widths, int width)
        : model(1, static_cast<int>(widths.size()))
    {
        view.setModel(&model);
        widgets::setUpTable(&view, widths);
        view.resize(width, 200);
        view.show();
    }

    QStandardItemModel model;
    QTableView view;
};

} // namespace

class TestTableSetup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void oneColumnTakesTheRest()
    {
        Table table({100, 0, 80}, 600);
        QTableView &view = table.view;
        const auto rest = [&view] { return view.viewport()->width() - view.columnWidth(0) - view.columnWidth(2); };
        QTRY_COMPARE(view.columnWidth(1), rest());
        QVERIFY(view.columnWidth(1) > 300);
        view.setColumnWidth(0, 200); // by the user
        QTRY_COMPARE(view.columnWidth(1), rest());
        view.setColumnHidden(0, true);
        QTRY_COMPARE(view.columnWidth(1), view.viewport()->width() - view.columnWidth(2));
    }

    void andStaysReadableInANarrowTable()
    {
        Table table({200, 0, 200}, 420);
        QTableView &view = table.view;
        QTRY_COMPARE(view.columnWidth(1), 120);
        QCOMPARE(view.columnWidth(0), 200);
        view.resize(900, 200);
        QTRY_VERIFY(view.columnWidth(1) > 400);
    }

    void severalShareIt()
    {
        Table table({0, 0}, 500);
        QTableView &view = table.view;
        QTRY_COMPARE(view.horizontalHeader()->length(), view.viewport()->width());
    }
};

QTEST_MAIN(TestTableSetup)
#include "tst_table_setup.moc"
