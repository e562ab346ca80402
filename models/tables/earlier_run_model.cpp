#include "models/tables/earlier_run_model.h"

#include "models/tables/times.h"

#include <array>

namespace podwright::tables {
namespace {

constexpr std::array earlierRunTitles{"Started", "Outcome", "Work", "Exit code", "Pod", "Reason"};
static_assert(earlierRunTitles.size() == EarlierRunModel::ColumnCount);

} // namespace

EarlierRunModel::EarlierRunModel(QObject *parent)
    : RowModel(earlierRunTitles, parent)
{}

bool EarlierRunModel::isNumeric(int column) const
{
    return column == Work || column == ExitCode;
}

QString EarlierRunModel::text(const EarlierRunRow &row, int column) const
{
    switch (column) {
    case Started:
        return row.started.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) +
               (row.isCurrent ? tr(" · this run") : QString());
    case OutcomeColumn:
        return row.outcome;
    case Work:
        return row.ended.isValid() ? durationText(row.running, row.ended) : QString();
    case ExitCode:
        return row.exitCode;
    case Pod:
        return row.pod;
    case Reason:
        return row.reason;
    default:
        return {};
    }
}

QVariant EarlierRunModel::name(const EarlierRunRow &row) const
{
    return row.key.second;
}

QVariant EarlierRunModel::sortValue(const EarlierRunRow &row, int column) const
{
    if (column == Started)
        return sortable(row.started);
    if (column == Work)
        return row.running.isValid() && row.ended.isValid() ? QVariant(row.running.msecsTo(row.ended)) : QVariant();
    return text(row, column);
}

Tone EarlierRunModel::tone(const EarlierRunRow &row, int column) const
{
    return column == OutcomeColumn ? row.tone : Tone::Neutral;
}

} // namespace podwright::tables
