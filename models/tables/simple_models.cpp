#include "models/tables/simple_models.h"

#include "models/tables/times.h"

#include <array>

namespace podwright::tables {
namespace {

constexpr std::array contextTitles{"Context", "State", "Cluster", "User", "Namespace", "File"};
constexpr std::array problemTitles{"Severity", "Field", "Problem"};
constexpr std::array timelineTitles{"Time", "What happened"};
static_assert(contextTitles.size() == ContextTableModel::ColumnCount);
static_assert(problemTitles.size() == ProblemTableModel::ColumnCount);
static_assert(timelineTitles.size() == TimelineModel::ColumnCount);

QVariant title(const char *text, int role)
{
    return role == Qt::DisplayRole ? QVariant(QLatin1String(text)) : QVariant();
}

} // namespace

QVariant ContextTableModel::header(int column, int role) const
{
    return title(contextTitles[size_t(column)], role);
}

QVariant ContextTableModel::cell(const ContextRow &row, int column, int role) const
{
    if (role == KeyRole)
        return row.key;
    if (role == ToneRole)
        return int(column == State ? row.tone : Tone::Neutral);
    if (role == Qt::CheckStateRole && column == Name)
        return row.isCurrent ? Qt::Checked : Qt::Unchecked;
    if (role != Qt::DisplayRole && role != SortRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Name:
        return row.key;
    case State:
        return row.state;
    case Cluster:
        return row.cluster;
    case User:
        return row.user;
    case Namespace:
        return row.ns;
    case File:
        return row.file;
    default:
        return {};
    }
}

QVariant ProblemTableModel::header(int column, int role) const
{
    return title(problemTitles[size_t(column)], role);
}

QVariant ProblemTableModel::cell(const ProblemRow &row, int column, int role) const
{
    switch (role) {
    case KeyRole:
        return row.key;
    case ToneRole:
        return int(row.tone);
    case PointerRole:
        return row.pointer;
    case SortRole:
        if (column == Severity)
            return -int(row.tone);
        [[fallthrough]];
    case Qt::DisplayRole:
        return column == Severity ? row.severity : column == Field ? row.field : row.message;
    case Qt::ToolTipRole:
        return row.fix.isEmpty() ? row.message : row.message + QLatin1Char('\n') + row.fix;
    default:
        return {};
    }
}

QVariant TimelineModel::header(int column, int role) const
{
    return title(timelineTitles[size_t(column)], role);
}

QVariant TimelineModel::cell(const TimelineRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column == At ? row.at.toLocalTime().toString(QStringLiteral("HH:mm:ss")) : row.text;
    case SortRole:
        return column == At ? sortable(row.at) : QVariant(row.text);
    case KeyRole:
        return row.key;
    case ToneRole:
        return int(row.tone);
    case StageRole:
        return row.isStage;
    case Qt::ToolTipRole:
        return column == At ? momentText(row.at) : row.text;
    default:
        return {};
    }
}

} // namespace podwright::tables
