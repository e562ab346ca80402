#include "ui/widgets/table_setup.h"

#include "ui/style/metrics.h"
#include "ui/widgets/stretch_column.h"

#include <QHeaderView>
#include <QTableView>

#include <algorithm>

namespace podwright::ui::widgets {

namespace {

constexpr int leastStretch = 120; // else the table scrolls

} // namespace

void setUpTable(QTableView *view, const std::vector<int> &widths)
{
    view->setShowGrid(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setTabKeyNavigation(false);
    view->setWordWrap(false);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(style::rowHeight);
    QHeaderView *header = view->horizontalHeader();
    header->setHighlightSections(false);
    header->setTextElideMode(Qt::ElideRight);
    header->setMinimumSectionSize(40);
    header->setFixedHeight(style::rowHeight - 2);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(QHeaderView::Interactive);
    const bool isOneStretched = std::ranges::count(widths, 0) == 1;
    for (int column = 0; column < int(widths.size()); ++column) {
        if (widths[size_t(column)] == 0 && isOneStretched)
            new StretchColumn(view, column, leastStretch);
        else if (widths[size_t(column)] == 0)
            header->setSectionResizeMode(column, QHeaderView::Stretch);
        else
            header->resizeSection(column, widths[size_t(column)]);
    }
}

} // namespace podwright::ui::widgets
