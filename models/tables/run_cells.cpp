// What stands in the cells of the run table.
#include "models/core/strings.h"
#include "models/tables/run_table_model.h"
#include "models/tables/times.h"

#include <QLocale>

namespace podwright::tables {

using core::qt;

namespace {

constexpr std::array runTitles{"Task", "Status",   "Pod", "Namespace", "Ready",   "Restarts",
                               "Node", "Duration", "Age", "Outcome",   "Context", "DAG"};
static_assert(runTitles.size() == RunColumns::ColumnCount);

bool isNumeric(int column)
{
    return column == RunColumns::Ready || column == RunColumns::Restarts || column == RunColumns::Duration;
}

QVariant alignment(int column)
{
    return isNumeric(column) ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
}

QString restartsText(const RunRow &row, const QDateTime &now)
{
    if (row.pod)
        return qt(row.pod->restartsText(now));
    return row.run->hasPod ? QString::number(row.run->restarts) : QString();
}

QString reasonsText(const RunRow &row)
{
    return qt(row.pod && !row.pod->reasons.empty() ? row.pod->reasons.text()
              : row.run                            ? row.run->reasons.text()
                                                   : std::string());
}

QString groupStatus(const RunGroup &group)
{
    const QLocale locale;
    if (group.bad > 0)
        return RunTableModel::tr("%1 failed").arg(locale.toString(group.bad));
    return group.active > 0 ? RunTableModel::tr("%1 active").arg(locale.toString(group.active))
                            : RunTableModel::tr("Completed");
}

QString countText(int pods)
{
    return pods == 1 ? RunTableModel::tr("1 pod") : RunTableModel::tr("%L1 pods").arg(pods);
}

Tone groupTone(const RunGroup &group)
{
    return group.bad > 0 ? Tone::Bad : group.active > 0 ? Tone::Busy : Tone::Good;
}

} // namespace

int RunTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int RunTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section);
    return role == Qt::DisplayRole ? QVariant(QLatin1String(runTitles[size_t(section)])) : QVariant();
}

QVariant RunTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::TextAlignmentRole)
        return alignment(column);
    if (const RunRow *row = rowAt(index))
        return rowCell(*row, column, role);
    const RunGroup *group = groupAt(index);
    return group ? groupCell(*group, column, role) : QVariant();
}

QVariant RunTableModel::rowCell(const RunRow &row, Column column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        if (column == Status)
            return reasonsText(row);
        return column == Age ? momentText(row.created()) : QString();
    case KeyRole:
        return row.key();
    case ToneRole:
        return int(column == Status || column == OutcomeColumn ? row.tone : Tone::Neutral);
    case LaunchedHereRole:
        return row.isLaunchedHere();
    case RunIdRole:
        return qt(row.runId());
    case StarredRole:
        return row.isStarred();
    case Qt::AccessibleTextRole:
        return column == Task && row.isStarred() ? tr("%1, starred").arg(text(row, Task)) : QVariant();
    default:
        return {};
    }
}

QVariant RunTableModel::groupCell(const RunGroup &group, Column column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        if (column == Task)
            return group.name.empty() ? tr("none") : qt(group.name);
        if (column == Status)
            return groupStatus(group);
        return column == Pod ? countText(group.rows) : QString();
    case Qt::ToolTipRole:
        return column == Task ? qt(group.name) : QString();
    case ToneRole:
        return int(column == Status ? groupTone(group) : Tone::Neutral);
    case LevelRole:
        return group.level;
    case ExpandedRole:
        return group.isExpanded;
    default:
        return {};
    }
}

QString RunTableModel::text(const RunRow &row, Column column) const
{
    switch (column) {
    case Task:
        return qt(row.task().text());
    case Status:
        return qt(row.status().text());
    case Pod:
        return qt(row.podName());
    case Namespace:
        return qt(row.ns().text());
    case Ready:
        return qt(row.pod ? row.pod->readyText() : row.run->ready);
    case Restarts:
        return restartsText(row, m_clock.wall());
    case Node:
        return qt(row.node().text());
    case Duration:
        return durationText(row.started(), row.isActive() ? m_clock.wall() : row.finished());
    case Age:
        return durationText(row.created(), m_clock.wall());
    case OutcomeColumn:
        return row.run ? qt(row.run->outcome.text()) : QString();
    case Context:
        return qt(row.context.text());
    case Dag:
        return qt(row.dag().text());
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace podwright::tables
