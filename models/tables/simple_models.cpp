#include "models/tables/simple_models.h"

#include "models/tables/times.h"

#include <array>

namespace podwright::tables {
namespace {

constexpr std::array contextTitles{"Context", "State", "Cluster", "User", "Namespace", "File"};
constexpr std::array factTitles{"What", "Name", "Detail"};
constexpr std::array problemTitles{"Severity", "Field", "Problem"};
constexpr std::array timelineTitles{"Time", "What happened"};
static_assert(contextTitles.size() == ContextTableModel::ColumnCount);
static_assert(factTitles.size() == FactTableModel::ColumnCount);
static_assert(problemTitles.size() == ProblemTableModel::ColumnCount);
static_assert(timelineTitles.size() == TimelineModel::ColumnCount);

QString spokenText(const ContextRow &row)
{
    QStringList parts{row.key, row.state};
    if (row.isProtected)
        parts += QStringLiteral("protected");
    if (!row.note.isEmpty())
        parts += row.note;
    return parts.join(QStringLiteral(", "));
}

} // namespace

ContextTableModel::ContextTableModel(QObject *parent)
    : RowModel(contextTitles, parent)
{}

QString ContextTableModel::text(const ContextRow &row, int column) const
{
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

QVariant ContextTableModel::name(const ContextRow &row) const
{
    return row.key;
}

Tone ContextTableModel::tone(const ContextRow &row, int column) const
{
    return column == State ? row.tone : Tone::Neutral;
}

QVariant ContextTableModel::sortValue(const ContextRow &row, int column) const
{
    return column == Name ? QVariant(row.order) : QVariant(text(row, column));
}

QVariant ContextTableModel::extra(const ContextRow &row, int column, int role) const
{
    switch (role) {
    case Qt::CheckStateRole:
        return column == Name ? QVariant(row.isCurrent ? Qt::Checked : Qt::Unchecked) : QVariant();
    case StateRole:
        return row.state;
    case StateToneRole:
        return int(row.tone);
    case GroupRole:
        return row.group;
    case NoteRole:
        return row.note;
    case ColorRole:
        return row.color;
    case ProtectedRole:
        return row.isProtected;
    case Qt::AccessibleTextRole:
        return column == Name ? QVariant(spokenText(row)) : QVariant();
    default:
        return {};
    }
}

FactTableModel::FactTableModel(QObject *parent)
    : RowModel(factTitles, parent)
{}

QString FactTableModel::text(const FactRow &row, int column) const
{
    return column == Title ? row.title : column == Name ? row.name : row.detail;
}

QVariant FactTableModel::name(const FactRow &row) const
{
    return row.key;
}

QVariant FactTableModel::sortValue(const FactRow &row, int column) const
{
    return column == Title ? QVariant(row.key) : QVariant(text(row, column));
}

QVariant FactTableModel::extra(const FactRow &row, int column, int role) const
{
    if (role == DetailRole)
        return row.detail;
    if (role == NameRole)
        return row.name;
    if (role == DetailToneRole)
        return int(row.tone);
    if (role != Qt::AccessibleTextRole || column != Title)
        return {};
    return QStringList{row.title, row.name, row.detail}.join(u' ').simplified();
}

Tone FactTableModel::tone(const FactRow &row, int column) const
{
    return column == Detail ? row.tone : Tone::Neutral;
}

ProblemTableModel::ProblemTableModel(QObject *parent)
    : RowModel(problemTitles, parent)
{}

QString ProblemTableModel::text(const ProblemRow &row, int column) const
{
    return column == Severity ? row.severity : column == Field ? row.field : row.message;
}

QVariant ProblemTableModel::name(const ProblemRow &row) const
{
    return row.key;
}

QVariant ProblemTableModel::sortValue(const ProblemRow &row, int column) const
{
    return column == Severity ? QVariant(-int(row.tone)) : QVariant(text(row, column));
}

Tone ProblemTableModel::tone(const ProblemRow &row, int) const
{
    return row.tone;
}

QString ProblemTableModel::toolTip(const ProblemRow &row, int) const
{
    return row.fix.isEmpty() ? row.message : row.message + QLatin1Char('\n') + row.fix;
}

QVariant ProblemTableModel::extra(const ProblemRow &row, int, int role) const
{
    return role == PointerRole ? QVariant(row.pointer) : QVariant();
}

TimelineModel::TimelineModel(QObject *parent)
    : RowModel(timelineTitles, parent)
{}

QString TimelineModel::text(const TimelineRow &row, int column) const
{
    return column == At ? row.at.toLocalTime().toString(QStringLiteral("HH:mm:ss")) : row.text;
}

QVariant TimelineModel::name(const TimelineRow &row) const
{
    return row.key;
}

QVariant TimelineModel::sortValue(const TimelineRow &row, int column) const
{
    return column == At ? sortable(row.at) : QVariant(row.text);
}

Tone TimelineModel::tone(const TimelineRow &row, int) const
{
    return row.tone;
}

QString TimelineModel::toolTip(const TimelineRow &row, int column) const
{
    return column == At ? momentText(row.at) : row.text;
}

QVariant TimelineModel::extra(const TimelineRow &row, int, int role) const
{
    return role == StageRole ? QVariant(row.isStage) : QVariant();
}

} // namespace podwright::tables
