#include "models/tables/run_table_model.h"

#include "models/tables/times.h"

#include <array>

namespace podwright::tables {
namespace {

constexpr std::array runTitles{"Task", "Status",   "Pod", "Namespace", "Ready",  "Restarts",
                               "Node", "Duration", "Age", "Outcome",   "Context"};
static_assert(runTitles.size() == RunTableModel::ColumnCount);

} // namespace

Tone toneOfStatus(const QString &status)
{
    static const QStringList good{QStringLiteral("Completed"), QStringLiteral("Succeeded")};
    static const QStringList waiting{QStringLiteral("Pending"),         QStringLiteral("ContainerCreating"),
                                     QStringLiteral("PodInitializing"), QStringLiteral("SchedulingGated"),
                                     QStringLiteral("Terminating"),     QStringLiteral("NotReady")};
    const bool isInitProgress = status.startsWith(QLatin1String("Init:")) && status.contains(QLatin1Char('/'));
    if (status.isEmpty())
        return Tone::Neutral;
    if (status == QLatin1String("Running"))
        return Tone::Busy;
    if (good.contains(status))
        return Tone::Good;
    return isInitProgress || waiting.contains(status) ? Tone::Waiting : Tone::Bad;
}

RunTableModel::RunTableModel(const core::Clock &clock, QObject *parent)
    : RowModel(runTitles, parent)
    , m_clock(clock)
{}

void RunTableModel::refreshTimes()
{
    touch(Duration, Age);
}

bool RunTableModel::isNumeric(int column) const
{
    return column == Ready || column == Restarts || column == Duration;
}

QVariant RunTableModel::name(const RunRow &row) const
{
    return row.key;
}

Tone RunTableModel::tone(const RunRow &row, int column) const
{
    return column == Status || column == OutcomeColumn ? row.tone : Tone::Neutral;
}

QString RunTableModel::toolTip(const RunRow &row, int column) const
{
    return column == Age ? momentText(row.created) : QString();
}

QVariant RunTableModel::extra(const RunRow &row, int, int role) const
{
    if (role == LaunchedHereRole)
        return row.isLaunchedHere();
    return role == RunIdRole ? QVariant(row.runId) : QVariant();
}

QString RunTableModel::text(const RunRow &row, int column) const
{
    switch (column) {
    case Task:
        return row.task;
    case Status:
        return row.status;
    case Pod:
        return row.pod;
    case Namespace:
        return row.ns;
    case Ready:
        return row.ready;
    case Restarts:
        return row.restartsText;
    case Node:
        return row.node;
    case Duration:
        return durationText(row.started, row.finished.isValid() ? row.finished : m_clock.wall());
    case Age:
        return durationText(row.created, m_clock.wall());
    case OutcomeColumn:
        return row.outcome;
    case Context:
        return row.context;
    default:
        return {};
    }
}

QVariant RunTableModel::sortValue(const RunRow &row, int column) const
{
    switch (column) {
    case Restarts:
        return row.restarts;
    case Duration: {
        const QDateTime end = row.finished.isValid() ? row.finished : m_clock.wall();
        return row.started.isValid() ? QVariant(row.started.msecsTo(end)) : QVariant();
    }
    case Age:
        return row.created.isValid() ? QVariant(row.created.msecsTo(m_clock.wall())) : QVariant();
    default:
        return text(row, column);
    }
}

} // namespace podwright::tables
