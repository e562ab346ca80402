#include "models/tables/earlier_run_model.h"

#include "models/core/strings.h"
#include "models/tables/times.h"

#include <array>

namespace podwright::tables {

using core::qt;

namespace {

constexpr std::array earlierRunTitles{"Started", "Outcome", "Work", "Exit code", "Pod", "Reason"};
static_assert(earlierRunTitles.size() == EarlierRunModel::ColumnCount);

} // namespace

EarlierRunRow::EarlierRunRow(RunFacts facts, bool isTheCurrent)
    : key(-facts.created.toMSecsSinceEpoch(), qt(facts.id))
    , run(std::move(facts))
    , isCurrent(isTheCurrent)
{}

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
        return (row.run.isStarred ? QStringLiteral("★ ") : QString()) +
               row.run.created.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) +
               (row.isCurrent ? tr(" · this run") : QString());
    case OutcomeColumn:
        return qt((row.run.stage.empty() ? row.run.outcome : row.run.stage).text());
    case Work:
        return row.run.workFinished.isValid() ? durationText(row.run.workStarted, row.run.workFinished) : QString();
    case ExitCode:
        return row.run.exitCode ? QString::number(*row.run.exitCode) : QString();
    case Pod:
        return qt(row.run.ns.text() + "/" + row.run.pod);
    case Reason:
        return row.run.message;
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
        return sortable(row.run.created);
    if (column == Work)
        return row.run.workStarted.isValid() && row.run.workFinished.isValid()
                   ? QVariant(row.run.workStarted.msecsTo(row.run.workFinished))
                   : QVariant();
    return text(row, column);
}

Tone EarlierRunModel::tone(const EarlierRunRow &row, int column) const
{
    if (column != OutcomeColumn)
        return Tone::Neutral;
    return row.run.stage.empty() ? row.run.tone : Tone::Busy;
}

} // namespace podwright::tables
