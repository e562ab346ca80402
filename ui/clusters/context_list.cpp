#include "ui/clusters/context_list.h"

#include "ui/clusters/context_delegate.h"
#include "ui/style/theme.h"

#include <QKeyEvent>

namespace podwright::ui::clusters {

ContextList::ContextList(tables::ContextTableModel *model, QWidget *parent)
    : QListView(parent)
    , m_sorted(new QSortFilterProxyModel(this))
{
    setObjectName(QStringLiteral("contextList"));
    setAccessibleName(tr("Contexts"));
    style::setProperty(this, "kind", QStringLiteral("contexts"));
    m_sorted->setSourceModel(model);
    m_sorted->setSortRole(tables::SortRole);
    m_sorted->sort(tables::ContextTableModel::Name);
    setModel(m_sorted);
    setItemDelegate(new ContextDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(this, &QListView::doubleClicked, this, [this] { Q_EMIT used(current()); });
    // Which rows begin a file changes with their neighbours.
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_sorted, signal, this, &ContextList::keepCurrent);
    connect(m_sorted, &QAbstractItemModel::modelReset, this, &ContextList::keepCurrent);
    connect(m_sorted, &QAbstractItemModel::layoutChanged, this, &ContextList::keepCurrent);
    connect(m_sorted, &QAbstractItemModel::dataChanged, this, &ContextList::scheduleDelayedItemsLayout);
    keepCurrent();
}

QString ContextList::current() const
{
    return currentIndex().data(tables::KeyRole).toString();
}

void ContextList::setCurrent(const QString &context)
{
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        const QModelIndex index = m_sorted->index(row, 0);
        if (index.data(tables::KeyRole).toString() == context)
            return setCurrentIndex(index);
    }
}

void ContextList::keepCurrent()
{
    scheduleDelayedItemsLayout();
    if (!currentIndex().isValid() && m_sorted->rowCount() > 0)
        setCurrentIndex(m_sorted->index(0, 0));
}

void ContextList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT currentChosen(this->current());
}

void ContextList::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && !current().isEmpty())
        Q_EMIT used(current());
    else
        QListView::keyPressEvent(event);
}

} // namespace podwright::ui::clusters
