#include "ui/widgets/stretch_column.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>

#include <algorithm>

namespace podwright::ui::widgets {

StretchColumn::StretchColumn(QTableView *view, int column, int least)
    : QObject(view)
    , m_view(view)
    , m_column(column)
    , m_least(least)
{
    view->viewport()->installEventFilter(this);
    connect(view->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int resized) {
        if (resized != m_column)
            fit();
    });
}

bool StretchColumn::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show) // what is not shown is not told its size
        fit();
    return QObject::eventFilter(watched, event);
}

void StretchColumn::fit()
{
    QHeaderView *header = m_view->horizontalHeader();
    if (m_column >= header->count() || header->isSectionHidden(m_column))
        return;
    const int others = header->length() - header->sectionSize(m_column);
    header->resizeSection(m_column, std::max(m_least, m_view->viewport()->width() - others));
}

} // namespace podwright::ui::widgets
