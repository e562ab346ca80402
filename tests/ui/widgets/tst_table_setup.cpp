#include "ui/style/theme.h"
#include "ui/widgets/table_setup.h"

#include <QApplication>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>

using namespace podwright::ui;

class TestTableSetup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { style::install(*qApp, style::Theme::Light); }

    void oneColumnTakesTheRest()
    {
        QStandardItemModel model(3, 3);
        QTableView view;
        view.setModel(&model);
        widgets::setUpTable(&view, {100, 0, 80});
        view.resize(600, 200);
        view.show();
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
        QStandardItemModel model(1, 3);
        QTableView view;
        view.setModel(&model);
        widgets::setUpTable(&view, {200, 0, 200});
        view.resize(420, 200);
        view.show();
        QTRY_COMPARE(view.columnWidth(1), 120);
        QCOMPARE(view.columnWidth(0), 200);
        view.resize(900, 200);
        QTRY_VERIFY(view.columnWidth(1) > 400);
    }

    void severalShareIt()
    {
        QStandardItemModel model(1, 2);
        QTableView view;
        view.setModel(&model);
        widgets::setUpTable(&view, {0, 0});
        view.resize(500, 200);
        view.show();
        QTRY_COMPARE(view.horizontalHeader()->length(), view.viewport()->width());
    }
};

QTEST_MAIN(TestTableSetup)
#include "tst_table_setup.moc"
