#include "ui/widgets/entry_model.h"

#include "models/task/python_source.h"
#include "ui/style/fonts.h"
#include "ui/style/tokens.h"
#include "ui/widgets/field.h"

namespace podwright::ui::widgets {

EntryModel::EntryModel(std::vector<EntryColumn> columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
{}

void EntryModel::setEntries(Entries entries)
{
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

void EntryModel::removeEntry(int row)
{
    if (row < 0 || row >= int(m_entries.size()))
        return;
    beginRemoveRows({}, row, row);
    m_entries.erase(m_entries.begin() + row);
    endRemoveRows();
    Q_EMIT edited();
}

bool EntryModel::moveEntry(int row, int by)
{
    const int target = row + by;
    if (row < 0 || target < 0 || std::max(row, target) >= int(m_entries.size()))
        return false;
    beginMoveRows({}, row, row, {}, by > 0 ? target + 1 : target);
    std::swap(m_entries[size_t(row)], m_entries[size_t(target)]);
    endMoveRows();
    Q_EMIT edited();
    return true;
}

int EntryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size()) + m_emptyRows;
}

int EntryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant EntryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation == Qt::Vertical || role != Qt::DisplayRole)
        return {};
    return column(section).title;
}

bool EntryModel::isPython(const QModelIndex &index) const
{
    return index.isValid() && isEntry(index) && task::isPython(m_entries[size_t(index.row())]);
}

QString EntryModel::text(const QModelIndex &index) const
{
    const core::Json &entry = m_entries[size_t(index.row())];
    if (isPython(index))
        return index.column() == 0 ? textOf(entry) : QString();
    return m_columns[size_t(index.column())].read(entry);
}

// Python source in the place of an entry stays source, or makes room for one.
void EntryModel::write(const QModelIndex &index, const QString &text)
{
    core::Json &entry = m_entries[size_t(index.row())];
    const core::Json typed = valueTyped(text);
    if (isPython(index) && task::isPython(typed)) {
        entry = typed;
        return;
    }
    if (!entry.is_object() || isPython(index))
        entry = core::Json::object();
    m_columns[size_t(index.column())].write(entry, text);
}

QVariant EntryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const EntryColumn &column = m_columns[size_t(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        if (!isEntry(index))
            return index.column() == 0 ? tr("add…") : QString();
        return text(index);
    case Qt::EditRole:
    case Qt::ToolTipRole:
        return isEntry(index) ? text(index) : QString();
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(column.title, data(index, Qt::EditRole).toString());
    case Qt::FontRole:
        return (column.choices.isEmpty() || isPython(index)) && isEntry(index) ? style::codeFont()
                                                                               : style::interfaceFont();
    case Qt::ForegroundRole:
        return isEntry(index) ? QVariant() : style::color(style::Token::Muted);
    default:
        return {};
    }
}

bool EntryModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    if (data(index, Qt::EditRole).toString() == value.toString())
        return true;
    if (!isEntry(index)) {
        beginInsertRows({}, index.row() + 1, index.row() + 1);
        ++m_emptyRows;
        endInsertRows();
        m_entries.push_back(core::Json::object()); // in the old empty row: its index, and the editor there, stay
        --m_emptyRows;
    }
    write(index, value.toString());
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), columnCount() - 1));
    Q_EMIT edited();
    return true;
}

Qt::ItemFlags EntryModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool isFixed = isPython(index) && index.column() > 0;
    return index.isValid() && !isFixed ? flags | Qt::ItemIsEditable : flags;
}

} // namespace podwright::ui::widgets
