#include "ui/widgets/table_field.h"

#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/entry_delegate.h"
#include "ui/widgets/table_setup.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QTableView>
#include <QVBoxLayout>

namespace podwright::ui::widgets {

namespace {

constexpr int mostRowsShown = 8;
constexpr int choiceWidth = 110;
constexpr int frameLine = 1;

} // namespace

TableField::TableField(std::vector<EntryColumn> columns, QWidget *parent)
    : Field(parent)
    , m_model(new EntryModel(std::move(columns), this))
    , m_view(new QTableView)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new EntryDelegate(m_view));
    std::vector<int> widths;
    for (int i = 0; i < m_model->columnCount(); ++i)
        widths.push_back(m_model->column(i).choices.isEmpty() ? 0 : choiceWidth);
    setUpTable(m_view, widths);
    m_view->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked |
                            QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    style::setProperty(m_view, "kind", "field");
    setControl(m_view);
    connect(m_model, &EntryModel::edited, this, &Field::edited);
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_model, signal, this, &TableField::fitHeight);
    connect(m_model, &QAbstractItemModel::modelReset, this, &TableField::fitHeight);
    fitHeight();
}

Json TableField::value() const
{
    return m_model->entries().empty() ? Json() : jsonOf(m_model->entries());
}

void TableField::showValue(const Json &value)
{
    m_shown = value;
    const QModelIndex current = m_view->currentIndex();
    m_model->setEntries(entriesOf(value));
    if (current.isValid())
        m_view->setCurrentIndex(m_model->index(std::min(current.row(), m_model->rowCount() - 1), current.column()));
}

bool TableField::isTableKey(int key, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex at = m_view->currentIndex();
    if (!at.isValid())
        return false;
    if (key == Qt::Key_Delete) {
        m_model->removeEntry(at.row());
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        m_view->edit(at);
        return true;
    }
    const int step = key == Qt::Key_Up ? -1 : key == Qt::Key_Down ? 1 : 0;
    if (step != 0 && modifiers.testFlag(Qt::AltModifier) && m_model->moveEntry(at.row(), step)) {
        m_view->setCurrentIndex(m_model->index(at.row() + step, at.column()));
        return true;
    }
    return false;
}

bool TableField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (isTableKey(key->key(), key->modifiers()))
            return true;
    }
    if (watched == m_view && event->type() == QEvent::FocusIn && !m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_model->index(0, 0));
    return Field::eventFilter(watched, event);
}

void TableField::fitHeight()
{
    const int rows = std::min(m_model->rowCount(), mostRowsShown);
    m_view->setVerticalScrollBarPolicy(m_model->rowCount() > mostRowsShown ? Qt::ScrollBarAsNeeded
                                                                           : Qt::ScrollBarAlwaysOff);
    m_view->setFixedHeight(m_view->horizontalHeader()->height() + rows * style::rowHeight + 2 * frameLine);
}

} // namespace podwright::ui::widgets
