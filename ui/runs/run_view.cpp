#include "ui/runs/run_view.h"

#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/status.h"
#include "ui/widgets/font_delegate.h"
#include "ui/widgets/table_setup.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>

namespace podwright::ui::runs {

using Model = tables::RunTableModel;

namespace {

const QString columnsKey = QStringLiteral("runs/columns");
constexpr int markSize = 12;

bool isEnter(int key)
{
    return key == Qt::Key_Return || key == Qt::Key_Enter;
}

int indentOf(int level)
{
    return level * style::spaceLarge;
}

// The first column: a task with its star, or a group with its fold mark.
class TaskDelegate : public widgets::FontDelegate
{
public:
    using FontDelegate::FontDelegate;

    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        FontDelegate::initStyleOption(option, index);
        if (index.data(Model::StarredRole).toBool())
            option->text.prepend(QStringLiteral("★ "));
        const QVariant level = index.data(Model::LevelRole);
        if (!level.isValid())
            return;
        option->features |= QStyleOptionViewItem::HasDecoration; // room for the mark
        option->decorationSize = {indentOf(level.toInt()) + markSize, markSize};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        FontDelegate::paint(painter, option, index);
        const QVariant level = index.data(Model::LevelRole);
        if (!level.isValid())
            return;
        const bool isExpanded = index.data(Model::ExpandedRole).toBool();
        QStyleOption arrow;
        arrow.rect = QRect(option.rect.left() + style::spaceSmall + indentOf(level.toInt()),
                           option.rect.center().y() - markSize / 2 + 1, markSize, markSize);
        arrow.palette = option.palette;
        arrow.state = QStyle::State_Enabled;
        const QStyle *style = option.widget->style();
        style->drawPrimitive(isExpanded ? QStyle::PE_IndicatorArrowDown : QStyle::PE_IndicatorArrowRight, &arrow,
                             painter, option.widget);
    }
};

} // namespace

RunView::RunView(tables::RunTableModel *model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("runTable"));
    setAccessibleName(tr("Runs"));
    setModel(model);
    widgets::setUpTable(this, {170, 150, 210, 130, 60, 106, 150, 90, 70, 110, 0, 120});
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSortingEnabled(true);
    sortByColumn(Model::Age, Qt::AscendingOrder); // the youngest first
    setItemDelegateForColumn(Model::Status, new style::StatusDelegate(tables::ToneRole, this));
    setItemDelegateForColumn(Model::Task, new TaskDelegate(style::strongFont(), this));
    setItemDelegateForColumn(Model::Pod, new widgets::FontDelegate(style::codeFont(), this));
    connect(model, &QAbstractItemModel::layoutAboutToBeChanged, this, &RunView::holdPlace);
    connect(model, &QAbstractItemModel::layoutChanged, this, &RunView::returnToPlace);
    restoreColumns();
}

void RunView::restoreColumns()
{
    const QVariant saved = QSettings().value(columnsKey);
    const QStringList hidden = saved.isValid() ? saved.toStringList() : QStringList{QString::number(Model::Dag)};
    for (const QString &column : hidden)
        setColumnHidden(column.toInt(), true);
}

void RunView::saveColumns() const
{
    QStringList hidden;
    for (int column = 0; column < Model::ColumnCount; ++column) {
        if (isColumnHidden(column))
            hidden += QString::number(column);
    }
    QSettings().setValue(columnsKey, hidden);
}

void RunView::setColumnShown(int column, bool isShown)
{
    setColumnHidden(column, !isShown);
    saveColumns();
}

std::vector<const tables::RunRow *> RunView::selectedRows() const
{
    std::vector<const tables::RunRow *> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows()) {
        if (const tables::RunRow *row = m_model->rowAt(index))
            rows.push_back(row);
    }
    return rows;
}

void RunView::holdPlace()
{
    const QModelIndex current = currentIndex();
    const bool isInView = current.isValid() && viewport()->rect().intersects(visualRect(current));
    if (isInView)
        m_held = current;
    else
        m_held = verticalScrollBar()->value() > 0 ? indexAt({1, 1}) : QModelIndex();
    m_heldAt = m_held.isValid() ? rowViewportPosition(m_held.row()) : 0;
}

void RunView::returnToPlace()
{
    if (!m_held.isValid())
        return;
    executeDelayedItemsLayout(); // the bar's range
    verticalScrollBar()->setValue(m_held.row() * verticalHeader()->defaultSectionSize() - m_heldAt);
    m_held = QModelIndex();
}

// Nobody chose the neighbour of a row that goes.
void RunView::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    if (currentIndex().row() >= first && currentIndex().row() <= last)
        selectionModel()->clearCurrentIndex();
    QTableView::rowsAboutToBeRemoved(parent, first, last);
}

bool RunView::foldByKey(int key)
{
    const tables::RunGroup *group = m_model->groupAt(currentIndex());
    if (!group)
        return false;
    const bool isToggle = isEnter(key) || key == Qt::Key_Space;
    if (!isToggle && key != Qt::Key_Right && key != Qt::Key_Left)
        return false;
    m_model->setExpanded(currentIndex(), isToggle ? !group->isExpanded : key == Qt::Key_Right);
    return true;
}

// The row whose details are shown is seen to be chosen, also when only the focus made it the current one.
void RunView::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!selectionModel()->hasSelection() && currentIndex().isValid())
        selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void RunView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete)
        Q_EMIT deleteRequested();
    else if (event->key() == Qt::Key_Slash)
        Q_EMIT filterRequested();
    else if (const bool isFold = foldByKey(event->key()); !isFold && isEnter(event->key()) && currentIndex().isValid())
        Q_EMIT rowOpened();
    else if (!isFold)
        QTableView::keyPressEvent(event);
}

void RunView::mousePressEvent(QMouseEvent *event)
{
    QTableView::mousePressEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (const tables::RunGroup *group = m_model->groupAt(index); group && event->button() == Qt::LeftButton)
        m_model->setExpanded(index, !group->isExpanded);
}

// The second click on a group is a click.
void RunView::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_model->groupAt(indexAt(event->pos())) ? mousePressEvent(event) : QTableView::mouseDoubleClickEvent(event);
}

} // namespace podwright::ui::runs
